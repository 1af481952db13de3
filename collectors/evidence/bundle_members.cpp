#include "collectors/evidence/bundle_members.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::string_view room = "observations";

/// manifest.json, site.yaml or observations/HOST/QUESTION.
bool belongs_into_a_bundle(std::string_view name) {
  if (name == "manifest.json" || name == "site.yaml") return true;
  if (!name.starts_with(room) || !name.substr(room.size()).starts_with('/')) return false;
  name.remove_prefix(room.size() + 1);
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_safe_name(name.substr(0, slash)) &&
         is_safe_name(name.substr(slash + 1));
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

std::string named_member(std::string_view name) {
  return fmt::format("member \"{}\"", printable(name, 240));
}

Result<void> MemberReader::count() {
  if (++entries_ > max_bundle_members)
    return refused(fmt::format("it has more than {} members", max_bundle_members));
  return {};
}

Result<void> MemberReader::begin(std::string_view name) {
  if (Result<void> counted = count(); !counted) return counted;
  if (name.starts_with('/')) return refused(named_member(name) + " has an absolute path");
  if (climbs(name)) return refused(named_member(name) + " leads out of the bundle");
  if (!belongs_into_a_bundle(name))
    return refused(named_member(name) + " does not belong into a bundle");
  const auto [place, is_new] = members_.try_emplace(std::string(name));
  if (!is_new) return refused(named_member(name) + " is there twice");
  current_ = place;
  return {};
}

Result<void> MemberReader::append(std::string_view bytes) {
  total_ += bytes.size();
  if (current_->second.size() + bytes.size() > max_bundle_member_bytes)
    return refused(fmt::format("{} is larger than {} MiB", named_member(current_->first),
                               max_bundle_member_bytes >> 20U));
  if (total_ > max_bundle_bytes)
    return refused(fmt::format("it is larger than {} MiB when unpacked", max_bundle_bytes >> 20U));
  current_->second += bytes;
  return {};
}

Result<void> MemberReader::directory(std::string_view name) {
  if (Result<void> counted = count(); !counted) return counted;
  while (name.ends_with('/')) name.remove_suffix(1);
  const bool is_host = name.starts_with(room) && name.substr(room.size()).starts_with('/') &&
                       is_safe_name(name.substr(room.size() + 1));
  if (name == "." || name == room || is_host) return {};
  return refused(fmt::format("directory \"{}\" does not belong into a bundle", printable(name)));
}

}  // namespace fbd
