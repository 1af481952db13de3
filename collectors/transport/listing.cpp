#include "collectors/transport/listing.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "collectors/transport/files.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

class Lister {
 public:
  Lister(const RootDirectory& root, const ListingLimits& limits, const std::stop_token& abandoned)
      : root_(root), limits_(limits), abandoned_(abandoned) {}

  void list(std::string_view glob) { descend("", glob); }
  std::vector<ListedFile> take() { return std::move(files_); }

 private:
  bool over() const { return full_ || abandoned_.stop_requested(); }

  /// `path` stands for what was matched so far, `ahead` for the rest of the glob.
  void descend(const std::string& path, std::string_view ahead) {
    ahead.remove_prefix(std::min(ahead.find_first_not_of('/'), ahead.size()));
    if (ahead.empty() || over()) return;
    if (ahead == "**") return everything(path, 0);
    const std::size_t slash = ahead.find('/');
    const std::string component(ahead.substr(0, slash));
    const std::string_view rest = slash == ahead.npos ? "" : ahead.substr(slash);
    const auto go_on = [&](const std::string& name) {
      const std::string found = path + "/" + name;
      rest.empty() ? add(found, true) : descend(found, rest);
    };
    if (component.find_first_of("*?[\\") == component.npos) return go_on(component);
    for (const std::string& name : names(path.empty() ? "/" : path)) {
      if (over()) return;
      if (fnmatch(component.c_str(), name.c_str(), FNM_PERIOD) == 0) go_on(name);
    }
  }

  void everything(const std::string& directory, int depth) {
    if (depth >= limits_.depth) return problem(directory, "too deep; what is below is left out");
    for (const std::string& name : names(directory)) {
      if (over()) return;
      std::string path = directory;
      path.append("/").append(name);
      const OrErrno<Descriptor> place = root_.open(path, O_PATH | O_NOFOLLOW);
      struct stat status {};
      if (place && fstat(place->fd(), &status) == 0 && S_ISDIR(status.st_mode))
        everything(path, depth + 1);
      else
        add(path, false);
    }
  }

  std::vector<std::string> names(const std::string& directory) {
    std::vector<std::string> found;
    if (++directories_ > limits_.directories) {
      full_ = true;
      problem(directory,
              fmt::format("more than {} directories; the rest is left out", limits_.directories));
      return found;
    }
    const OrErrno<DirectoryStream> stream = open_directory(root_, directory);
    if (!stream) {
      add_error(directory, stream.error());
      return found;
    }
    errno = 0;
    for (const dirent* entry = readdir(stream->get()); entry; entry = readdir(stream->get())) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") found.emplace_back(name);
      if (found.size() < limits_.directory_names && !abandoned_.stop_requested()) continue;
      problem(directory,
              fmt::format("more than {} names; only so many were looked at", found.size()));
      errno = 0;
      break;
    }
    if (errno != 0) add_error(directory, errno);
    std::sort(found.begin(), found.end());
    return found;
  }

  void add(const std::string& path, bool named) {
    if (!seen_.insert(path).second) return;
    const OrErrno<Descriptor> place = root_.open(path, O_PATH);
    if (!place) return add_error(path, place.error());
    struct stat status {};
    if (fstat(place->fd(), &status) != 0) return add_error(path, errno);
    if (!S_ISREG(status.st_mode)) {
      if (named && !S_ISDIR(status.st_mode)) problem(path, "no regular file");
      return;
    }
    if (files_.size() >= limits_.files) {
      full_ = true;
      return problem(path, fmt::format("more than {} files; the rest is left out", limits_.files));
    }
    ListedFile file;
    file.path = path;
    file.mode = status.st_mode & 07777U;
    file.size = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
    file.modified = std::chrono::sys_seconds(std::chrono::seconds(status.st_mtim.tv_sec));
    files_.push_back(std::move(file));
  }

  /// What is not there is not worth an entry.
  void add_error(const std::string& path, int error_number) {
    const ErrorKind kind = file_error(error_number);
    if (kind == ErrorKind::not_found) return;
    ListedFile file;
    file.path = path.empty() ? "/" : path;
    file.error = Error{kind, reason(error_number)};
    files_.push_back(std::move(file));
  }

  void problem(const std::string& path, std::string message) {
    ListedFile file;
    file.path = path.empty() ? "/" : path;
    file.error = Error{ErrorKind::malformed, std::move(message)};
    files_.push_back(std::move(file));
  }

  const RootDirectory& root_;
  const ListingLimits limits_;
  const std::stop_token& abandoned_;
  std::vector<ListedFile> files_;
  std::set<std::string> seen_;
  std::size_t directories_ = 0;
  bool full_ = false;
};

}  // namespace

std::vector<ListedFile> list_files(const RootDirectory& root, const ListFiles& request,
                                   const std::stop_token& abandoned, const ListingLimits& limits) {
  Lister lister(root, limits, abandoned);
  for (const std::string& glob : request.globs) lister.list(glob);
  return lister.take();
}

}  // namespace fbd
