// How an ifcfg file of SUSE gets its addresses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/suse_address.h"
#include "collectors/network/suse_settings.h"

namespace fbd {

struct SuseAddressing {
  struct Own {
    SuseAddress address;
    int length = 0;
    std::optional<SuseAddress> peer;

    /// Whether a gateway is next to it.
    bool reaches(const SuseAddress& gateway) const;
  };
  struct Warning {
    int line = 0;
    std::string reason;
    std::string consequence;
  };
  std::vector<Own> own;
  bool takes_routes = false;  // wicked gives it routes
  std::vector<Warning> warnings;
  int line = 0;  // what decided about IPv4
};

/// Sets method and addresses of both families; type and controller must be known.
/// Source: wicked 0.6, client/suse/compat-suse.c, __ni_suse_bootproto and what it calls.
SuseAddressing read_suse_addressing(const SuseSettings& settings, Connection& connection);

}  // namespace fbd
