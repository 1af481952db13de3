#include "collectors/transport/login_answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace fbd {

std::string_view name(LoginOutcomeKind outcome) {
  switch (outcome) {
    case LoginOutcomeKind::ready:
      return "ready";
    case LoginOutcomeKind::not_ssh:
      return "not-ssh";
    case LoginOutcomeKind::silent:
      return "silent";
    case LoginOutcomeKind::no_agreement:
      return "no-agreement";
    case LoginOutcomeKind::host_key_unknown:
      return "host-key-unknown";
    case LoginOutcomeKind::host_key_changed:
      return "host-key-changed";
    case LoginOutcomeKind::host_key_revoked:
      return "host-key-revoked";
    case LoginOutcomeKind::not_accepted:
      return "not-accepted";
    case LoginOutcomeKind::closed:
      return "closed";
    case LoginOutcomeKind::timed_out:
      break;
  }
  return "timed-out";
}

std::string write_login_answer(const LoginAnswer& answer) {
  const nlohmann::ordered_json json = {{"address", answer.address},
                                       {"port", answer.port},
                                       {"user", answer.user},
                                       {"outcome", name(answer.outcome)},
                                       {"detail", answer.detail},
                                       {"server", answer.server},
                                       {"key_exchange", answer.key_exchange},
                                       {"cipher", answer.cipher},
                                       {"key_type", answer.key_type},
                                       {"fingerprint", answer.fingerprint},
                                       {"known_hosts", answer.known_hosts},
                                       {"method", answer.method},
                                       {"offered", answer.offered},
                                       {"tried", answer.tried}};
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Error as_error(const LoginAnswer& answer, const std::string& host) {
  const std::string where =
      fmt::format("{}: ssh to {}, TCP port {}", host, answer.address, answer.port);
  const std::string key = fmt::format("{} {}", answer.key_type, answer.fingerprint);
  switch (answer.outcome) {
    case LoginOutcomeKind::ready:
      break;
    case LoginOutcomeKind::not_ssh:
      return {ErrorKind::malformed,
              fmt::format("{}: this is no SSH server: \"{}\"", where, answer.detail)};
    case LoginOutcomeKind::silent:
      return {ErrorKind::timed_out, fmt::format("{}: {}", where, answer.detail)};
    case LoginOutcomeKind::no_agreement:
      return {ErrorKind::failed, fmt::format("{}: {}", where, answer.detail)};
    case LoginOutcomeKind::host_key_unknown:
      return {ErrorKind::denied,
              fmt::format("{}: its key is not known, {}; nothing was sent. Compare the "
                          "fingerprint on the host and add the key to {}",
                          where, key, answer.known_hosts)};
    case LoginOutcomeKind::host_key_changed:
      return {ErrorKind::denied,
              fmt::format("{}: it has another key than in {}: {}; nothing was sent", where,
                          answer.detail, key)};
    case LoginOutcomeKind::host_key_revoked:
      return {ErrorKind::denied,
              fmt::format("{}: its key is revoked in {}: {}", where, answer.detail, key)};
    case LoginOutcomeKind::not_accepted:
      return {ErrorKind::denied,
              fmt::format("{}: {} could not log in ({}); the server accepts {}", where, answer.user,
                          answer.tried.empty() ? "nothing to try with"
                                               : fmt::format("{}", fmt::join(answer.tried, "; ")),
                          answer.offered.empty() ? "nothing" : answer.offered)};
    case LoginOutcomeKind::closed:
      return {ErrorKind::reset, fmt::format("{}: {}", where, answer.detail)};
    case LoginOutcomeKind::timed_out:
      return {ErrorKind::timed_out, fmt::format("{}: {}", where, answer.detail)};
  }
  return {ErrorKind::failed, where};
}

}  // namespace fbd
