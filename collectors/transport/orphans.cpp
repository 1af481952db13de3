#include "collectors/transport/orphans.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "collectors/transport/descriptor.h"

namespace fbd {
namespace {

/// The parent of a process, from "pid (name) state parent ..."; a name may hold anything.
std::optional<pid_t> parent_of(const std::string& pid) {
  const Descriptor file(open(("/proc/" + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 512> text{};
  const ssize_t length = read(file.fd(), text.data(), text.size());
  if (length <= 0) return std::nullopt;
  std::string_view rest(text.data(), static_cast<std::size_t>(length));
  const std::size_t name_end = rest.rfind(") ");
  if (name_end == rest.npos || name_end + 4 > rest.size()) return std::nullopt;
  rest.remove_prefix(name_end + 4);
  pid_t parent = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), parent);
  return parent;
}

}  // namespace

void adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

std::set<pid_t> children() {
  std::set<pid_t> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> all(opendir("/proc"), closedir);
  if (!all) return found;
  const pid_t self = getpid();
  while (const dirent* entry = readdir(all.get())) {
    const std::string_view name = entry->d_name;
    pid_t pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc()) continue;
    if (parent_of(std::string(name)) == self) found.insert(pid);
  }
  return found;
}

void end_orphans(const std::set<pid_t>& spared) {
  using namespace std::chrono_literals;
  const auto give_up = std::chrono::steady_clock::now() + 1s;
  for (auto pause = 1ms; std::chrono::steady_clock::now() < give_up;
       pause = std::min(2 * pause, 20ms)) {
    bool any = false;
    for (const pid_t pid : children()) {
      if (spared.contains(pid)) continue;
      any = true;
      kill(pid, SIGKILL);
      siginfo_t info{};
      waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG);
    }
    if (!any) return;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace fbd
