#include "collectors/network/ini.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

std::string_view without_leading_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

/// "[name]" with nothing but blanks behind it; the name may turn out to be no good.
std::optional<std::string_view> group_in(std::string_view line) {
  if (line.empty() || line[0] != '[') return std::nullopt;
  const std::size_t end = line.find(']');
  if (end == std::string_view::npos ||
      line.find_first_not_of(" \t", end + 1) != std::string_view::npos)
    return std::nullopt;
  return line.substr(1, end - 1);
}

bool is_key(std::string_view key) {
  const std::size_t bracket = key.find('[');
  const std::string_view name = key.substr(0, bracket);
  if (name.empty() || name.back() == ' ' || name.find(']') != std::string_view::npos) return false;
  if (bracket == std::string_view::npos) return true;
  // "dns[de]": of a language, which nobody reads here.
  return key.find(']') == key.size() - 1;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80                     ? 1
                               : first >= 0xC2 && first <= 0xDF ? 2
                               : (first & 0xF0) == 0xE0         ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || text.size() - at < length) return false;
    unsigned code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xC0) != 0x80) return false;
      code = code << 6 | (next & 0x3F);
    }
    if ((length == 3 && (code < 0x800 || (code >= 0xD800 && code < 0xE000))) ||
        (length == 4 && (code < 0x10000 || code > 0x10FFFF)))
      return false;
    at += length;
  }
  return true;
}

/// What a letter after a backslash stands for; 0: nothing.
char escaped(char letter) {
  switch (letter) {
    case 's':
      return ' ';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case '\\':
      return '\\';
    default:
      return '\0';
  }
}

}  // namespace

Ini::Ini(std::string_view text) {
  for (int number = 1; !text.empty() && !refusal_; ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    // The rest of a line with a NUL is cut off, as where C strings are read.
    line = without_leading_blanks(line.substr(0, line.find('\0')));
    if (!line.empty() && line[0] != '#') add_line(line, number);
  }
}

void Ini::refuse(int line, std::string reason) { refusal_ = {line, std::move(reason)}; }

void Ini::begin_group(std::string_view name, int number) {
  if (name.empty() || name.find('[') != std::string_view::npos ||
      std::any_of(name.begin(), name.end(), [](char c) { return (c >= 0 && c < 32) || c == 127; }))
    refuse(number, fmt::format("\"{}\" is no name for a group", printable(name, 40)));
  else if (group_lines_.emplace(name, number).second)
    groups_.emplace_back(name);
  group_ = name;
}

void Ini::add_line(std::string_view line, int number) {
  if (const auto name = group_in(line)) return begin_group(*name, number);
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    refuse(number, line[0] == '[' && equals != 0
                       ? "a group's name is not closed with ']' at the end of the line"
                       : fmt::format("\"{}\" is no key=value line", printable(line, 40)));
    return;
  }
  if (groups_.empty()) return refuse(number, "something stands before the first group");
  std::string_view key = line.substr(0, equals);
  while (!key.empty() && is_blank(key.back())) key.remove_suffix(1);
  if (!is_key(key))
    return refuse(number, fmt::format("\"{}\" is no name for a key", printable(key, 40)));
  Entry entry{group_, std::string(key),
              std::string(without_leading_blanks(line.substr(equals + 1))), number};
  const auto [found, is_new] = index_[entry.group].try_emplace(entry.key, entries_.size());
  if (is_new)
    entries_.push_back(std::move(entry));
  else
    entries_[found->second] = std::move(entry);
}

bool Ini::has_group(std::string_view group) const { return group_lines_.count(group) != 0; }

int Ini::group_line(std::string_view group) const {
  const auto found = group_lines_.find(group);
  return found == group_lines_.end() ? 0 : found->second;
}

const Ini::Entry* Ini::find(std::string_view group, std::string_view key) const {
  const auto keys = index_.find(group);
  if (keys == index_.end()) return nullptr;
  const auto found = keys->second.find(key);
  return found == keys->second.end() ? nullptr : &entries_[found->second];
}

std::string_view Ini::value(std::string_view group, std::string_view key) const {
  const Entry* entry = find(group, key);
  return entry ? std::string_view(entry->value) : std::string_view();
}

int Ini::line(std::string_view group, std::string_view key) const {
  const Entry* entry = find(group, key);
  return entry ? entry->line : 0;
}

std::optional<std::string> ini_string(std::string_view value) {
  if (!is_utf8(value)) return std::nullopt;
  std::string text;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '\\') {
      text += value[at];
      continue;
    }
    const char meant = ++at < value.size() ? escaped(value[at]) : '\0';
    if (meant == '\0') return std::nullopt;
    text += meant;
  }
  return text;
}

std::optional<std::vector<std::string>> ini_list(std::string_view value) {
  if (!is_utf8(value)) return std::nullopt;
  std::vector<std::string> parts;
  std::string part;
  bool is_open = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    is_open = true;
    if (value[at] == ';') {
      parts.push_back(std::move(part));
      part.clear();
      is_open = false;
    } else if (value[at] != '\\') {
      part += value[at];
    } else {
      const char next = ++at < value.size() ? value[at] : '\0';
      const char meant = next == ';' ? ';' : escaped(next);
      if (meant == '\0') return std::nullopt;
      part += meant;
    }
  }
  if (is_open) parts.push_back(std::move(part));
  return parts;
}

std::optional<bool> ini_boolean(std::string_view value) {
  while (!value.empty() && is_blank(value.back())) value.remove_suffix(1);
  if (value == "true" || value == "1") return true;
  if (value == "false" || value == "0") return false;
  return std::nullopt;
}

}  // namespace fbd
