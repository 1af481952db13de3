#include "collectors/host/os_release.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/key_values.h"

namespace fbd {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  while (!(text = trimmed(text)).empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    found.emplace_back(word);
    text.remove_prefix(word.size());
  }
  return found;
}

Result<OsRelease> parse_os_release(std::string_view text) {
  const KeyValues values = key_values(text);
  OsRelease release;
  release.id = lower_case(values.find("", "ID").value_or(""));
  release.id_like = words(lower_case(values.find("", "ID_LIKE").value_or("")));
  release.version_id = values.find("", "VERSION_ID").value_or("");
  release.pretty = values.find("", "PRETTY_NAME").value_or(release.id);
  if (release.id.empty()) return error(ErrorKind::malformed, "os-release has no ID");
  return release;
}

/// The first run of digits and dots: "6.10" of "CentOS release 6.10 (Final)".
std::string first_version(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  const std::size_t start = text.find_first_of(digits);
  if (start == std::string_view::npos) return "";
  const std::size_t end = text.find_first_not_of("0123456789.", start);
  return std::string(text.substr(start, end == std::string_view::npos ? end : end - start));
}

std::string first_line(std::string_view text) {
  return printable(trimmed(text.substr(0, text.find('\n'))));
}

Result<OsRelease> parse_redhat_release(std::string_view text) {
  struct Known {
    std::string_view start;
    std::string_view id;
  };
  // Oracle Linux calls itself Red Hat here.
  constexpr Known known[] = {
      {"red hat", "rhel"}, {"centos", "centos"}, {"oracle", "ol"}, {"scientific", "scientific"}};
  const std::string line = first_line(text);
  for (const Known& distribution : known)
    if (lower_case(line).starts_with(distribution.start))
      return OsRelease{std::string(distribution.id), {"rhel"}, first_version(line), line};
  return error(ErrorKind::malformed,
               "/etc/redhat-release says \"" + printable(line, 60) + "\", which is not known");
}

Result<OsRelease> parse_suse_release(std::string_view text) {
  const std::string line = first_line(text);
  const bool enterprise = lower_case(line).starts_with("suse linux enterprise");
  const KeyValues values = key_values(text);
  const std::string version = values.find("", "VERSION").value_or("");
  if (!enterprise || version.empty())
    return error(ErrorKind::malformed,
                 "/etc/SuSE-release says \"" + printable(line, 60) + "\", which is not known");
  const std::string level = values.find("", "PATCHLEVEL").value_or("");
  return OsRelease{
      "sles", {"suse"}, level.empty() || level == "0" ? version : version + "." + level, line};
}

constexpr Origin<OsRelease> known_origins[] = {
    {"host.os-release", Os::gnu_linux, read_file("/etc/os-release"), parse_os_release},
    {"host.os-release.vendor", Os::gnu_linux, read_file("/usr/lib/os-release"), parse_os_release},
    {"host.redhat-release", Os::gnu_linux, read_file("/etc/redhat-release"), parse_redhat_release},
    {"host.suse-release", Os::gnu_linux, read_file("/etc/SuSE-release"), parse_suse_release},
};

}  // namespace

std::span<const Origin<OsRelease>> OsRelease::origins() { return known_origins; }

OsRelease::Family OsRelease::family() const {
  const auto is = [this](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [this](std::string_view one) {
      return id == one || std::find(id_like.begin(), id_like.end(), one) != id_like.end();
    });
  };
  // Ubuntu says it is like Debian, so it comes first.
  if (is({"ubuntu"})) return Family::ubuntu;
  if (is({"debian"})) return Family::debian;
  if (is({"sles", "sled", "suse", "opensuse"}) || id.starts_with("opensuse")) return Family::suse;
  if (is({"rhel", "centos", "ol", "rocky", "almalinux"})) return Family::rhel;
  return Family::other;
}

std::optional<int> OsRelease::major() const {
  int number = 0;
  const char* end = version_id.data() + version_id.size();
  const auto [stopped, problem] = std::from_chars(version_id.data(), end, number);
  if (problem != std::errc() || number < 0) return std::nullopt;
  return number;
}

std::string_view name(OsRelease::Family family) {
  switch (family) {
    case OsRelease::Family::rhel:
      return "rhel";
    case OsRelease::Family::suse:
      return "suse";
    case OsRelease::Family::debian:
      return "debian";
    case OsRelease::Family::ubuntu:
      return "ubuntu";
    case OsRelease::Family::other:
      return "other";
  }
  return "";
}

std::string to_json(const OsRelease& fact) {
  using Json = nlohmann::ordered_json;
  const std::optional<int> major = fact.major();
  Json json;
  json["id"] = fact.id;
  json["id_like"] = fact.id_like;
  json["version_id"] = fact.version_id;
  json["pretty"] = fact.pretty;
  json["family"] = name(fact.family());
  json["major"] = major ? Json(*major) : Json();
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
