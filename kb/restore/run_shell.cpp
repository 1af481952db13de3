#include "kb/restore/run_shell.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

namespace fbd {
namespace {

constexpr int took_too_long = 124;
constexpr std::chrono::milliseconds between_looks{20};

[[noreturn]] void become_shell(const char* command, const char* log) {
  setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int in = open("/dev/null", O_RDONLY);
  const int out = open(log, O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (in >= 0) dup2(in, 0);
  if (out >= 0) {
    dup2(out, 1);
    dup2(out, 2);
  }
  execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

int run_shell(const std::string& command, const std::filesystem::path& log,
              std::chrono::seconds at_most) {
  const pid_t child = fork();
  if (child < 0) return 126;
  if (child == 0) become_shell(command.c_str(), log.c_str());
  setpgid(child, child);
  const auto end = std::chrono::steady_clock::now() + at_most;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return took_too_long;
    }
    std::this_thread::sleep_for(between_looks);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace fbd
