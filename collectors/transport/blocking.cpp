#include "collectors/transport/blocking.h"

#include <system_error>
#include <thread>
#include <utility>

namespace fbd {

// Shared with the thread, which only passes it on: all members but `abandoned` belong to the loop.
struct BlockingCalls::Call::State {
  std::stop_source abandoned;
  Action done;
  Gate::Place place;

  void finish() {
    place.leave();
    if (const Action last = std::exchange(done, nullptr)) last();
  }
};

BlockingCalls::Call& BlockingCalls::Call::operator=(Call&& other) noexcept {
  if (this == &other) return *this;
  abandon();
  state_ = std::move(other.state_);
  return *this;
}

void BlockingCalls::Call::abandon() {
  if (!state_) return;
  state_->done = nullptr;
  state_->place.leave();
  state_->abandoned.request_stop();
  state_.reset();
}

BlockingCalls::Call BlockingCalls::start(Work work, Action started, Action done) {
  Call call;
  call.state_ = std::make_shared<Call::State>();
  call.state_->done = std::move(done);
  // The line keeps no owner of its own, or a call that is given up while it waits would stay.
  const std::weak_ptr<Call::State> waiting = call.state_;
  call.state_->place = threads_.enter(
      1, [waiting, work = std::move(work), started = std::move(started), &loop = loop_] {
        const std::shared_ptr<Call::State> state = waiting.lock();
        if (!state) return;
        started();
        run(state, work, loop.mailbox());
      });
  return call;
}

void BlockingCalls::run(const std::shared_ptr<Call::State>& state, const Work& work,
                        const std::shared_ptr<Mailbox>& mailbox) {
  try {
    std::thread([its = state, work = Work(work), mailbox]() mutable {
      work(its->abandoned.get_token());
      work = nullptr;
      mailbox->post([its = std::move(its)] { its->finish(); });
    }).detach();
  } catch (const std::system_error&) {
    state->finish();
  }
}

}  // namespace fbd
