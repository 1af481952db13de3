#include "collectors/azure/arm_node.h"

#include <cmath>
#include <cstdlib>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

/// More than any true figure of this API, and still a whole number that fits.
constexpr double most_counted = 9e18;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

const ArmNode& ArmNode::operator[](std::string_view name) const {
  static const ArmNode none;
  for (const auto& [key, value] : members)
    if (same_word(key, name)) return value;
  return none;
}

std::string ArmNode::text() const {
  std::string folded;
  for (const char c : leaf) {
    if (!is_blank(c))
      folded += c;
    else if (!folded.empty() && folded.back() != ' ')
      folded += ' ';
  }
  if (folded.ends_with(' ')) folded.pop_back();
  return folded;
}

std::optional<double> ArmNode::number() const {
  std::string digits = text();
  if (digits.ends_with('%')) digits.pop_back();
  // strtod takes more than a figure: "inf", "nan", "0x10".
  if (digits.empty() || digits.find_first_not_of("0123456789+-.eE ") != std::string::npos)
    return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(digits.c_str(), &end);
  if (!trimmed(end).empty() || end == digits.c_str() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> ArmNode::count() const {
  const std::optional<double> value = number();
  if (!value || *value < 0 || *value > most_counted) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

std::optional<bool> ArmNode::flag() const {
  const std::string word = text();
  if (same_word(word, "true")) return true;
  if (same_word(word, "false")) return false;
  return std::nullopt;
}

std::optional<std::chrono::sys_seconds> ArmNode::time() const { return arm_time(leaf); }

std::vector<std::string> ArmNode::texts() const {
  std::vector<std::string> all;
  for (const ArmNode& one : elements)
    if (one.kind == Kind::text) all.push_back(one.text());
  return all;
}

bool same_id(std::string_view a, std::string_view b) { return same_word(a, b); }

std::string_view last_part(std::string_view id) {
  while (id.ends_with('/')) id.remove_suffix(1);
  return id.substr(id.rfind('/') + 1);
}

}  // namespace fbd
