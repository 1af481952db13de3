#include "kb/restore/file_edits.h"

#include <algorithm>

namespace fbd {

FileEdits::FileEdits(const std::vector<TreeEntry>& files) : files_(files) {
  for (const TreeEntry& one : files)
    if (one.kind == TreeEntry::Kind::file) there_[one.path] = &one;
}

const std::string* FileEdits::text(const std::string& path) const {
  for (const FileChange& one : changes_)
    if (one.path == path) return one.content ? &*one.content : nullptr;
  const auto there = there_.find(path);
  return there == there_.end() ? nullptr : &there->second->bytes;
}

FileChange& FileEdits::change_of(const std::string& path, unsigned mode, std::string why) {
  for (FileChange& one : changes_)
    if (one.path == path) return one;
  FileChange change{path, mode, std::nullopt, std::nullopt, std::move(why)};
  if (const auto there = there_.find(path); there != there_.end()) {
    change.before = there->second->bytes;
    if (there->second->mode != 0) change.mode = there->second->mode;
  }
  return changes_.emplace_back(std::move(change));
}

void FileEdits::write(const std::string& path, std::string content, std::string why,
                      unsigned mode) {
  if (const std::string* now = text(path); now && *now == content) return;
  change_of(path, mode, std::move(why)).content = std::move(content);
}

void FileEdits::set_mode(const std::string& path, unsigned mode, std::string why) {
  const std::string* now = text(path);
  if (!now) return;
  std::string same = *now;
  FileChange& change = change_of(path, mode, std::move(why));
  change.content = std::move(same);
  change.mode = mode;
}

void FileEdits::remove(const std::string& path, std::string why) {
  if (text(path)) change_of(path, 0, std::move(why)).content.reset();
}

Result<ConfiguredNetwork> FileEdits::network() const {
  std::vector<TreeEntry> all = files_;
  for (const FileChange& change : changes_) {
    std::erase_if(all, [&](const TreeEntry& one) { return one.path == change.path; });
    if (change.content)
      all.push_back({TreeEntry::Kind::file, change.mode, {}, change.path, *change.content});
  }
  return read_configured_network(write_tree(all));
}

}  // namespace fbd
