#include "collectors/transport/remote_tree.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/transport/files.h"
#include "collectors/transport/remote_file.h"

namespace fbd {
namespace {

constexpr std::size_t at_once = 24;  // files, and directories

std::vector<std::string> components_of(std::string_view glob) {
  std::vector<std::string> parts;
  while (!glob.empty()) {
    const std::size_t slash = std::min(glob.find('/'), glob.size());
    if (slash > 0) parts.emplace_back(glob.substr(0, slash));
    glob.remove_prefix(std::min(slash + 1, glob.size()));
  }
  return parts;
}

bool has_wildcards(std::string_view component) {
  return component.find_first_of("*?[\\") != component.npos;
}

/// A path that was found, or what is wrong with one.
struct Place {
  std::string path;
  std::vector<TreeEntry> entries = {};
  bool settled = false;
};

Place problem(ErrorKind kind, const std::string& path, std::string message) {
  return {path, {{TreeEntry::Kind::error, 0, kind, path, std::move(message)}}, true};
}

class RemoteTree : public std::enable_shared_from_this<RemoteTree> {
 public:
  using Then = std::function<void(Result<std::vector<TreeEntry>>)>;
  RemoteTree(Sftp& sftp, const ReadTree& request, const TreeLimits& limits, Then then)
      : sftp_(sftp), request_(request), limits_(limits), then_(std::move(then)) {}

  void begin() {
    globs_.resize(request_.globs.size());
    open_ = globs_.size() + 1;
    for (std::size_t i = 0; i < globs_.size(); ++i) {
      globs_[i].ahead = components_of(request_.globs[i]);
      globs_[i].places.push_back({""});
      expand(globs_[i]);
    }
    one_less();
  }

 private:
  struct Glob {
    std::vector<std::string> ahead;
    std::size_t done = 0;
    std::vector<Place> places;
    std::vector<std::vector<Place>> below;  // each of them, of the directory with its number
    std::size_t listings = 0;
  };

  template <class Value, class Function>
  Sftp::Then<Value> mine(Function function) {
    return [weak = weak_from_this(), function](Result<Value> value) mutable {
      if (const auto self = weak.lock()) function(std::move(value));
    };
  }

  void one_less() {
    if (--open_ == 0) found_all();
  }

  void expand(Glob& glob) {
    for (; glob.done < glob.ahead.size(); ++glob.done) {
      const std::string& component = glob.ahead[glob.done];
      if (has_wildcards(component)) return look_into(glob);
      for (Place& place : glob.places)
        if (!place.settled) place.path += "/" + component;
    }
    one_less();
  }

  void look_into(Glob& glob) {
    glob.below.assign(glob.places.size(), {});
    glob.listings = glob.places.size() + 1;
    for (std::size_t i = 0; i < glob.places.size(); ++i) {
      const Place& place = glob.places[i];
      if (place.settled) {
        glob.below[i] = {place};
        --glob.listings;
      } else if (++directories_ > limits_.directories) {
        glob.below[i] = {problem(
            ErrorKind::malformed, request_.globs[number(glob)],
            fmt::format("more than {} directories; the rest is left out", limits_.directories))};
        --glob.listings;
      } else {
        list(glob, i);
      }
    }
    listed(glob);
  }

  std::size_t number(const Glob& glob) const {
    return static_cast<std::size_t>(&glob - globs_.data());
  }

  void list(Glob& glob, std::size_t i) {
    const std::string path = glob.places[i].path.empty() ? "/" : glob.places[i].path;
    sftp_.open_directory(path,
                         mine<std::string>([this, &glob, i, path](Result<std::string> handle) {
                           if (handle) return names(glob, i, *handle, {});
                           failed(glob.below[i], path, handle.error());
                           listed(glob);
                         }));
  }

  void names(Glob& glob, std::size_t i, const std::string& handle,
             std::vector<std::string> so_far) {
    using Names = std::optional<std::vector<std::string>>;
    sftp_.names(handle, mine<Names>([this, &glob, i, handle,
                                     so_far = std::move(so_far)](Result<Names> more) mutable {
                  if (more && *more && so_far.size() <= limits_.directory_names) {
                    for (std::string& one : **more)
                      if (one != "." && one != "..") so_far.push_back(std::move(one));
                    return names(glob, i, handle, std::move(so_far));
                  }
                  sftp_.close(handle);
                  keep(glob, i, std::move(so_far));
                  if (!more) failed(glob.below[i], glob.places[i].path, more.error());
                  listed(glob);
                }));
  }

  void keep(Glob& glob, std::size_t i, std::vector<std::string> all) {
    const std::string& directory = glob.places[i].path;
    std::vector<Place>& below = glob.below[i];
    if (all.size() > limits_.directory_names) {
      all.resize(limits_.directory_names);
      below.push_back(
          problem(ErrorKind::malformed, directory,
                  fmt::format("more than {} names; only so many were looked at", all.size())));
    }
    std::sort(all.begin(), all.end());
    for (const std::string& name : all)
      if (name.find('/') == name.npos &&
          fnmatch(glob.ahead[glob.done].c_str(), name.c_str(), FNM_PERIOD) == 0)
        below.push_back({fmt::format("{}/{}", directory, name)});
  }

  /// What is not there is not worth an entry.
  static void failed(std::vector<Place>& places, const std::string& path, const Error& why) {
    if (why.kind != ErrorKind::not_found) places.push_back(problem(why.kind, path, why.message));
  }

  void listed(Glob& glob) {
    if (--glob.listings > 0) return;
    glob.places.clear();
    for (std::vector<Place>& below : glob.below)
      for (Place& place : below) glob.places.push_back(std::move(place));
    glob.below.clear();
    ++glob.done;
    expand(glob);
  }

  void found_all() {
    std::set<std::string> seen;
    for (Glob& glob : globs_)
      for (Place& place : glob.places)
        if (place.settled || (!place.path.empty() && seen.insert(place.path).second))
          places_.push_back(std::move(place));
    open_ = 1;
    go_on();
  }

  void go_on() {
    while (next_ < places_.size() && open_ <= at_once) {
      Place& place = places_[next_++];
      if (place.settled) continue;
      if (matches_ >= limits_.matches) {
        place = problem(ErrorKind::malformed, place.path,
                        fmt::format("more than {} matches; the rest is left out", limits_.matches));
        next_ = places_.size();
        break;
      }
      ++open_;
      look_at(place);
    }
    if (next_ == places_.size() && open_ == 1) finish();
  }

  void settle(Place& place) {
    place.settled = true;
    place_tokens_.erase(&place);
    --open_;
    go_on();
  }

  void look_at(Place& place) {
    sftp_.attributes(
        place.path, false, mine<RemoteAttributes>([this, &place](Result<RemoteAttributes> found) {
          if (!found) return give_up(place, found.error());
          const unsigned mode = found->mode;
          if (request_.contents && S_ISDIR(mode)) return settle(place);
          ++matches_;
          if (S_ISLNK(mode)) return follow(place);
          if (request_.contents) return S_ISREG(mode) ? fetch(place) : no_file(place, mode);
          place.entries.push_back({TreeEntry::Kind::file, mode & 07777U, {}, place.path, {}});
          settle(place);
        }));
  }

  void follow(Place& place) {
    sftp_.link_target(
        place.path, mine<std::string>([this, &place](Result<std::string> target) {
          if (!target) return give_up(place, target.error());
          place.entries.push_back({TreeEntry::Kind::link, 0777, {}, place.path, *target});
          if (!request_.contents) return settle(place);
          sftp_.attributes(place.path, true,
                           mine<RemoteAttributes>([this, &place](Result<RemoteAttributes> end) {
                             if (!end) return give_up(place, end.error());
                             if (S_ISREG(end->mode)) return fetch(place);
                             // As trees.cpp has it: these mean something to their readers.
                             if (S_ISDIR(end->mode) || S_ISCHR(end->mode)) return settle(place);
                             no_file(place, end->mode);
                           }));
        }));
  }

  void fetch(Place& place) {
    auto bytes = std::make_shared<std::string>();
    // Never more in memory than the tree may have; which file is too much is found out in order.
    const std::uint64_t left = limits_.bytes - std::min(limits_.bytes, received_);
    place_tokens_[&place] = read_remote_file(
        sftp_, place.path, left,
        [this, bytes](std::string_view more) {
          *bytes += more;
          received_ += more.size();
          return true;
        },
        mine<unsigned>([this, &place, bytes](Result<unsigned> mode) {
          if (mode)
            place.entries.push_back(
                {TreeEntry::Kind::file, *mode, {}, place.path, without_secrets(std::move(*bytes))});
          else if (mode.error().kind == ErrorKind::malformed && received_ > 0)
            place.entries.push_back({TreeEntry::Kind::error, 0, ErrorKind::malformed, place.path,
                                     fmt::format("{}, which were left of {} for the whole tree",
                                                 mode.error().message, limits_.bytes)});
          else
            return give_up(place, mode.error());
          settle(place);
        }));
  }

  void no_file(Place& place, unsigned mode) {
    give_up(place, {ErrorKind::malformed, fmt::format("{}, not a file", kind_of_mode(mode))});
  }

  void give_up(Place& place, const Error& why) {
    if (why.kind == ErrorKind::reset) return broken(why);
    if (why.kind != ErrorKind::not_found)
      place.entries.push_back({TreeEntry::Kind::error, 0, why.kind, place.path, why.message});
    settle(place);
  }

  void broken(const Error& why) {
    if (const Then then = std::exchange(then_, {})) then(tl::unexpected<Error>(why));
  }

  void finish() {
    std::vector<TreeEntry> entries;
    std::set<std::string> problems;
    for (Place& place : places_)
      for (TreeEntry& entry : place.entries)
        if (entry.kind != TreeEntry::Kind::error || problems.insert(entry.path).second)
          entries.push_back(std::move(entry));
    if (const Then then = std::exchange(then_, {})) then(std::move(entries));
  }

  Sftp& sftp_;
  const ReadTree request_;
  const TreeLimits limits_;
  Then then_;
  std::vector<Glob> globs_;
  std::vector<Place> places_;
  std::map<const Place*, FileToken> place_tokens_;
  std::size_t open_ = 0;
  std::size_t next_ = 0;
  std::size_t directories_ = 0;
  std::size_t matches_ = 0;
  std::size_t received_ = 0;
};

}  // namespace

TreeToken read_remote_tree(Sftp& sftp, const ReadTree& request, const TreeLimits& limits,
                           std::function<void(Result<std::vector<TreeEntry>>)> then) {
  auto tree = std::make_shared<RemoteTree>(sftp, request, limits, std::move(then));
  tree->begin();
  return tree;
}

}  // namespace fbd
