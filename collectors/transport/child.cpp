#include "collectors/transport/child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>
#include <vector>

namespace fbd {
namespace {

struct Pipe {
  Descriptor ours;
  Descriptor theirs;
};

OrErrno<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return tl::unexpected<int>(errno);
  Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  // The two ends are separate open files: theirs stays blocking, as programs expect.
  fcntl(pipe.ours.fd(), F_SETFL, O_NONBLOCK);
  return pipe;
}

struct FileActions {
  posix_spawn_file_actions_t all;
  FileActions() { posix_spawn_file_actions_init(&all); }
  ~FileActions() { posix_spawn_file_actions_destroy(&all); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
};

struct Attributes {
  posix_spawnattr_t all;
  Attributes() {
    posix_spawnattr_init(&all);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&all, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&all, &signals);
    // A session is a process group, and has no terminal that a password could be asked on.
    posix_spawnattr_setflags(&all, static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF |
                                                      POSIX_SPAWN_SETSIGMASK));
  }
  ~Attributes() { posix_spawnattr_destroy(&all); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
};

std::vector<std::string> environment() {
  std::vector<std::string> all{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                               "LC_ALL=C", "LANG=C"};
  if (const char* home = std::getenv("HOME")) all.push_back(std::string("HOME=") + home);
  return all;
}

/// Our own limit on descriptors may be high, and some programs close every number below theirs.
std::string with_usual_limits(const std::string& script) {
  rlimit descriptors{};
  getrlimit(RLIMIT_NOFILE, &descriptors);
  return descriptors.rlim_cur > 1024 ? "ulimit -S -n 1024; " + script : script;
}

OrErrno<pid_t> spawn(const std::string& script, int output, int errors) {
  FileActions actions;
  posix_spawn_file_actions_addopen(&actions.all, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions.all, output, 1);
  posix_spawn_file_actions_adddup2(&actions.all, errors, 2);
  posix_spawn_file_actions_addclosefrom_np(&actions.all, 3);
  posix_spawn_file_actions_addchdir_np(&actions.all, "/");
  const Attributes attributes;

  std::vector<std::string> arguments{"sh", "-c", with_usual_limits(script)};
  std::vector<std::string> variables = environment();
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> all;
    all.reserve(texts.size() + 1);
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
  };
  pid_t pid = 0;
  const int problem = posix_spawn(&pid, "/bin/sh", &actions.all, &attributes.all,
                                  pointers(arguments).data(), pointers(variables).data());
  if (problem != 0) return tl::unexpected<int>(problem);
  return pid;
}

}  // namespace

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      process_(std::move(other.process_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)) {}

OrErrno<Child> Child::start_shell(const std::string& script) {
  OrErrno<Pipe> output = open_pipe();
  if (!output) return tl::unexpected<int>(output.error());
  OrErrno<Pipe> errors = open_pipe();
  if (!errors) return tl::unexpected<int>(errors.error());
  const OrErrno<pid_t> pid = spawn(script, output->theirs.fd(), errors->theirs.fd());
  if (!pid) return tl::unexpected<int>(pid.error());
  Child child;
  child.pid_ = *pid;
  child.output_ = std::move(output->ours);
  child.errors_ = std::move(errors->ours);
  child.process_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, *pid, 0)));
  if (!child.process_) return tl::unexpected<int>(errno);
  return child;
}

Child::Exit Child::exit() const {
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  return {info.si_code != CLD_EXITED, info.si_status};
}

void Child::end() {
  if (pid_ == 0) return;
  // Before it is reaped, or its number could by then belong to somebody else.
  kill(-pid_, SIGKILL);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG);
  pid_ = 0;
}

}  // namespace fbd
