// The answer to LogIn, as one line of JSON:
//
//   {"address": "10.0.0.4", "port": 22, "user": "root", "outcome": "ready", "detail": "",
//    "server": "SSH-2.0-OpenSSH_9.2p1", "key_exchange": "curve25519-sha256", "cipher": "...",
//    "key_type": "ssh-ed25519", "fingerprint": "SHA256:...", "known_hosts":
//    "/root/.ssh/known_hosts", "method": "publickey", "offered": "publickey,password", "tried":
//    ["key file ...: not accepted"]}
//
// Every key is always there. Text that came from the peer is made printable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

enum class LoginOutcomeKind {
  ready,             // the host can be asked
  not_ssh,           // what came first was no SSH; `detail` has it
  silent,            // it accepted the connection and said nothing
  no_agreement,      // no algorithm is known to both; `detail`
  host_key_unknown,  // its key is not in known_hosts; shown, not accepted
  host_key_changed,  // known_hosts has another key for it; `detail` has the line
  host_key_revoked,  // known_hosts forbids this key; `detail` has the line
  not_accepted,      // no way to log in worked; `tried` and `offered`
  closed,            // the server closed the connection before that was decided
  timed_out,         // it did not end before its deadline; `detail` says how far it came
};

/// As in the JSON: "host-key-unknown".
std::string_view name(LoginOutcomeKind outcome);

struct LoginAnswer {
  std::string address;
  std::uint16_t port = 22;
  std::string user;
  LoginOutcomeKind outcome = LoginOutcomeKind::ready;
  std::string detail;
  std::string server;
  std::string key_exchange;
  std::string cipher;
  std::string key_type;
  std::string fingerprint;
  std::string known_hosts;  // the file that a new key belongs into
  std::string method;
  std::string offered;
  std::vector<std::string> tried;
};

std::string write_login_answer(const LoginAnswer& answer);

/// Why nothing could be asked of a host, for every other question to it.
Error as_error(const LoginAnswer& answer, const std::string& host);

}  // namespace fbd
