// SshForward: a TCP connection from the other end of a link, as a socket on this side.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "collectors/transport/ssh_link.h"

namespace fbd {

class SshForward final : public SshTask {
 public:
  /// Called once, from within a step, with a connected, non-blocking socket; or with why the other
  /// end did not connect. It must not destroy the forward.
  using Opened = std::function<void(Result<Descriptor>)>;
  /// The link's other end looks `host` up and connects (RFC 4254, section 7.2). Errors do not say
  /// who was asked.
  SshForward(EventLoop& loop, SshLink& link, std::string host, std::uint16_t port, Opened opened);
  ~SshForward() override { stop(); }

  bool step() override;
  void broken(const Error& why) override;

 private:
  bool open();
  bool send();
  bool receive();
  void from_socket();
  void to_socket();
  void look_out();
  void stop();

  EventLoop& loop_;
  SshLink& link_;
  const std::string host_;
  const std::uint16_t port_;
  Opened opened_;
  _LIBSSH2_CHANNEL* channel_ = nullptr;
  Descriptor socket_;  // our end of the pair
  EventLoop::Watch watch_;
  std::string outgoing_;  // from the socket, not yet sent
  std::string incoming_;  // from the channel, not yet written to the socket
  bool half_sent_ = false;
  bool over_ = false;
};

}  // namespace fbd
