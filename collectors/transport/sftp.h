// Sftp: files of a host, over the "sftp" subsystem of its server (draft-ietf-secsh-filexfer-02).
//
// Any number of requests may be under way, answered in any order; that is why this is not
// libssh2's, which knows one of a kind at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/transport/ssh_channel.h"
#include "collectors/transport/ssh_wire.h"

namespace fbd {

struct RemoteAttributes {
  std::uint32_t mode = 0;  // with the type's bits, as stat(2) has them
  std::uint64_t size = 0;
};

class Sftp {
 public:
  enum class State { starting, ready, unavailable };

  /// `changed` is called when it is no longer starting.
  Sftp(EventLoop& loop, SshLink& link, Clock::duration within, Action changed);

  State state() const { return state_; }
  const Error& why_unavailable() const { return why_; }

  template <class Value>
  using Then = std::function<void(Result<Value>)>;
  // What these call is called once, by the loop, if the owner still lives.
  void attributes(const std::string& path, bool follow, Then<RemoteAttributes> then);
  void link_target(const std::string& path, Then<std::string> then);
  void open(const std::string& path, Then<std::string> then);            // a handle
  void open_directory(const std::string& path, Then<std::string> then);  // a handle
  /// Nothing at the end of the file or directory.
  void read(const std::string& handle, std::uint64_t offset, std::uint32_t length,
            Then<std::optional<std::string>> then);
  void names(const std::string& handle, Then<std::optional<std::vector<std::string>>> then);
  void close(const std::string& handle);

 private:
  struct Reply {
    unsigned type = 0;
    std::string_view body;
  };
  using Replied = std::function<void(const Result<Reply>&)>;
  void ask(unsigned type, const WireWriter& body, Replied replied);
  void begin();
  void hear(std::string_view bytes);
  void take(std::string_view packet);
  void end(const Error& why);

  EventLoop& loop_;
  const std::string name_;
  Action changed_;
  State state_ = State::starting;
  Error why_;
  std::string incoming_;
  std::uint32_t last_id_ = 0;
  std::map<std::uint32_t, Replied> open_;
  EventLoop::Timer deadline_;
  SshChannel channel_;
};

}  // namespace fbd
