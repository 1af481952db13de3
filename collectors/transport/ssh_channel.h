// SshChannel: one program or subsystem on the other side, with its three streams.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "collectors/transport/ssh_link.h"

namespace fbd {

class SshChannel final : public SshTask {
 public:
  enum class Kind { command, subsystem };
  struct Exit {
    int status = 0;
    std::string signal = {};  // "KILL"; empty if it ended by itself
  };
  /// Called from within steps. They may call stop(), and must not destroy the channel.
  struct Events {
    std::function<void()> started = {};
    std::function<void(std::string_view)> output = {};
    std::function<void(std::string_view)> errors = {};
    std::function<void(const Exit&)> ended = {};
    std::function<void(const Error&)> failed = {};  // also when the link breaks
  };

  /// `window`: how many bytes may be under way to us at a time.
  SshChannel(SshLink& link, Kind kind, std::string what, unsigned window, Events events);
  ~SshChannel() override { stop(); }

  void write(std::string_view bytes);
  void end_input();
  /// Kills the program, where the server can do that, and stops.
  void kill();
  /// Nothing is called any more; the channel is closed by and by.
  void stop();

  bool step() override;
  void broken(const Error& why) override;

 private:
  enum class State { opening, starting, running, ending, over };
  bool open();
  bool start();
  bool send();
  bool receive(int stream);
  void finish();
  void fail(int code, const std::string& doing);

  SshLink& link_;
  const Kind kind_;
  const std::string what_;
  const unsigned window_;
  Events events_;
  State state_ = State::opening;
  _LIBSSH2_CHANNEL* channel_ = nullptr;
  std::string outgoing_;
  std::string sending_;
  bool half_sent_ = false;
  bool end_input_ = false;
};

}  // namespace fbd
