// Replication appliances of the modernized stack, each with the parts it has registered.
#pragma once

#include "collectors/azure/fabrics.h"

namespace fbd {

/// A fabric tells all parts of its appliances in one list of each kind: which of several appliances
/// a part is missing of, only this tells.
struct Appliance {
  std::string name;
  std::string id;
  std::string fabric;                    // id
  std::vector<std::string> missing;      // needed parts that it has not registered: "RCM proxy"
  std::vector<ServiceError> blocked_by;  // what keeps machines from being switched over to it
};

struct Appliances {
  static std::span<const Origin<Appliances>> origins();
  static constexpr bool read_once = true;
  std::vector<Appliance> all;
};

}  // namespace fbd
