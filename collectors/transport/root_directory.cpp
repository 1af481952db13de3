#include "collectors/transport/root_directory.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <deque>
#include <vector>

namespace fbd {
namespace {

constexpr int max_links = 40;  // as the kernel, path_resolution(7)
constexpr std::size_t max_depth = 256;

OrErrno<Descriptor> owned(int fd) {
  if (fd < 0) return tl::unexpected<int>(errno);
  return Descriptor(fd);
}

int openat2_in_root(int root, const char* path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_IN_ROOT;
  // EAGAIN: something was renamed while the kernel looked at a "..".
  for (int tries = 0; tries < 16; ++tries) {
    const long fd = syscall(SYS_openat2, root, path, &how, sizeof how);
    if (fd >= 0 || errno != EAGAIN) return static_cast<int>(fd);
  }
  return -1;
}

// Containers' system call filters may answer EPERM where an old kernel says ENOSYS.
bool has_openat2() {
  static const bool answer = [] {
    const Descriptor here(openat2_in_root(AT_FDCWD, ".", O_PATH));
    return here || (errno != ENOSYS && errno != EPERM);
  }();
  return answer;
}

std::vector<std::string> components(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty()) parts.emplace_back(part);
    path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
    // What a final slash follows must be a directory.
    if (path.empty() && slash != path.npos) parts.emplace_back(".");
  }
  return parts;
}

OrErrno<std::string> link_target(int link) {
  std::string target(PATH_MAX, '\0');
  const ssize_t length = readlinkat(link, "", target.data(), target.size());
  if (length < 0) return tl::unexpected<int>(errno);
  target.resize(static_cast<std::size_t>(length));
  return target;
}

/// Where a walk is: the directories from the root down, and the components still to go.
struct Walk {
  std::vector<Descriptor> above;
  std::deque<std::string> ahead;
  int root;
  int links = 0;

  int here() const { return above.empty() ? root : above.back().fd(); }

  int follow(int link) {
    if (++links > max_links) return ELOOP;
    const OrErrno<std::string> target = link_target(link);
    if (!target) return target.error();
    if (target->empty()) return ENOENT;
    if (target->front() == '/') above.clear();
    const std::vector<std::string> parts = components(*target);
    ahead.insert(ahead.begin(), parts.begin(), parts.end());
    return 0;
  }
};

}  // namespace

OrErrno<Descriptor> open_by_walking(int root, std::string_view path, int flags) {
  const std::vector<std::string> parts = components(path);
  Walk walk{{}, {parts.begin(), parts.end()}, root};
  while (!walk.ahead.empty()) {
    const std::string name = std::move(walk.ahead.front());
    walk.ahead.pop_front();
    if (name == ".") continue;
    if (name == "..") {
      if (!walk.above.empty()) walk.above.pop_back();
      continue;
    }
    OrErrno<Descriptor> next =
        owned(openat(walk.here(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return next;
    struct stat status {};
    if (fstat(next->fd(), &status) != 0) return tl::unexpected<int>(errno);
    const bool last = walk.ahead.empty();
    if (S_ISLNK(status.st_mode) && !(last && (flags & O_NOFOLLOW))) {
      if (const int problem = walk.follow(next->fd())) return tl::unexpected<int>(problem);
    } else if (last && !S_ISDIR(status.st_mode)) {
      // O_NOFOLLOW: what was no link a moment ago must not become one.
      return owned(openat(walk.here(), name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
    } else if (!S_ISDIR(status.st_mode)) {
      return tl::unexpected<int>(ENOTDIR);
    } else {
      if (walk.above.size() >= max_depth) return tl::unexpected<int>(ENAMETOOLONG);
      walk.above.push_back(std::move(*next));
    }
  }
  return owned(openat(walk.here(), ".", flags | O_CLOEXEC));
}

OrErrno<RootDirectory> RootDirectory::at(const std::string& path, bool confined) {
  OrErrno<Descriptor> directory = owned(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return tl::unexpected<int>(directory.error());
  return RootDirectory(std::move(*directory), confined);
}

RootDirectory RootDirectory::of_files(std::map<std::string, Descriptor, std::less<>> files) {
  RootDirectory root({}, true);
  root.files_ =
      std::make_shared<const std::map<std::string, Descriptor, std::less<>>>(std::move(files));
  return root;
}

OrErrno<Descriptor> RootDirectory::open(std::string_view path, int flags) const {
  if (files_) {
    const auto file = files_->find(path);
    if (file == files_->end()) return tl::unexpected<int>(ENOENT);
    if (!file->second) return tl::unexpected<int>(EACCES);
    const std::string again = "/proc/self/fd/" + std::to_string(file->second.fd());
    return owned(::open(again.c_str(), flags | O_CLOEXEC));
  }
  if (path.find('\0') != path.npos) return tl::unexpected<int>(EINVAL);
  path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  const std::string below(path.empty() ? "." : path);
  if (!confined_) return owned(openat(directory_.fd(), below.c_str(), flags | O_CLOEXEC));
  if (!has_openat2()) return open_by_walking(directory_.fd(), below, flags);
  return owned(openat2_in_root(directory_.fd(), below.c_str(), flags));
}

}  // namespace fbd
