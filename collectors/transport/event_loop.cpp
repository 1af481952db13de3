#include "collectors/transport/event_loop.h"

#include <sys/eventfd.h>

#include <algorithm>
#include <limits>

namespace fbd {

Mailbox::Mailbox() : bell_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void Mailbox::post(Action action) {
  const std::lock_guard lock(mutex_);
  letters_.push_back(std::move(action));
  eventfd_write(bell_.fd(), 1);
}

std::vector<Action> Mailbox::empty() {
  const std::lock_guard lock(mutex_);
  eventfd_t rung = 0;
  eventfd_read(bell_.fd(), &rung);
  return std::exchange(letters_, {});
}

EventLoop::Watch& EventLoop::Watch::operator=(Watch&& other) noexcept {
  if (this == &other) return *this;
  end();
  loop_ = std::exchange(other.loop_, nullptr);
  id_ = other.id_;
  fd_ = other.fd_;
  events_ = other.events_;
  return *this;
}

void EventLoop::Watch::change(std::uint32_t events) {
  if (!loop_ || events == events_) return;
  events_ = events;
  epoll_event event{.events = events, .data = {.u64 = id_}};
  epoll_ctl(loop_->epoll_.fd(), EPOLL_CTL_MOD, fd_, &event);
}

void EventLoop::Watch::end() {
  if (!loop_) return;
  epoll_ctl(loop_->epoll_.fd(), EPOLL_CTL_DEL, fd_, nullptr);
  loop_->watched_.erase(id_);
  loop_ = nullptr;
}

EventLoop::Timer& EventLoop::Timer::operator=(Timer&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  loop_ = std::exchange(other.loop_, nullptr);
  key_ = other.key_;
  return *this;
}

void EventLoop::Timer::cancel() {
  if (loop_) std::exchange(loop_, nullptr)->timers_.erase(key_);
}

EventLoop::EventLoop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), mailbox_(std::make_shared<Mailbox>()) {
  letters_ = watch(mailbox_->fd(), EPOLLIN, [this](std::uint32_t) {
    for (const Action& action : mailbox_->empty()) action();
  });
}

EventLoop::Watch EventLoop::watch(int fd, std::uint32_t events, Ready ready) {
  Watch watch;
  const std::uint64_t id = ++last_id_;
  epoll_event event{.events = events, .data = {.u64 = id}};
  if (epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, fd, &event) != 0) return watch;
  watched_.emplace(id, std::make_shared<Ready>(std::move(ready)));
  watch.loop_ = this;
  watch.id_ = id;
  watch.fd_ = fd;
  watch.events_ = events;
  return watch;
}

EventLoop::Timer EventLoop::at(Clock::time_point time, Action due) {
  Timer timer;
  timer.loop_ = this;
  timer.key_ = {time, ++last_id_};
  timers_.emplace(timer.key_, std::move(due));
  return timer;
}

void EventLoop::run_once() {
  const std::vector<Action> actions = std::exchange(soon_, {});
  for (const Action& action : actions) action();
  // After an action the caller may have what he waits for: then there is no sleep.
  dispatch(actions.empty() ? milliseconds_to_next() : 0);
  const Clock::time_point now = Clock::now();
  if (timers_.empty() || timers_.begin()->first.first > now) return;
  dispatch(0);
  expire(now);
}

void EventLoop::dispatch(int timeout_milliseconds) {
  // Room for everybody, so that one pass has looked at every descriptor there is.
  if (events_.size() < watched_.size()) events_.resize(watched_.size());
  const int count = epoll_wait(epoll_.fd(), events_.data(), static_cast<int>(events_.size()),
                               timeout_milliseconds);
  for (int i = 0; i < count; ++i) {
    const epoll_event event = events_[static_cast<std::size_t>(i)];
    // A copy: the kernel's struct is packed, and its number may not be bound to a reference.
    const std::uint64_t watched = event.data.u64;
    const auto found = watched_.find(watched);
    if (found == watched_.end()) continue;  // ended by a callback before it
    const std::shared_ptr<Ready> ready = found->second;
    (*ready)(event.events);
  }
}

void EventLoop::expire(Clock::time_point now) {
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    const auto timer = timers_.extract(timers_.begin());
    timer.mapped()();
  }
}

int EventLoop::milliseconds_to_next() const {
  if (timers_.empty()) return -1;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first.first - Clock::now());
  constexpr std::chrono::milliseconds::rep most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, most));
}

}  // namespace fbd
