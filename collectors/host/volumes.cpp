#include "collectors/host/volumes.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// Both are there since long before any release that is protected, and busybox has them. What df
// cannot look at, a dead NFS server, must not keep the rest: hence the list of /proc first.
constexpr std::string_view script =
    "cat /proc/mounts; echo '[fstab]'; grep -v '^[[:space:]]*#' /etc/fstab 2>/dev/null; "
    "echo '[df]'; df -P -k 2>/dev/null; true";

std::vector<std::string_view> fields(std::string_view line) {
  std::vector<std::string_view> all;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    all.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return all;
}

/// The kernel writes a blank in a path as \040.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto is_octal = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '7'; };
    if (text[i] == '\\' && i + 3 < text.size() && is_octal(i + 1) && is_octal(i + 2) &&
        is_octal(i + 3)) {
      out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 +
                               (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool has_option(std::string_view options, std::string_view wanted) {
  while (!options.empty()) {
    const std::size_t comma = std::min(options.find(','), options.size());
    if (options.substr(0, comma) == wanted) return true;
    options.remove_prefix(std::min(comma + 1, options.size()));
  }
  return false;
}

std::optional<std::uint64_t> kib(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr std::uint64_t most = ~std::uint64_t{0} / 1024;
  if (problem != std::errc() || end != text.data() + text.size() || value > most)
    return std::nullopt;
  return value * 1024;
}

/// "/dev/sda1  1000  400  600  40% /mnt/my disk"
void add_sizes(Volumes& volumes, std::string_view line) {
  const std::vector<std::string_view> words = fields(line);
  if (words.size() < 6) return;
  const std::size_t at = static_cast<std::size_t>(words[5].data() - line.data());
  const std::string_view mount_point = trimmed(line.substr(at));
  const auto last = std::find_if(volumes.all.rbegin(), volumes.all.rend(),
                                 [&](const Volume& one) { return one.mount_point == mount_point; });
  for (Volume& one : volumes.all) {
    // Of a device that is mounted in several places df tells one.
    const bool is_same_device =
        words[0].starts_with('/') && one.device == words[0] && !one.size_bytes;
    if (!is_same_device && (last == volumes.all.rend() || &one != &*last)) continue;
    one.size_bytes = kib(words[1]);
    one.free_bytes = kib(words[3]);
  }
}

Result<Volumes> parse_mounts(std::string_view answer) {
  Volumes volumes;
  enum class Part { mounts, fstab, df } part = Part::mounts;
  for (const std::string_view line : lines(answer)) {
    if (line == "[fstab]") part = Part::fstab;
    if (line == "[df]") part = Part::df;
    const std::vector<std::string_view> words = fields(line);
    if (part == Part::mounts && words.size() >= 4)
      volumes.all.push_back({unescaped(words[0]), unescaped(words[1]), std::string(words[2]),
                             has_option(words[3], "ro"), std::nullopt, std::nullopt});
    if (part == Part::fstab && words.size() >= 2 && unescaped(words[1]) == "/mnt/retention")
      volumes.retention_in_fstab = true;
    if (part == Part::df) add_sizes(volumes, line);
  }
  if (!volumes.mounted_at("/"))
    return error(ErrorKind::malformed, "the list of mounted file systems does not hold \"/\"");
  return volumes;
}

constexpr Origin<Volumes> known_origins[] = {
    {"host.volumes", Os::gnu_linux, run(script), parse_mounts},
};

}  // namespace

std::span<const Origin<Volumes>> Volumes::origins() { return known_origins; }

const Volume* Volumes::mounted_at(std::string_view path) const {
  const auto found = std::find_if(all.rbegin(), all.rend(),
                                  [&](const Volume& one) { return one.mount_point == path; });
  return found == all.rend() ? nullptr : &*found;
}

const Volume* Volumes::holding(std::string_view path) const {
  while (true) {
    if (const Volume* found = mounted_at(path.empty() ? "/" : path)) return found;
    if (path.empty()) return nullptr;
    const std::size_t slash = path.rfind('/');
    path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
}

std::string to_json(const Volumes& fact) {
  using Json = nlohmann::ordered_json;
  const auto or_null = [](const std::optional<std::uint64_t>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json;
  json["volumes"] = Json::array();
  for (const Volume& one : fact.all)
    json["volumes"].push_back({{"device", one.device},
                               {"mount_point", one.mount_point},
                               {"filesystem", one.filesystem},
                               {"read_only", one.read_only},
                               {"size_bytes", or_null(one.size_bytes)},
                               {"free_bytes", or_null(one.free_bytes)}});
  json["retention_in_fstab"] = fact.retention_in_fstab;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
