// Who else has the static addresses of a machine, as its neighbours answer.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Asked by ARP as duplicate address detection does (RFC 5227): nobody's table changes by it, but
/// every machine of the network sees it. So only if the site allows it, else not_found. About the
/// IPv4 addresses that are configured to be static, were so in Site Recovery's copies, a baseline
/// or an older bundle, or are in the site file, as far as an interface that is up would hear the
/// answer.
struct AddressOwners {
  static std::span<const Origin<AddressOwners>> origins();

  struct Address {
    std::string interface;  // on which it was asked
    std::string address;
    std::vector<std::string> macs;  // who answered, lower case
    std::string problem;            // what arping said instead of asking; "" if it asked
  };
  std::vector<Address> all;  // in the order of the answer, which is none in particular
  bool no_tool = false;      // there is no arping, or one that cannot do this
};

}  // namespace fbd
