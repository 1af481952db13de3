// [ipv4] and [ipv6] of a NetworkManager profile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/keyfile_settings.h"

namespace fbd {

/// Something about one line of a profile.
struct KeyfileNote {
  int line = 0;
  std::string reason;
};

struct KeyfileIp {
  IpConfiguration configuration;
  int line = 0;                          // of the method; 0: the group is missing
  std::optional<KeyfileNote> refusal;    // why NetworkManager refuses the profile
  std::vector<KeyfileNote> passed_over;  // values that it ignores with a warning, or completes
};

/// `type` is the connection's: what is not configured is automatic, but nothing at all with dummy
/// and WireGuard. After a refusal the method is `other`, unless it is a word that is known.
KeyfileIp keyfile_ip(const KeyfileSettings& settings, bool v4, std::string_view type);

}  // namespace fbd
