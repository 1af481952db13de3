// How logging in to a host over SSH went.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// That no connection could be made is the fact's error; all else is told here. The words of
/// `outcome` are those of transport/login_answer.h: "ready", "host-key-changed", "not-accepted".
struct Login {
  static std::span<const Origin<Login>> origins();

  std::string outcome;
  std::string detail;
  std::string address;
  std::uint16_t port = 22;
  std::string user;
  std::string server;       // its version as it says: "SSH-2.0-OpenSSH_9.2p1"
  std::string key_type;     // of the key it showed
  std::string fingerprint;  // "SHA256:..."
  std::string known_hosts;  // the file that a new key belongs into
  std::string method;       // how we got in
  std::string offered;      // what the server accepts
  std::vector<std::string> tried;
};

std::string to_json(const Login& fact);

}  // namespace fbd
