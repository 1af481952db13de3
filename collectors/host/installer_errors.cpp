#include "collectors/host/installer_errors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"

namespace fbd {
namespace {

using Json = nlohmann::json;

constexpr std::string_view files[] = {InstallerErrors::path};
constexpr std::size_t most_errors = 100;
constexpr int deepest = 16;

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? printable(found->get<std::string>(), 300)
                                                     : std::string();
}

void collect(const Json& json, std::vector<InstallerErrors::One>& all, int depth) {
  if (depth > deepest || all.size() >= most_errors) return;
  if (json.is_object() && json.contains("error_name"))
    all.push_back({text_at(json, "error_name"), text_at(json, "default_message")});
  if (json.is_object() || json.is_array())
    for (const Json& one : json) collect(one, all, depth + 1);
}

Result<InstallerErrors> parse_errors(std::string_view answer) {
  const Result<std::vector<TreeEntry>> entries = read_tree(answer);
  if (!entries) return tl::unexpected<Error>(entries.error());
  InstallerErrors errors;
  for (const TreeEntry& entry : *entries) {
    if (entry.kind == TreeEntry::Kind::error)
      return error(entry.error_kind, fmt::format("{}: {}", entry.path, printable(entry.bytes)));
    if (entry.kind != TreeEntry::Kind::file || trimmed(entry.bytes).empty()) continue;
    const Json json = Json::parse(entry.bytes, nullptr, false);
    if (json.is_discarded())
      return error(ErrorKind::malformed, fmt::format("{} is no JSON", entry.path));
    collect(json, errors.all, 0);
  }
  return errors;
}

constexpr Origin<InstallerErrors> known_origins[] = {
    {"host.installer-errors", Os::gnu_linux, read_tree(files), parse_errors},
};

}  // namespace

std::span<const Origin<InstallerErrors>> InstallerErrors::origins() { return known_origins; }

std::string to_json(const InstallerErrors& fact) {
  nlohmann::ordered_json json;
  json["path"] = InstallerErrors::path;
  json["errors"] = nlohmann::ordered_json::array();
  for (const InstallerErrors::One& one : fact.all)
    json["errors"].push_back({{"name", one.name}, {"message", one.message}});
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace fbd
