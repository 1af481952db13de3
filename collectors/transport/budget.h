// Budget: the time a question may take.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "collectors/transport/event_loop.h"

namespace fbd {

/// Runs only while somebody else is asked. It is paused while a question waits for something of
/// our own (a thread, a descriptor, a turn to shake hands), so that this never counts against a
/// target.
class Budget {
 public:
  explicit Budget(std::chrono::milliseconds whole) : whole_(whole) {}

  void start() {
    if (!since_) since_ = Clock::now();
  }
  void pause() {
    spent_ = spent();
    since_.reset();
  }
  Clock::duration spent() const { return since_ ? spent_ + (Clock::now() - *since_) : spent_; }
  Clock::duration left() const { return std::max(whole_ - spent(), Clock::duration::zero()); }
  std::chrono::milliseconds whole() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(whole_);
  }

 private:
  Clock::duration whole_;
  Clock::duration spent_{0};
  std::optional<Clock::time_point> since_;
};

}  // namespace fbd
