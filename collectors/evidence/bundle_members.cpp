#include "collectors/evidence/bundle_members.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::string_view room = "observations";

constexpr std::string_view file_room = "files/";
constexpr std::string_view segment_room = "manifest/";

bool is_file_name(std::string_view name) { return name.starts_with(file_room); }

/// observations/HOST/QUESTION.
bool is_observation(std::string_view name) {
  if (!name.starts_with(room) || !name.substr(room.size()).starts_with('/')) return false;
  name.remove_prefix(room.size() + 1);
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_safe_name(name.substr(0, slash)) &&
         is_safe_name(name.substr(slash + 1));
}

/// files/HOST/ and a path of a few parts, which unlike all other names may be hidden ones.
bool is_path_of_file(std::string_view name) {
  name.remove_prefix(file_room.size());
  for (int depth = 0; depth < 40; ++depth) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part == "." || part == ".." || part.empty()) return false;
    if (depth == 0 && (!is_safe_name(part) || slash == std::string_view::npos)) return false;
    if (!std::all_of(part.begin(), part.end(), [](char c) {
          return c == '~' || c == '.' || is_safe_name({&c, 1});
        }))
      return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
  return false;
}

bool climbs(std::string_view name) {
  while (true) {
    const std::size_t slash = name.find('/');
    if (name.substr(0, slash) == "..") return true;
    if (slash == std::string_view::npos) return false;
    name.remove_prefix(slash + 1);
  }
}

tl::unexpected<Error> refused(std::string message) {
  return error(ErrorKind::malformed, std::move(message));
}

}  // namespace

bool is_safe_name(std::string_view name) {
  constexpr std::size_t longest = 200;
  return !name.empty() && name.size() <= longest && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("._@:+-").find(c) != std::string_view::npos;
         });
}

bool is_member_name(std::string_view name) {
  if (name == "manifest.json" || name == "site.yaml" || name == "manifest.jsonl") return true;
  if (is_file_name(name)) return is_path_of_file(name);
  if (name.starts_with(segment_room)) {
    name.remove_prefix(segment_room.size());
    return name.size() == 14 && name.ends_with(".jsonl") &&
           std::all_of(name.begin(), name.begin() + 8, [](char c) { return c >= '0' && c <= '9'; });
  }
  return is_observation(name);
}

std::string named_member(std::string_view name) {
  return fmt::format("member \"{}\"", printable(name, 240));
}

Result<void> MemberReader::count() {
  if (++entries_ > max_bundle_members)
    return refused(fmt::format("it has more than {} members", max_bundle_members));
  return {};
}

Result<void> MemberReader::begin(std::string_view name) {
  // Files and their lines of the manifest are counted by themselves: they may be many.
  const bool grown = is_file_name(name) || name.starts_with(segment_room);
  if (grown && ++files_ > max_bundle_files)
    return refused(fmt::format("it has more than {} files", max_bundle_files));
  if (!grown)
    if (Result<void> counted = count(); !counted) return counted;
  if (name.starts_with('/')) return refused(named_member(name) + " has an absolute path");
  if (climbs(name)) return refused(named_member(name) + " leads out of the bundle");
  if (!is_member_name(name)) return refused(named_member(name) + " does not belong into a bundle");
  kept_ = nullptr;
  file_ = nullptr;
  name_ = name;
  size_ = 0;
  bool is_new = false;
  if (is_file_name(name)) {
    const auto placed = members_.files.try_emplace(name_);
    is_new = placed.second;
    file_ = &placed.first->second;
    hash_ = Sha256();
    if (file_bytes_) file_bytes_(name_, {});
  } else {
    const auto placed = members_.kept.try_emplace(name_);
    is_new = placed.second;
    kept_ = &placed.first->second;
  }
  if (!is_new) return refused(named_member(name) + " is there twice");
  return {};
}

void MemberReader::end() {
  if (!file_) return;
  file_->bytes = size_;
  file_->sha256 = hash_.hex();
  file_ = nullptr;
}

BundleMembers MemberReader::take() {
  // What broke off in the middle was never promised.
  if (file_) members_.files.erase(name_);
  return std::move(members_);
}

Result<void> MemberReader::append_to_file(std::string_view bytes) {
  files_total_ += bytes.size();
  if (files_total_ > max_bundle_file_bytes)
    return refused(fmt::format("its files are larger than {} GiB when unpacked",
                               max_bundle_file_bytes >> 30U));
  hash_.add(bytes);
  if (file_bytes_) file_bytes_(name_, bytes);
  return {};
}

Result<void> MemberReader::append(std::string_view bytes) {
  size_ += bytes.size();
  if (file_) return append_to_file(bytes);
  total_ += bytes.size();
  if (size_ > max_bundle_member_bytes)
    return refused(fmt::format("{} is larger than {} MiB", named_member(name_),
                               max_bundle_member_bytes >> 20U));
  if (total_ > max_bundle_bytes)
    return refused(fmt::format("it is larger than {} MiB when unpacked", max_bundle_bytes >> 20U));
  *kept_ += bytes;
  return {};
}

Result<void> MemberReader::directory(std::string_view name) {
  if (Result<void> counted = count(); !counted) return counted;
  while (name.ends_with('/')) name.remove_suffix(1);
  if (name.starts_with("files") || name == "manifest")
    if (name.size() < 6 || name == "manifest" || is_member_name(std::string(name) + "/x"))
      return {};
  const bool is_host = name.starts_with(room) && name.substr(room.size()).starts_with('/') &&
                       is_safe_name(name.substr(room.size() + 1));
  if (name == "." || name == room || is_host) return {};
  return refused(fmt::format("directory \"{}\" does not belong into a bundle", printable(name)));
}

}  // namespace fbd
