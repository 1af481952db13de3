#include "collectors/network/network_baseline.h"

#include <array>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format = "failback-doctor baseline";
constexpr int version = 1;
/// What no network's configuration has; a bound on what a strange file can cost.
constexpr std::size_t most_files = 20'000;

constexpr Origin<NetworkBaseline> known_origins[] = {
    {"network.baseline", Os::gnu_linux, read_file(baseline_file), parse_baseline},
};

std::string_view kind_name(TreeEntry::Kind kind) {
  switch (kind) {
    case TreeEntry::Kind::file:
      return "file";
    case TreeEntry::Kind::link:
      return "link";
    case TreeEntry::Kind::error:
      return "error";
  }
  return "";
}

bool is_text(const std::string& bytes) {
  try {
    return !Json(bytes).dump().empty();
  } catch (const Json::exception&) {  // not UTF-8
    return false;
  }
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += digits[static_cast<unsigned char>(c) >> 4U];
    hex += digits[static_cast<unsigned char>(c) & 15U];
  }
  return hex;
}

std::optional<std::string> bytes_of(const std::string& hex) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const std::size_t high = digits.find(hex[i]), low = digits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high << 4U | low);
  }
  return bytes;
}

tl::unexpected<Error> malformed(std::string_view what) {
  return error(ErrorKind::malformed, fmt::format("the baseline: {}", what));
}

/// One of "files"; throws what nlohmann throws for a value of another kind.
std::optional<TreeEntry> file_of(const Json& json) {
  TreeEntry entry;
  const std::string kind = json.at("kind").get<std::string>();
  if (kind == "file")
    entry.kind = TreeEntry::Kind::file;
  else if (kind == "link")
    entry.kind = TreeEntry::Kind::link;
  else
    return std::nullopt;
  entry.path = json.at("path").get<std::string>();
  if (!entry.path.starts_with('/')) return std::nullopt;
  entry.mode = json.at("mode").get<unsigned>() & 07777U;
  if (json.contains("text")) {
    entry.bytes = json.at("text").get<std::string>();
    return entry;
  }
  std::optional<std::string> bytes = bytes_of(json.at("hex").get<std::string>());
  if (!bytes) return std::nullopt;
  entry.bytes = std::move(*bytes);
  return entry;
}

}  // namespace

std::span<const Origin<NetworkBaseline>> NetworkBaseline::origins() { return known_origins; }

std::string write_baseline(const NetworkBaseline& baseline, std::string_view network_json) {
  Json files = Json::array();
  for (const TreeEntry& entry : baseline.files) {
    if (entry.kind == TreeEntry::Kind::error) continue;
    Json file = {{"path", entry.path}, {"kind", kind_name(entry.kind)}, {"mode", entry.mode}};
    if (is_text(entry.bytes))
      file["text"] = entry.bytes;
    else
      file["hex"] = hex_of(entry.bytes);
    files.push_back(std::move(file));
  }
  Json all;
  all["format"] = format;
  all["version"] = version;
  all["host"] = baseline.host;
  all["at"] = iso_time(baseline.at);
  all["files"] = std::move(files);
  all["answers"] = baseline.answers;
  all["network"] = Json::parse(network_json, nullptr, false);
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<NetworkBaseline> parse_baseline(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return malformed("it is no JSON object");
  try {
    if (json.at("format") != format) return malformed("it has another format");
    if (json.at("version") != version)
      return malformed("it has another version; a newer failback-doctor wrote it");
    NetworkBaseline baseline;
    baseline.host = json.at("host").get<std::string>();
    const auto at = parse_iso_time(json.at("at").get<std::string>());
    if (!at) return malformed("\"at\" is no time");
    baseline.at = *at;
    if (json.at("files").size() > most_files) return malformed("it holds too many files");
    for (const Json& one : json.at("files")) {
      std::optional<TreeEntry> entry = file_of(one);
      if (!entry) return malformed("one of \"files\" has an unknown kind or form");
      baseline.files.push_back(std::move(*entry));
    }
    baseline.answers = json.at("answers").get<std::map<std::string, std::string>>();
    return baseline;
  } catch (const Json::exception& e) {
    return malformed(printable(e.what(), 200));
  }
}

std::string to_json(const NetworkBaseline& fact) {
  Json files = Json::array();
  for (const TreeEntry& entry : fact.files) files.push_back(entry.path);
  const Json json = {{"host", fact.host}, {"at", iso_time(fact.at)}, {"files", std::move(files)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
