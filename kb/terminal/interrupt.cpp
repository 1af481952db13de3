#include "kb/terminal/interrupt.h"

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
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
  int signals = -1;  // readable when one has come
  int done = -1;     // readable when nobody waits any more
  std::thread waiter;

  void wait() {
    pollfd both[] = {{signals, POLLIN, 0}, {done, POLLIN, 0}};
    while (both[1].revents == 0) {
      if (poll(both, 2, -1) < 0 || both[0].revents == 0) continue;
      signalfd_siginfo signal{};
      if (read(signals, &signal, sizeof signal) != sizeof signal) continue;
      // The first asks the program to end, a second one ends it.
      if (!stop.request_stop()) _exit(128 + static_cast<int>(signal.ssi_signo));
    }
  }
};

Interrupt::Interrupt() : impl_(std::make_unique<Impl>()) {
  const sigset_t set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, &impl_->before);
  impl_->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  impl_->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  impl_->waiter = std::thread([this] { impl_->wait(); });
}

Interrupt::~Interrupt() {
  const std::uint64_t one = 1;
  if (write(impl_->done, &one, sizeof one) != sizeof one) std::abort();  // it is never full
  impl_->waiter.join();
  close(impl_->signals);
  close(impl_->done);
  pthread_sigmask(SIG_SETMASK, &impl_->before, nullptr);
}

std::stop_token Interrupt::token() const { return impl_->stop.get_token(); }

}  // namespace fbd
