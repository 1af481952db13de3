// The scenarios as the tests of the whole house need them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "collectors/evidence/bundle.h"

namespace fbd {

struct Scenario {
  std::string name;
  Bundle bundle;
};

/// All of tests/scenarios, by name. A scenario that cannot be read fails the test that asks.
std::vector<Scenario> scenarios();

}  // namespace fbd
