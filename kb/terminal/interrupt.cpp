#include "kb/terminal/interrupt.h"

#include <csignal>
#include <ctime>
#include <thread>

#include <unistd.h>

namespace fbd {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

struct Interrupt::Impl {
  sigset_t before{};
  std::stop_source stop;
  std::jthread waiter;
};

Interrupt::Interrupt() : impl_(std::make_unique<Impl>()) {
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, &impl_->before);
  impl_->waiter = std::jthread([this, set](std::stop_token done) {
    // A pause between two looks is what it costs not to need a signal of our own to end this.
    const timespec pause{0, 50'000'000};
    while (!done.stop_requested()) {
      const int signal = sigtimedwait(&set, nullptr, &pause);
      if (signal <= 0) continue;
      if (!impl_->stop.request_stop()) _exit(128 + signal);
    }
  });
}

Interrupt::~Interrupt() {
  impl_->waiter.request_stop();
  impl_->waiter.join();
  pthread_sigmask(SIG_SETMASK, &impl_->before, nullptr);
}

std::stop_token Interrupt::token() const { return impl_->stop.get_token(); }

}  // namespace fbd
