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
#include <unordered_map>
#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/transport/files.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// Some megabytes.
constexpr std::size_t most_known_names = 20'000;

class TreeReader {
 public:
  TreeReader(const RootDirectory& root, bool contents, const TreeLimits& limits,
             const std::stop_token& abandoned)
      : root_(root), contents_(contents), limits_(limits), abandoned_(abandoned) {}

  void read(const std::string& glob) {
    glob_ = &glob;
    full_ = false;
    directories_ = 0;
    all_matches_ += matches_;
    matches_ = 0;
    descend("", glob);
  }

  std::vector<TreeEntry> take() {
    read_contents();
    std::erase_if(entries_, [](const TreeEntry& entry) { return entry.path.empty(); });
    return std::move(entries_);
  }

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

  /// Many globs look into the same directory, for one unit each.
  std::vector<std::string> names(const std::string& directory) {
    if (++directories_ > limits_.directories) {
      stop(fmt::format("more than {} directories", limits_.directories));
      return {};
    }
    if (const auto known = names_.find(directory); known != names_.end()) return known->second;
    std::vector<std::string> found = read_names(directory);
    known_names_ += found.size() + 1;
    if (known_names_ <= most_known_names) names_.emplace(directory, found);
    return found;
  }

  std::vector<std::string> read_names(const std::string& directory) {
    std::vector<std::string> found;
    const OrErrno<DirectoryStream> stream = open_directory(root_, directory);
    if (!stream) {
      add_error(directory, stream.error());
      return found;
    }
    while (found.size() <= limits_.directory_names) {
      errno = 0;
      const dirent* entry = readdir(stream->get());
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
    if (contents_ && S_ISDIR(status.st_mode)) return;
    if (matches_ >= may_match()) return stop(fmt::format("more than {} matches", matches_));
    ++matches_;
    if (S_ISLNK(status.st_mode)) return add_link(path, place->fd());
    if (contents_) return add_file(path, status);
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
    // What a link to a device or folder means is for its reader: one to /dev/null masks a unit.
    const bool is_known = fstat(end->fd(), &status) == 0;
    if (is_known && !S_ISDIR(status.st_mode) && !S_ISCHR(status.st_mode)) add_file(path, status);
  }

  void add_file(const std::string& path, const struct stat& status) {
    waiting_.push_back({entries_.size(), status.st_size});
    entries_.push_back({TreeEntry::Kind::file, 0, {}, path, {}});
  }

  /// Small files first, so that a huge one among them takes the room of none but its like.
  void read_contents() {
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](const Waiting& a, const Waiting& b) { return a.size < b.size; });
    for (const Waiting& file : waiting_) {
      TreeEntry& entry = entries_[file.entry];
      if (abandoned_.stop_requested())
        entry.path.clear();
      else
        read_content(entry);
    }
  }

  void read_content(TreeEntry& entry) {
    Result<FileContent> content = read_file(root_, entry.path, limits_.bytes - bytes_);
    if (content) {
      bytes_ += content->bytes.size();
      entry.mode = content->mode;
      entry.bytes = without_secrets(content->bytes);
      return;
    }
    std::string message = content.error().message;
    if (content.error().kind == ErrorKind::malformed && message.starts_with("more") && bytes_ > 0)
      message += fmt::format(", which were left of {} for the whole tree", limits_.bytes);
    entry.kind = TreeEntry::Kind::error;
    entry.error_kind = content.error().kind;
    entry.bytes = std::move(message);
    if (entry.error_kind == ErrorKind::not_found || !problems_.insert(entry.path).second)
      entry.path.clear();
  }

  std::size_t may_match() const {
    return all_matches_ < limits_.all_matches ? limits_.matches : limits_.late_matches;
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
  struct Waiting {
    std::size_t entry;  // in entries_
    off_t size;         // in bytes
  };

  std::vector<TreeEntry> entries_;  // one without a path is left out
  std::vector<Waiting> waiting_;    // files whose content is to be read
  std::unordered_map<std::string, std::vector<std::string>> names_;  // by directory
  std::size_t known_names_ = 0;
  std::set<std::string> seen_;
  std::set<std::string> problems_;
  std::size_t matches_ = 0;      // of this glob
  std::size_t all_matches_ = 0;  // of those before it
  std::size_t directories_ = 0;  // of this glob
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
