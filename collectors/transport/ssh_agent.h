// SshAgent: the keys of ssh-agent, over its socket (draft-ietf-sshm-ssh-agent), without waiting.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/event_loop.h"

namespace fbd {

class SshAgent {
 public:
  struct Key {
    std::string blob;
    std::string comment;
  };
  /// Called once, never from within the call that asked.
  using Keys = std::function<void(Result<std::vector<Key>>)>;
  using Signature = std::function<void(Result<std::string>)>;

  explicit SshAgent(EventLoop& loop) : loop_(loop) {}

  /// `socket` is a path, as in SSH_AUTH_SOCK.
  void list(const std::string& socket, Keys keys);
  /// `flags`: 2 for rsa-sha2-256, 4 for rsa-sha2-512. The answer is the signature without its
  /// algorithm's name.
  void sign(const std::string& key, const std::string& data, std::uint32_t flags,
            Signature signature);
  /// Gives up what was asked; nobody is called any more.
  void stop();

 private:
  using Reply = std::function<void(Result<std::string>)>;
  void ask(const std::string& message, Reply reply);
  void go_on();
  void finish(Result<std::string> answer);

  EventLoop& loop_;
  Descriptor socket_;
  EventLoop::Watch watch_;
  EventLoop::Timer absent_;
  std::string outgoing_;
  std::string incoming_;
  Reply reply_;
};

}  // namespace fbd
