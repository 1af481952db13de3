#include "kb/restore/watcher.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kb/restore/carry_out.h"

namespace fbd {
namespace {

/// In a session of its own, so that the end of an SSH connection does not reach it.
[[noreturn]] void watch(const RestoreJournal& journal, int pipe, std::chrono::seconds at_most) {
  setsid();
  for (const int one : {SIGHUP, SIGINT, SIGTERM, SIGPIPE}) signal(one, SIG_IGN);
  const int nothing = open("/dev/null", O_RDWR);
  for (const int standard : {0, 1, 2}) dup2(nothing, standard);
  pollfd wait{pipe, POLLIN, 0};
  const int ready = poll(&wait, 1, static_cast<int>(at_most.count() * 1000));
  char told = 0;
  if (ready <= 0 || read(pipe, &told, 1) != 1) {
    if (!undo_restore(journal, true)) _exit(1);
  }
  _exit(0);
}

}  // namespace

Watcher::Watcher(const RestoreJournal& journal, std::chrono::seconds at_most) {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  child_ = fork();
  if (child_ == 0) {
    close(ends[1]);
    watch(journal, ends[0], at_most);
  }
  close(ends[0]);
  if (child_ < 0)
    close(ends[1]);
  else
    pipe_ = ends[1];
}

void Watcher::dismiss() {
  if (pipe_ < 0) return;
  if (write(pipe_, "k", 1) == 1) waitpid(child_, nullptr, 0);
  close(pipe_);
  pipe_ = -1;
}

Watcher::~Watcher() {
  if (pipe_ >= 0) close(pipe_);  // it undoes
}

}  // namespace fbd
