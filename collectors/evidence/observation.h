// An Observation: what came back when a question was asked, or why nothing did.
#pragma once

#include <chrono>
#include <string>

#include "collectors/evidence/result.h"

namespace fbd {

/// `at` is when the answer came, by the clock of the machine this program ran on. It is the only
/// "now" that a verdict may use: the same bundle gives the same report on any day.
struct Observation {
  std::chrono::sys_seconds at;
  std::chrono::milliseconds took{0};
  Result<std::string> answer;  // the bytes as received
};

}  // namespace fbd
