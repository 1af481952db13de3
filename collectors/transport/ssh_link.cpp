#include "collectors/transport/ssh_link.h"

#include <fmt/format.h>
#include <libssh2.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// Before others on the loop get their turn.
constexpr int rounds_at_once = 16;

}  // namespace

class SshLink::Closing final : public SshTask {
 public:
  Closing(SshLink& link, LIBSSH2_CHANNEL* channel) : link_(link), channel_(channel) {}
  bool step() override {
    if (!channel_ || libssh2_channel_free(channel_) == LIBSSH2_ERROR_EAGAIN) return false;
    channel_ = nullptr;
    link_.remove(*this);
    return true;
  }
  void broken(const Error&) override {}
  bool is_done() const { return !channel_; }

 private:
  SshLink& link_;
  LIBSSH2_CHANNEL* channel_;
};

SshLink::SshLink(EventLoop& loop, Descriptor socket, std::string name)
    : loop_(loop),
      name_(std::move(name)),
      socket_(std::move(socket)),
      session_(libssh2_session_init_ex(nullptr, nullptr, nullptr, nullptr)) {
  if (!session_) return;
  libssh2_session_set_blocking(session_, 0);
  watch_ = loop_.watch(socket_.fd(), 0, [this](std::uint32_t) { pump(); });
}

SshLink::~SshLink() {
  watch_.end();
  // Whatever libssh2 would still like to say is not said.
  ::shutdown(socket_.fd(), SHUT_RDWR);
  for (int tries = 0; session_ && tries < 16; ++tries)
    if (libssh2_session_free(session_) != LIBSSH2_ERROR_EAGAIN) break;
}

bool SshLink::has(const SshTask* task) const {
  return std::find(tasks_.begin(), tasks_.end(), task) != tasks_.end();
}

void SshLink::add(SshTask& task) {
  tasks_.push_back(&task);
  kick();
}

void SshLink::remove(SshTask& task) {
  tasks_.erase(std::remove(tasks_.begin(), tasks_.end(), &task), tasks_.end());
  if (opener_ == &task) opener_ = nullptr;
  // Half a packet is under way, and nobody is left who has the other half.
  const bool stuck = speaker_ == &task && !broken_ && session_ &&
                     (libssh2_session_block_directions(session_) & LIBSSH2_SESSION_BLOCK_OUTBOUND);
  if (speaker_ == &task) speaker_ = nullptr;
  if (stuck) breaks({ErrorKind::failed, name_ + ": the connection was given up"});
}

void SshLink::kick() {
  soon_ = loop_.at(Clock::now(), [this] { pump(); });
}

bool SshLink::begin_opening(const SshTask& task) {
  if (opener_ && opener_ != &task) return false;
  opener_ = &task;
  return true;
}

void SshLink::end_opening(const SshTask& task) {
  if (opener_ == &task) opener_ = nullptr;
}

void SshLink::dispose(LIBSSH2_CHANNEL* channel) {
  if (!channel || broken_) return;
  closings_.push_back(std::make_unique<Closing>(*this, channel));
  add(*closings_.back());
}

void SshLink::pump() {
  if (broken_) return;
  bool again = true;
  for (int rounds = 0; again && rounds < rounds_at_once; ++rounds) {
    again = false;
    const std::vector<SshTask*> turn = tasks_;
    for (SshTask* task : turn) {
      if (!has(task) || (speaker_ && speaker_ != task)) continue;
      const bool got_on = task->step();
      again = again || got_on;
      if (broken_) return;
      const bool half = libssh2_session_block_directions(session_) & LIBSSH2_SESSION_BLOCK_OUTBOUND;
      speaker_ = half && has(task) ? task : nullptr;
    }
  }
  closings_.remove_if([](const auto& closing) { return closing->is_done(); });
  if (again) kick();
  watch_.change((tasks_.empty() ? 0U : EPOLLIN) | (speaker_ ? EPOLLOUT : 0U));
}

Error SshLink::problem(int code, const std::string& doing) const {
  char* text = nullptr;
  libssh2_session_last_error(session_, &text, nullptr, 0);
  ErrorKind kind = ErrorKind::failed;
  std::string why = text && *text ? after_colon(printable(text)) : fmt::format("error {}", code);
  if (code == LIBSSH2_ERROR_SOCKET_DISCONNECT || code == LIBSSH2_ERROR_SOCKET_RECV ||
      code == LIBSSH2_ERROR_SOCKET_SEND || code == LIBSSH2_ERROR_CHANNEL_CLOSED) {
    kind = ErrorKind::reset;
    why = "the connection was closed by the other side";
  }
  return {kind, fmt::format("{}: {}: {}", name_, doing, why)};
}

void SshLink::breaks(const Error& why) {
  if (std::exchange(broken_, true)) return;
  watch_.end();
  soon_.cancel();
  speaker_ = opener_ = nullptr;
  for (SshTask* task : std::exchange(tasks_, {})) task->broken(why);
}

}  // namespace fbd
