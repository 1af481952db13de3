// BlockingCalls: calls that can hang in the kernel (files, name servers), on threads of their own.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "collectors/transport/event_loop.h"
#include "collectors/transport/gate.h"

namespace fbd {

class BlockingCalls {
 public:
  /// Runs on another thread and must own all it uses: it may outlive everything else. When nobody
  /// waits for it any more its token says so.
  using Work = std::function<void(std::stop_token)>;

  /// A call that is waited for. Letting go of it abandons it: its thread is left alone, for as long
  /// as the kernel keeps it, and no longer counts.
  class Call {
   public:
    Call() = default;
    Call(Call&&) noexcept = default;
    Call& operator=(Call&& other) noexcept;
    ~Call() { abandon(); }
    void abandon();

   private:
    friend class BlockingCalls;
    struct State;
    std::shared_ptr<State> state_;
  };

  BlockingCalls(EventLoop& loop, std::size_t at_once) : loop_(loop), threads_(loop, at_once) {}

  /// Calls `started` when the call gets its thread and `done` when it has ended, both on the loop's
  /// thread. When the system has no thread left, `done` comes without `work` having run.
  [[nodiscard]] Call start(Work work, Action started, Action done);

 private:
  static void run(const std::shared_ptr<Call::State>& state, const Work& work,
                  const std::shared_ptr<Mailbox>& mailbox);

  EventLoop& loop_;
  Gate threads_;
};

}  // namespace fbd
