// ProxyJump of ssh_config(5): "[user@]host[:port]" or "ssh://[user@]host[:port]", several with
// commas.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

struct JumpHost {
  std::string user;        // empty: not said
  std::string host;        // as the user wrote it: ~/.ssh/config may know it
  std::uint16_t port = 0;  // 0: not said
  std::string before;      // the hosts that lead to it, in the same form; empty: not said
};

/// The last of the list, which connects to the target. `malformed` for what is no such list.
Result<JumpHost> last_jump(std::string_view list);

}  // namespace fbd
