#include "collectors/vsphere/rows.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::json;

/// Rows are flat; the deepest are snapshots of snapshots.
constexpr int max_depth = 256;

const Json& json_of(const void* json) { return *static_cast<const Json*>(json); }

const Json* find(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

tl::unexpected<Error> unreadable(const char* key) {
  return error(ErrorKind::malformed, fmt::format("\"{}\" is not what it should be", key));
}

std::string text_in(const Json* json) {
  return json && json->is_string() ? json->get<std::string>() : std::string();
}

/// Why the server gave no value.
tl::unexpected<Error> withheld(const char* key, const Json& why) {
  const std::string fault = printable(text_in(find(why, "fault")), 80);
  const std::string privilege = printable(text_in(find(why, "privilege")), 80);
  if (fault == "NoPermission" || fault == "NotAuthenticated")
    return error(ErrorKind::denied,
                 fmt::format("\"{}\" may not be seen by this account: that takes the privilege {}",
                             key, privilege.empty() ? "to read it" : privilege));
  return error(ErrorKind::failed, fmt::format("\"{}\" cannot be read: {}", key, fault));
}

/// No exceptions and no depth that a parser could fall over.
Result<Json> parse_line(std::string_view line) {
  // To look at every depth takes longer than to read most rows, which cannot be that deep.
  const auto opens =
      std::count_if(line.begin(), line.end(), [](char c) { return c == '{' || c == '['; });
  bool too_deep = false;
  const auto look = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > max_depth;
    return !too_deep;
  };
  Json json =
      opens > max_depth ? Json::parse(line, look, false) : Json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object() || too_deep)
    return error(ErrorKind::malformed, "this is no row of an answer of the vSphere API");
  return json;
}

}  // namespace

Result<const void*> Row::member(const char* key) const {
  const Json& row = json_of(json_);
  if (const Json* value = find(row, key)) return value;
  if (const Json* missing = find(row, "missing"))
    if (const Json* why = find(*missing, key)) return withheld(key, *why);
  return error(ErrorKind::not_found, fmt::format("\"{}\" is not set", key));
}

std::string Row::ref() const { return text_in(find(json_of(json_), "ref")); }

Result<std::string> Row::text(const char* key) const {
  const Result<const void*> value = member(key);
  if (!value) return tl::unexpected<Error>(value.error());
  if (!json_of(*value).is_string()) return unreadable(key);
  return json_of(*value).get<std::string>();
}

Result<bool> Row::flag(const char* key) const {
  const Result<std::string> word = text(key);
  if (!word) return tl::unexpected<Error>(word.error());
  if (*word == "true" || *word == "1") return true;
  if (*word == "false" || *word == "0") return false;
  return unreadable(key);
}

Result<std::int64_t> Row::number(const char* key) const {
  const Result<std::string> word = text(key);
  if (!word) return tl::unexpected<Error>(word.error());
  std::int64_t number = 0;
  const char* const end = word->data() + word->size();
  const auto [stop, problem] = std::from_chars(word->data(), end, number);
  if (problem != std::errc() || stop != end) return unreadable(key);
  return number;
}

Result<std::vector<std::string>> Row::texts(const char* key) const {
  const Result<const void*> value = member(key);
  std::vector<std::string> all;
  if (!value && value.error().kind == ErrorKind::not_found) return all;
  if (!value) return tl::unexpected<Error>(value.error());
  if (!json_of(*value).is_array()) return unreadable(key);
  for (const Json& one : json_of(*value)) {
    if (!one.is_string()) return unreadable(key);
    all.push_back(one.get<std::string>());
  }
  return all;
}

Result<void> Row::each(const char* key, const std::function<void(const Row&)>& read) const {
  const Result<const void*> value = member(key);
  if (!value && value.error().kind == ErrorKind::not_found) return {};
  if (!value) return tl::unexpected<Error>(value.error());
  if (json_of(*value).is_object()) {
    read(Row(*value));
    return {};
  }
  if (!json_of(*value).is_array()) return unreadable(key);
  for (const Json& one : json_of(*value)) {
    if (!one.is_object()) return unreadable(key);
    read(Row(&one));
  }
  return {};
}

Result<void> for_each_row(std::string_view answer, const std::function<void(const Row&)>& read) {
  std::size_t number = 0;
  while (!answer.empty()) {
    const std::size_t end = answer.find('\n');
    const Result<Json> row = parse_line(answer.substr(0, end));
    ++number;
    if (!row)
      return error(row.error().kind, fmt::format("row {}: {}", number, row.error().message));
    read(Row(&*row));
    answer.remove_prefix(end == std::string_view::npos ? answer.size() : end + 1);
  }
  return {};
}

}  // namespace fbd
