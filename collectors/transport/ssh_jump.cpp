#include "collectors/transport/ssh_jump.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (problem != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

Result<JumpHost> last_jump(std::string_view list) {
  const auto wrong = [&] {
    return error(ErrorKind::malformed,
                 fmt::format("ProxyJump \"{}\" is no [user@]host[:port]", printable(list, 80)));
  };
  JumpHost jump;
  std::string_view last = list;
  if (const std::size_t comma = list.rfind(','); comma != list.npos) {
    jump.before = trimmed(list.substr(0, comma));
    last = list.substr(comma + 1);
    if (jump.before.empty()) return wrong();
  }
  last = trimmed(last);
  if (last.starts_with("ssh://")) {
    last.remove_prefix(6);
    if (last.ends_with('/')) last.remove_suffix(1);
  }
  // A user's name may have an '@' in it, a host's may not.
  if (const std::size_t at = last.rfind('@'); at != last.npos) {
    jump.user = last.substr(0, at);
    last.remove_prefix(at + 1);
    if (jump.user.empty()) return wrong();
  }
  std::string_view port;
  if (last.starts_with('[')) {
    const std::size_t end = last.find(']');
    if (end == last.npos) return wrong();
    jump.host = last.substr(1, end - 1);
    if (last.size() > end + 1 && last[end + 1] != ':') return wrong();
    if (last.size() > end + 1) port = last.substr(end + 2);
    if (last.size() > end + 1 && port.empty()) return wrong();
  } else if (const std::size_t colon = last.find(':');
             colon != last.npos && colon == last.rfind(':')) {
    jump.host = last.substr(0, colon);
    port = last.substr(colon + 1);
    if (port.empty()) return wrong();
  } else {
    jump.host = last;  // several colons: an IPv6 address
  }
  if (!port.empty()) {
    const std::optional<std::uint16_t> number = port_of(port);
    if (!number) return wrong();
    jump.port = *number;
  }
  if (jump.host.empty() || jump.host.find_first_of(" \t\"'/") != jump.host.npos) return wrong();
  return jump;
}

}  // namespace fbd
