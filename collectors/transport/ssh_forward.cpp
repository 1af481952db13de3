#include "collectors/transport/ssh_forward.h"

#include <libssh2.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "collectors/transport/wording.h"

namespace fbd {
namespace {

constexpr std::size_t piece = 64U << 10;  // under way in each direction

/// The reasons of RFC 4254, section 5.1, as libssh2 words them.
Error refusal(const Error& why) {
  if (why.message.find("prohibited") != std::string::npos)
    return {ErrorKind::denied, "it forbids forwarding (AllowTcpForwarding, PermitOpen)"};
  if (why.message.find("connect failed") != std::string::npos)
    return {ErrorKind::unreachable, "it could not connect"};
  return why;
}

}  // namespace

SshForward::SshForward(EventLoop& loop, SshLink& link, std::string host, std::uint16_t port,
                       Opened opened)
    : loop_(loop), link_(link), host_(std::move(host)), port_(port), opened_(std::move(opened)) {
  link_.add(*this);
}

void SshForward::stop() {
  if (std::exchange(over_, true)) return;
  watch_.end();
  socket_.close();
  link_.remove(*this);
  link_.dispose(std::exchange(channel_, nullptr));
}

void SshForward::broken(const Error& why) {
  if (over_) return;
  channel_ = nullptr;
  const Opened opened = std::exchange(opened_, nullptr);
  stop();
  if (opened) opened(tl::unexpected<Error>(why));
}

bool SshForward::step() {
  bool got_on = false;
  if (!over_ && !channel_) got_on = open();
  if (!over_ && channel_) got_on = send() || got_on;
  if (!over_ && channel_ && !half_sent_) got_on = receive() || got_on;
  return got_on;
}

bool SshForward::open() {
  if (!link_.begin_opening(*this)) return false;
  // Where the connection comes from is for the other side's log only.
  channel_ =
      libssh2_channel_direct_tcpip_ex(link_.session(), host_.c_str(), port_, "127.0.0.1", 22);
  const int code = channel_ ? 0 : libssh2_session_last_errno(link_.session());
  if (code == LIBSSH2_ERROR_EAGAIN) return false;
  link_.end_opening(*this);
  const Opened opened = std::exchange(opened_, nullptr);
  if (!channel_) {
    const Error why = link_.problem(code, "forward");
    if (why.kind == ErrorKind::reset) {
      opened_ = opened;
      link_.breaks(why);
    } else {
      stop();
      opened(tl::unexpected<Error>(refusal(why)));
    }
    return true;
  }
  std::array<int, 2> ends{-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    const int problem = errno;
    stop();
    opened(error(ErrorKind::failed, "no socket for it: " + reason(problem)));
    return true;
  }
  socket_ = Descriptor(ends[0]);
  Descriptor near(ends[1]);
  watch_ = loop_.watch(socket_.fd(), EPOLLIN, [this](std::uint32_t events) {
    if (events & EPOLLOUT) to_socket();
    if (!over_ && (events & ~static_cast<std::uint32_t>(EPOLLOUT))) from_socket();
  });
  opened(std::move(near));
  return true;
}

void SshForward::look_out() {
  if (over_) return;
  watch_.change((outgoing_.empty() ? EPOLLIN : 0U) | (incoming_.empty() ? 0U : EPOLLOUT));
}

void SshForward::from_socket() {
  if (!outgoing_.empty()) return;
  outgoing_.resize(piece);
  const ssize_t got = recv(socket_.fd(), outgoing_.data(), piece, 0);
  outgoing_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return stop();
  look_out();
  link_.kick();
}

void SshForward::to_socket() {
  const ssize_t sent = ::send(socket_.fd(), incoming_.data(), incoming_.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) return stop();
  if (sent > 0) incoming_.erase(0, static_cast<std::size_t>(sent));
  look_out();
  if (incoming_.empty()) link_.kick();
}

bool SshForward::send() {
  bool got_on = false;
  while (!outgoing_.empty()) {
    const ssize_t sent = libssh2_channel_write_ex(channel_, 0, outgoing_.data(), outgoing_.size());
    half_sent_ =
        sent == LIBSSH2_ERROR_EAGAIN &&
        (libssh2_session_block_directions(link_.session()) & LIBSSH2_SESSION_BLOCK_OUTBOUND);
    if (sent == LIBSSH2_ERROR_EAGAIN) return got_on;
    if (sent < 0) {
      stop();
      return true;
    }
    outgoing_.erase(0, static_cast<std::size_t>(sent));
    got_on = true;
  }
  if (got_on) look_out();
  return got_on;
}

bool SshForward::receive() {
  // What the reader does not take stays in the channel's window: the sender waits.
  if (!incoming_.empty()) return false;
  incoming_.resize(piece);
  const ssize_t got = libssh2_channel_read_ex(channel_, 0, incoming_.data(), piece);
  incoming_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  if (got > 0) {
    to_socket();
    return true;
  }
  if (got == LIBSSH2_ERROR_EAGAIN) return false;
  if (got < 0 || libssh2_channel_eof(channel_)) {
    stop();
    return true;
  }
  return false;
}

}  // namespace fbd
