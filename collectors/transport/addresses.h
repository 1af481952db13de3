// From a host and a port to addresses that can be connected to.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
  std::string text;  // "10.0.0.4"
};

/// The address that `host` is, if it is one and not a name.
std::optional<Address> numeric_address(const std::string& host, std::uint16_t port);

/// Asks the system's resolver, in its order; may hang. `unresolved` with its words.
Result<std::vector<Address>> look_up(const std::string& name, std::uint16_t port);

}  // namespace fbd
