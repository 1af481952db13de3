// SshTarget: where and as whom one host is asked, put together from the site file, ~/.ssh/config
// and what ssh does by itself.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "collectors/evidence/site.h"
#include "collectors/transport/known_hosts.h"
#include "collectors/transport/ssh_config.h"

namespace fbd {

struct SshTarget {
  std::string address;
  std::uint16_t port = 22;
  std::string known_as;  // the name its key is looked up by
  std::string user;
  std::shared_ptr<const KnownHosts> known_hosts;
  std::string known_hosts_file;  // where a new key would be added

  /// A private key, and its public half as far as there is a file with it.
  struct KeyFile {
    std::string path;
    std::string text;
    std::string public_blob;
    std::optional<std::string> passphrase = {};  // that was typed for it
  };
  std::vector<KeyFile> keys;
  /// Whether a key of its own text cannot be used without a passphrase.
  static bool is_encrypted(const KeyFile& key);
  bool only_these_keys = false;  // of the agent's keys only these
  std::string agent_socket;      // empty: there is no agent
  std::string jump;              // a host of the site file that it is reached through, or empty
  std::string proxy_jump;        // else hosts as ~/.ssh/config has them, or empty
  std::string proxy_command;     // not carried out

  /// Secrets as far as they could be read; else why not.
  std::optional<Result<std::string>> passphrase;
  std::optional<Result<std::string>> password;
  std::optional<Result<std::string>> sudo_password;
};

/// The hosts that another is reached through, in the order in which they are passed.
using SshHops = std::vector<std::shared_ptr<const SshTarget>>;

/// Reads the user's files, each once. May hang in the kernel; from any thread.
class SshFiles {
 public:
  /// `through`: hosts as in ProxyJump, instead of what ~/.ssh/config says.
  SshTarget target(const Host& host, const std::string& through = {});

 private:
  std::shared_ptr<const SshConfig> config();
  std::shared_ptr<const KnownHosts> known_hosts(const std::vector<std::string>& files);

  std::mutex mutex_;
  std::shared_ptr<const SshConfig> config_;
  std::map<std::vector<std::string>, std::shared_ptr<const KnownHosts>> known_hosts_;
};

}  // namespace fbd
