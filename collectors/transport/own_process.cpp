#include "collectors/transport/own_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "collectors/transport/descriptor.h"
#include "collectors/transport/orphans.h"

namespace fbd {
namespace {

constexpr std::size_t reserve = 48;  // for threads that look names up, and whoever else is here

sigset_t only_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

bool is_pending(int signal) {
  sigset_t set;
  sigpending(&set);
  return sigismember(&set, signal) == 1;
}

}  // namespace

void prepare_process() {
  // A pipe that became descriptor 1 would be printed into.
  int fd = 0;
  do {
    fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd > STDERR_FILENO) close(fd);
  } while (fd >= 0 && fd <= STDERR_FILENO);

  struct sigaction child {};
  if (sigaction(SIGCHLD, nullptr, &child) == 0 && child.sa_handler == SIG_IGN)
    std::signal(SIGCHLD, SIG_DFL);
  adopt_orphans();

  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur < descriptors.rlim_max) {
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

std::size_t free_descriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  std::size_t used = reserve;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir("/proc/self/fd"), closedir);
  while (open && readdir(open.get())) ++used;
  const std::size_t all = std::min<rlim_t>(limit.rlim_cur, 1U << 20);
  return all > used ? all - used : 1;
}

WithoutSigpipe::WithoutSigpipe() : was_pending_(is_pending(SIGPIPE)) {
  const sigset_t sigpipe = only_sigpipe();
  pthread_sigmask(SIG_BLOCK, &sigpipe, &before_);
}

WithoutSigpipe::~WithoutSigpipe() {
  const sigset_t sigpipe = only_sigpipe();
  const timespec now{};
  if (!was_pending_ && is_pending(SIGPIPE)) sigtimedwait(&sigpipe, nullptr, &now);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace fbd
