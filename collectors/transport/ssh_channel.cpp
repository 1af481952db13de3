#include "collectors/transport/ssh_channel.h"

#include <libssh2.h>

#include <array>
#include <utility>

namespace fbd {
namespace {

constexpr int reads_at_once = 8;
constexpr std::string_view session_type = "session";
constexpr unsigned packet_size = 32768;

}  // namespace

SshChannel::SshChannel(SshLink& link, Kind kind, std::string what, unsigned window, Events events)
    : link_(link),
      kind_(kind),
      what_(std::move(what)),
      window_(window),
      events_(std::move(events)) {
  link_.add(*this);
}

void SshChannel::write(std::string_view bytes) {
  outgoing_ += bytes;
  if (state_ == State::running) link_.kick();
}

void SshChannel::end_input() {
  end_input_ = true;
  if (state_ == State::running) link_.kick();
}

void SshChannel::kill() {
#if LIBSSH2_VERSION_NUM >= 0x010b00
  // If it cannot be sent at once it is not sent: closing the channel says nearly the same.
  if (state_ == State::running && !half_sent_ && !link_.is_broken())
    libssh2_channel_signal_ex(channel_, "KILL", 4);
#endif
  stop();
}

void SshChannel::stop() {
  if (std::exchange(state_, State::over) == State::over) return;
  link_.remove(*this);
  link_.dispose(std::exchange(channel_, nullptr));
}

void SshChannel::broken(const Error& why) {
  if (std::exchange(state_, State::over) == State::over) return;
  channel_ = nullptr;
  if (events_.failed) events_.failed(why);
}

void SshChannel::fail(int code, const std::string& doing) {
  const Error why = link_.problem(code, doing);
  if (why.kind == ErrorKind::reset) return link_.breaks(why);
  stop();
  if (events_.failed) events_.failed(why);
}

bool SshChannel::step() {
  bool got_on = false;
  if (state_ == State::opening) got_on = open();
  if (state_ == State::starting) got_on = start() || got_on;
  if (state_ == State::running) got_on = send() || got_on;
  if (half_sent_) return got_on;
  for (const int stream : {0, SSH_EXTENDED_DATA_STDERR})
    if (state_ == State::running) got_on = receive(stream) || got_on;
  if (state_ == State::running && libssh2_channel_eof(channel_)) {
    state_ = State::ending;
    got_on = true;
  }
  if (state_ == State::ending) finish();
  return got_on;
}

bool SshChannel::open() {
  if (!link_.begin_opening(*this)) return false;
  channel_ = libssh2_channel_open_ex(link_.session(), session_type.data(), session_type.size(),
                                     window_, packet_size, nullptr, 0);
  const int code = channel_ ? 0 : libssh2_session_last_errno(link_.session());
  if (code == LIBSSH2_ERROR_EAGAIN) return false;
  link_.end_opening(*this);
  link_.kick();  // others may be waiting to open theirs
  state_ = State::starting;
  if (!channel_) fail(code, "open a channel");
  return true;
}

bool SshChannel::start() {
  const std::string_view request = kind_ == Kind::command ? "exec" : "subsystem";
  const int code = libssh2_channel_process_startup(
      channel_, request.data(), static_cast<unsigned>(request.size()), what_.data(),
      static_cast<unsigned>(what_.size()));
  if (code == LIBSSH2_ERROR_EAGAIN) return false;
  if (code != 0) {
    fail(code, "start \"" + what_.substr(0, 40) + "\"");
    return true;
  }
  state_ = State::running;
  if (events_.started) events_.started();
  return true;
}

bool SshChannel::send() {
  bool got_on = false;
  while (state_ == State::running) {
    if (sending_.empty()) sending_ = std::exchange(outgoing_, {});
    if (sending_.empty()) break;
    const ssize_t sent = libssh2_channel_write_ex(channel_, 0, sending_.data(), sending_.size());
    half_sent_ =
        sent == LIBSSH2_ERROR_EAGAIN &&
        (libssh2_session_block_directions(link_.session()) & LIBSSH2_SESSION_BLOCK_OUTBOUND);
    if (sent == LIBSSH2_ERROR_EAGAIN) return got_on;
    if (sent < 0) {
      fail(static_cast<int>(sent), "write");
      return true;
    }
    sending_.erase(0, static_cast<std::size_t>(sent));
    got_on = true;
  }
  if (end_input_ && state_ == State::running) {
    const int code = libssh2_channel_send_eof(channel_);
    half_sent_ = code == LIBSSH2_ERROR_EAGAIN;
    if (half_sent_) return got_on;
    end_input_ = false;
    got_on = true;
  }
  return got_on;
}

bool SshChannel::receive(int stream) {
  bool got_on = false;
  std::array<char, 64U << 10> buffer;
  const auto& take = stream == 0 ? events_.output : events_.errors;
  for (int reads = 0; reads < reads_at_once && state_ == State::running; ++reads) {
    const ssize_t got = libssh2_channel_read_ex(channel_, stream, buffer.data(), buffer.size());
    if (got == LIBSSH2_ERROR_EAGAIN || got == 0) return got_on;
    if (got < 0) {
      fail(static_cast<int>(got), "read");
      return true;
    }
    got_on = true;
    if (take) take({buffer.data(), static_cast<std::size_t>(got)});
  }
  return got_on;
}

void SshChannel::finish() {
  const int code = libssh2_channel_wait_closed(channel_);
  if (code == LIBSSH2_ERROR_EAGAIN) return;
  Exit exit{libssh2_channel_get_exit_status(channel_)};
  char* signal = nullptr;
  libssh2_channel_get_exit_signal(channel_, &signal, nullptr, nullptr, nullptr, nullptr, nullptr);
  if (signal) {
    exit.signal = signal;
    libssh2_free(link_.session(), signal);
  }
  stop();
  if (events_.ended) events_.ended(exit);
}

}  // namespace fbd
