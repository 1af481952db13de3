#include "kb/restore/journal.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "kb/restore/disk.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view home = "var/lib/failback-doctor";
constexpr std::string_view prefix = "restore-";
constexpr std::string_view state_file = "journal.json";

fs::path below(const fs::path& root, std::string_view path) {
  return root / fs::path(path).relative_path();
}

std::string_view state_name(RestoreJournal::State state) {
  switch (state) {
    case RestoreJournal::State::open:
      return "open";
    case RestoreJournal::State::done:
      return "done";
    case RestoreJournal::State::undone:
      return "undone";
  }
  return "";
}

/// The folder of a root is never reached through a link that leads out of it.
bool leads_out(const fs::path& root, const fs::path& file) {
  fs::path at = root;
  for (const fs::path& part : file.parent_path().lexically_relative(root)) {
    at /= part;
    if (fs::is_symlink(fs::symlink_status(at))) {
      const fs::path target = fs::weakly_canonical(at), inside = fs::weakly_canonical(root);
      if (std::mismatch(inside.begin(), inside.end(), target.begin(), target.end()).first !=
          inside.end())
        return true;
    }
  }
  return false;
}

}  // namespace

Result<RestoreJournal> RestoreJournal::begin(const fs::path& root, const RestorePlan& plan) {
  RestoreJournal journal;
  journal.root_ = root;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::error_code problem;
  fs::create_directories(root / home, problem);
  for (int attempt = 0; attempt < 100; ++attempt) {
    journal.folder_ = root / home / fmt::format("{}{:%Y%m%d-%H%M%S}-{}", prefix, now, attempt);
    if (mkdir(journal.folder_.c_str(), 0700) == 0) break;
    if (errno != EEXIST || attempt == 99)
      return error(ErrorKind::failed, fmt::format("{}: cannot be made: {}",
                                                  journal.folder_.string(), std::strerror(errno)));
  }
  for (const FileChange& change : plan.files) {
    const fs::path file = below(root, change.path);
    if (leads_out(root, file))
      return error(ErrorKind::denied, fmt::format("{}: a link on the way leads out of {}",
                                                  file.string(), root.string()));
    Copy copy{change.path, "", "", 0, 0, 0};
    struct stat status {};
    const bool is_there = lstat(file.c_str(), &status) == 0;
    if (is_there && S_ISLNK(status.st_mode)) {
      // What is written takes the link's place; what it leads to is not touched.
      copy.link = fs::read_symlink(file, problem).string();
      if (copy.link.empty())
        return error(ErrorKind::failed, fmt::format("{}: cannot be read", file.string()));
    } else if (is_there) {
      const Result<std::string> bytes = file_bytes(file);
      if (!bytes) return tl::unexpected<Error>(bytes.error());
      // What the plan was made from, and the user has seen, is still what is there.
      if (change.before && *bytes != *change.before &&
          change.before->find("<redacted>") == std::string::npos)
        return error(ErrorKind::failed,
                     fmt::format("{}: it has changed since the plan was made", file.string()));
      copy = {change.path,
              fmt::format("{:04}", journal.copies_.size()),
              "",
              status.st_mode & 07777U,
              status.st_uid,
              status.st_gid};
      if (const Result<void> kept = replace_file(journal.folder_ / copy.name, *bytes, 0600, {});
          !kept)
        return tl::unexpected<Error>(kept.error());
    }
    journal.copies_.push_back(std::move(copy));
  }
  journal.after_ = plan.undo.empty() ? plan.after : plan.undo;
  if (const Result<void> written = journal.write(); !written)
    return tl::unexpected<Error>(written.error());
  return journal;
}

Result<void> RestoreJournal::write() const {
  Json copies = Json::array();
  for (const Copy& copy : copies_)
    copies.push_back({{"path", copy.path},
                      {"copy", copy.name},
                      {"link", copy.link},
                      {"mode", copy.mode},
                      {"owner", copy.owner},
                      {"group", copy.group}});
  const Json json = {{"version", 1},
                     {"root", root_.string()},
                     {"state", state_name(state_)},
                     {"files", std::move(copies)},
                     {"commands", after_}};
  return replace_file(folder_ / state_file,
                      json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", 0600, {});
}

Result<RestoreJournal> RestoreJournal::read(const fs::path& folder) {
  const Result<std::string> text = file_bytes(folder / state_file);
  if (!text) return tl::unexpected<Error>(text.error());
  try {
    const Json json = Json::parse(*text);
    RestoreJournal journal;
    journal.folder_ = folder;
    journal.root_ = json.at("root").get<std::string>();
    const std::string state = json.at("state").get<std::string>();
    journal.state_ = state == "done"     ? State::done
                     : state == "undone" ? State::undone
                                         : State::open;
    for (const Json& one : json.at("files"))
      journal.copies_.push_back({one.at("path"), one.at("copy"), one.value("link", ""),
                                 one.at("mode"), one.at("owner"), one.at("group")});
    journal.after_ = json.at("commands").get<std::vector<std::string>>();
    return journal;
  } catch (const Json::exception& e) {
    return error(ErrorKind::malformed,
                 fmt::format("{}: {}", (folder / state_file).string(), printable(e.what(), 200)));
  }
}

std::vector<fs::path> RestoreJournal::open_ones(const fs::path& root) {
  std::vector<fs::path> found;
  std::error_code problem;
  for (const fs::directory_entry& entry : fs::directory_iterator(root / home, problem)) {
    if (!entry.path().filename().string().starts_with(prefix)) continue;
    const Result<RestoreJournal> journal = read(entry.path());
    if (journal && journal->state() == State::open) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<void> RestoreJournal::undo() const {
  std::string problems;
  // Backwards, so that the first change is the last to be taken back.
  for (auto copy = copies_.rbegin(); copy != copies_.rend(); ++copy) {
    const fs::path file = below(root_, copy->path);
    Result<void> back;
    if (!copy->link.empty()) {
      back = replace_by_link(file, copy->link);
    } else if (copy->name.empty()) {
      back = remove_file(file);
    } else {
      const Result<std::string> bytes = file_bytes(folder_ / copy->name);
      back = bytes ? replace_file(file, *bytes, copy->mode, {copy->owner, copy->group})
                   : tl::unexpected<Error>(bytes.error());
    }
    if (!back) problems += (problems.empty() ? "" : "; ") + back.error().message;
  }
  if (!problems.empty()) return error(ErrorKind::failed, problems);
  return {};
}

Result<void> RestoreJournal::mark(State state) {
  state_ = state;
  return write();
}

}  // namespace fbd
