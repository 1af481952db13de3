// EventLoop: waits for descriptors, times and other threads, on one thread.
//
// A loop can be late: the machine is busy, or a callback took long. What came in time must not
// count as late because of that, so a timer never fires before every descriptor has been looked at
// once more after its time.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collectors/transport/descriptor.h"

namespace fbd {

using Clock = std::chrono::steady_clock;
using Action = std::function<void()>;

/// Where other threads leave what the loop's thread shall do. It may outlive the loop: what is
/// posted then is never done.
class Mailbox {
 public:
  Mailbox();
  /// From any thread.
  void post(Action action);

  int fd() const { return bell_.fd(); }
  std::vector<Action> empty();

 private:
  std::mutex mutex_;
  std::vector<Action> letters_;
  Descriptor bell_;
};

class EventLoop {
 public:
  using Ready = std::function<void(std::uint32_t events)>;

  /// Ends the watching when it goes. It must go before its descriptor is closed.
  class Watch {
   public:
    Watch() = default;
    Watch(Watch&& other) noexcept { *this = std::move(other); }
    Watch& operator=(Watch&& other) noexcept;
    ~Watch() { end(); }
    /// False if the kernel would not watch the descriptor: nothing will ever be reported.
    explicit operator bool() const { return loop_ != nullptr; }
    void change(std::uint32_t events);
    void end();

   private:
    friend class EventLoop;
    EventLoop* loop_ = nullptr;
    std::uint64_t id_ = 0;
    int fd_ = -1;
    std::uint32_t events_ = 0;
  };

  /// Cancels when it goes.
  class Timer {
   public:
    Timer() = default;
    Timer(Timer&& other) noexcept { *this = std::move(other); }
    Timer& operator=(Timer&& other) noexcept;
    ~Timer() { cancel(); }
    void cancel();

   private:
    friend class EventLoop;
    EventLoop* loop_ = nullptr;
    std::pair<Clock::time_point, std::uint64_t> key_;
  };

  EventLoop();
  /// False if the process has no descriptors left for it.
  bool works() const { return static_cast<bool>(epoll_) && mailbox_->fd() >= 0; }

  /// `events` and what `ready` is told are those of epoll(7), level-triggered.
  [[nodiscard]] Watch watch(int fd, std::uint32_t events, Ready ready);
  [[nodiscard]] Timer at(Clock::time_point time, Action due);
  /// Done in the next round; from the loop's own thread.
  void soon(Action action) { soon_.push_back(std::move(action)); }
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }

  /// Sleeps until there is something to do, and does it. With nothing to come it sleeps for ever.
  void run_once();

 private:
  void dispatch(int timeout_milliseconds);
  void expire(Clock::time_point now);
  int milliseconds_to_next() const;

  Descriptor epoll_;
  std::shared_ptr<Mailbox> mailbox_;
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<Ready>> watched_;
  std::map<std::pair<Clock::time_point, std::uint64_t>, Action> timers_;
  std::vector<Action> soon_;
  std::vector<epoll_event> events_;
  Watch letters_;
};

}  // namespace fbd
