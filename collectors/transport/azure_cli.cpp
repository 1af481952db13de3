#include "collectors/transport/azure_cli.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/wording.h"

extern char** environ;

namespace fbd {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t most_bytes = 256U << 10;

struct Pipe {
  Descriptor read;
  Descriptor write;
  static Pipe open() {
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
  }
};

/// Ends and reaps the program, whatever happens.
class Program {
 public:
  explicit Program(pid_t pid) : pid_(pid) {}
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    if (pid_ <= 0) return;
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_;
};

OrErrno<pid_t> start(std::vector<std::string> words, int output, int errors) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  posix_spawnattr_init(&attributes);
  // A group of its own: `az` is a script that starts Python.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int problem = posix_spawnp(&pid, argv.front(), &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (problem != 0) return tl::unexpected<int>(problem);
  return pid;
}

/// Reads what is there into `text`; false at the end.
bool take(int fd, std::string& text) {
  std::array<char, 4096> buffer;
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got > 0 && text.size() < most_bytes)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

Result<std::string> ask_azure_cli(const std::string& resource, const std::string& tenant,
                                  milliseconds within, const std::stop_token& stop) {
  Pipe output = Pipe::open();
  Pipe errors = Pipe::open();
  if (!output.read || !errors.read)
    return error(ErrorKind::failed, "Azure CLI: there are no file descriptors left");
  std::vector<std::string> words{"az",         "account", "get-access-token", "--output", "json",
                                 "--resource", resource};
  if (!tenant.empty()) words.insert(words.end(), {"--tenant", tenant});
  const OrErrno<pid_t> pid = start(std::move(words), output.write.fd(), errors.write.fd());
  if (!pid)
    return error(pid.error() == ENOENT ? ErrorKind::not_found : ErrorKind::failed,
                 fmt::format("Azure CLI: az cannot be started: {}", reason(pid.error())));
  Program program(*pid);
  output.write = Descriptor();
  errors.write = Descriptor();
  std::string text;
  std::string said;
  const auto end = steady_clock::now() + within;
  for (bool open[2] = {true, true}; open[0] || open[1];) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    if (left <= milliseconds{0} || stop.stop_requested())
      return error(ErrorKind::timed_out,
                   fmt::format("Azure CLI: no token after {}; ended", in_words(within)));
    std::array<pollfd, 2> wait{{{open[0] ? output.read.fd() : -1, POLLIN, 0},
                                {open[1] ? errors.read.fd() : -1, POLLIN, 0}}};
    constexpr milliseconds look_up{100};  // whether anybody still waits
    if (poll(wait.data(), wait.size(), static_cast<int>(std::min(left, look_up).count())) <= 0)
      continue;
    if (wait[0].revents) open[0] = take(output.read.fd(), text);
    if (wait[1].revents) open[1] = take(errors.read.fd(), said);
  }
  const int status = program.wait();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  return error(ErrorKind::denied, fmt::format("Azure CLI: it has no token for us: \"{}\"",
                                              printable(without_secrets(trimmed(said)))));
}

}  // namespace fbd
