#include "collectors/transport/trees.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <limits.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/transport/files.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

class TreeReader {
 public:
  TreeReader(const RootDirectory& root, bool contents, const TreeLimits& limits,
             const std::stop_token& abandoned)
      : root_(root), contents_(contents), limits_(limits), abandoned_(abandoned) {}

  void read(const std::string& glob) {
    glob_ = &glob;
    descend("", glob);
  }
  std::vector<TreeEntry> take() { return std::move(entries_); }

 private:
  /// `path` stands for what was matched so far, `ahead` for the rest of the glob.
  void descend(const std::string& path, std::string_view ahead) {
    ahead.remove_prefix(std::min(ahead.find_first_not_of('/'), ahead.size()));
    if (ahead.empty() || full_ || abandoned_.stop_requested()) return;
    const std::size_t slash = ahead.find('/');
    const std::string component(ahead.substr(0, slash));
    const std::string_view rest = slash == ahead.npos ? "" : ahead.substr(slash);
    const auto go_on = [&](const std::string& name) {
      const std::string found = path + "/" + name;
      rest.empty() ? add(found) : descend(found, rest);
    };
    if (component.find_first_of("*?[\\") == component.npos) return go_on(component);
    for (const std::string& name : names(path.empty() ? "/" : path)) {
      if (full_ || abandoned_.stop_requested()) return;
      if (fnmatch(component.c_str(), name.c_str(), FNM_PERIOD) == 0) go_on(name);
    }
  }

  std::vector<std::string> names(const std::string& directory) {
    std::vector<std::string> found;
    if (++directories_ > limits_.directories) {
      stop(fmt::format("more than {} directories", limits_.directories));
      return found;
    }
    OrErrno<Descriptor> opened = root_.open(directory, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(opened ? fdopendir(opened->fd()) : nullptr,
                                                     closedir);
    if (!stream) {
      add_error(directory, opened ? errno : opened.error());
      return found;
    }
    (void)opened->release();
    while (found.size() <= limits_.directory_names) {
      errno = 0;
      const dirent* entry = readdir(stream.get());
      if (!entry) break;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") found.emplace_back(name);
    }
    if (errno != 0) add_error(directory, errno);
    if (found.size() > limits_.directory_names) {
      found.pop_back();
      add_problem(ErrorKind::malformed, directory,
                  fmt::format("more than {} names; only so many were looked at", found.size()));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void add(const std::string& path) {
    if (!seen_.insert(path).second) return;
    const OrErrno<Descriptor> place = root_.open(path, O_PATH | O_NOFOLLOW);
    if (!place) return add_error(path, place.error());
    struct stat status {};
    if (fstat(place->fd(), &status) != 0) return add_error(path, errno);
    if (contents_ && !S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) return;
    if (++matches_ > limits_.matches)
      return stop(fmt::format("more than {} matches", limits_.matches));
    if (S_ISLNK(status.st_mode)) return add_link(path, place->fd());
    if (contents_) return add_content(path);
    entries_.push_back({TreeEntry::Kind::file, status.st_mode & 07777U, {}, path, {}});
  }

  void add_link(const std::string& path, int link) {
    std::string target(PATH_MAX, '\0');
    const ssize_t length = readlinkat(link, "", target.data(), target.size());
    if (length < 0) return add_error(path, errno);
    target.resize(static_cast<std::size_t>(length));
    entries_.push_back({TreeEntry::Kind::link, 0777, {}, path, std::move(target)});
    if (!contents_) return;
    const OrErrno<Descriptor> end = root_.open(path, O_PATH);
    if (!end) return add_error(path, end.error());
    struct stat status {};
    if (fstat(end->fd(), &status) == 0 && S_ISREG(status.st_mode)) add_content(path);
  }

  void add_content(const std::string& path) {
    Result<FileContent> content = read_file(root_, path, limits_.bytes - bytes_);
    if (content) {
      bytes_ += content->bytes.size();
      entries_.push_back(
          {TreeEntry::Kind::file, content->mode, {}, path, without_secrets(content->bytes)});
    } else if (content.error().kind == ErrorKind::malformed && bytes_ > 0) {
      add_problem(ErrorKind::malformed, path,
                  fmt::format("{}, which were left of {} for the whole tree",
                              content.error().message, limits_.bytes));
    } else if (content.error().kind != ErrorKind::not_found) {
      add_problem(content.error().kind, path, content.error().message);
    }
  }

  /// What is not there, or not any more, is not worth an entry.
  void add_error(const std::string& path, int error_number) {
    const ErrorKind kind = file_error(error_number);
    if (kind != ErrorKind::not_found) add_problem(kind, path, reason(error_number));
  }

  void stop(const std::string& why) {
    full_ = true;
    add_problem(ErrorKind::malformed, *glob_, why + "; the rest is left out");
  }

  void add_problem(ErrorKind kind, const std::string& path, std::string message) {
    if (problems_.insert(path).second)
      entries_.push_back({TreeEntry::Kind::error, 0, kind, path, std::move(message)});
  }

  const RootDirectory& root_;
  const bool contents_;
  const TreeLimits limits_;
  const std::stop_token& abandoned_;
  const std::string* glob_ = nullptr;
  std::vector<TreeEntry> entries_;
  std::set<std::string> seen_;
  std::set<std::string> problems_;
  std::size_t matches_ = 0;
  std::size_t directories_ = 0;
  std::size_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace

std::vector<TreeEntry> read_trees(const RootDirectory& root, const ReadTree& request,
                                  const TreeLimits& limits, const std::stop_token& abandoned) {
  TreeReader reader(root, request.contents, limits, abandoned);
  for (const std::string& glob : request.globs) reader.read(glob);
  return reader.take();
}

}  // namespace fbd
