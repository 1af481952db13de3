#include "collectors/network/shvar.h"

#include <algorithm>

#include "collectors/evidence/redaction.h"
#include "collectors/network/ifcfg_values.h"
#include "collectors/network/shvar_value.h"

namespace fbd {
namespace {

struct Raw {
  std::string_view text;
  int line = 0;
};

bool is_name_char(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (!first && c >= '0' && c <= '9');
}

std::string_view without_blanks(std::string_view text) {
  return text.substr(static_cast<std::size_t>(
      std::find_if_not(text.begin(), text.end(), is_shvar_blank) - text.begin()));
}

/// The name that a line sets, "" for any other line.
std::string_view name_of(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '=') return line.substr(0, i);
    if (!is_name_char(line[i], i == 0)) break;
  }
  return {};
}

}  // namespace

Shvar::Shvar(std::string_view text_without_secrets) {
  const std::string plain = with_plain_marks(text_without_secrets);
  std::string_view text = plain;
  // It is one C string to NetworkManager.
  text = text.substr(0, text.find('\0'));
  std::map<std::string_view, Raw> last;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const std::string_view name = name_of(line); !name.empty()) {
      last.insert_or_assign(name, Raw{line.substr(name.size() + 1), number});
    } else if (line.starts_with("export") && line.size() > 6 && is_shvar_blank(line[6])) {
      if (const std::string_view exported = name_of(without_blanks(line.substr(6)));
          !exported.empty())
        misread_.push_back(
            {std::string(exported), number, "a line that begins with \"export\" is passed over"});
    }
  }
  for (const auto& [name, raw] : last) {
    std::optional<std::string> value = shvar_value(raw.text);
    if (!value)
      misread_.push_back({std::string(name), raw.line,
                          "a value with variables, commands, bad quotes or more than one word is "
                          "taken for empty"});
    values_.insert_or_assign(std::string(name), Value{value.value_or(""), raw.line});
  }
}

std::string_view Shvar::value(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string_view() : std::string_view(found->second.text);
}

int Shvar::line(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? 0 : found->second.line;
}

std::optional<bool> Shvar::yes(std::string_view name) const { return yes_or_no(value(name)); }

}  // namespace fbd
