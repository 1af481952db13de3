#include "collectors/host/key_values.h"

#include <algorithm>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// Longer than any path a file has reason to name.
constexpr std::size_t longest_value = 4096;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string unquoted(std::string_view value) {
  if (value.size() < 2 || (value.front() != '"' && value.front() != '\'') ||
      value.back() != value.front())
    return std::string(value);
  const bool escapes = value.front() == '"';
  value = value.substr(1, value.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    constexpr std::string_view escapable = "\"$`\\";
    if (escapes && value[i] == '\\' && i + 1 < value.size() &&
        escapable.find(value[i + 1]) != std::string_view::npos)
      ++i;
    text += value[i];
  }
  return text;
}

bool KeyValues::has_section(std::string_view name) const {
  return std::any_of(sections.begin(), sections.end(),
                     [name](std::string_view section) { return same_word(section, name); });
}

std::optional<std::string> KeyValues::find(std::string_view section, std::string_view key) const {
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const KeyValue& one) {
    return same_word(one.section, section) && same_word(one.key, key);
  });
  if (found == all.rend()) return std::nullopt;
  return printable(unquoted(found->value), longest_value);
}

KeyValues key_values(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark)
    text.remove_prefix(byte_order_mark.size());
  KeyValues result;
  std::string_view section;
  int number = 0;
  for (std::string_view line : lines(text)) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      const std::size_t end = line.find(']');
      if (end == std::string_view::npos) {
        if (result.open_section_line == 0) result.open_section_line = number;
        section = {};
      } else {
        section = trimmed(line.substr(1, end - 1));
        result.sections.push_back(section);
      }
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    result.all.push_back(
        {section, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1))});
  }
  return result;
}

}  // namespace fbd
