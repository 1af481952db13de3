#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/host/surroundings_readers.h"

namespace fbd {
namespace {

constexpr std::size_t at_most = 256;

std::string lower(std::string_view text) {
  std::string all = printable(text, 64);
  for (char& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

/// One rule: KEY{attribute}=="value", ... Values are in double quotes always.
void add_rule(std::vector<NamingRule>& rules, std::string_view file, int line,
              std::string_view text) {
  NamingRule rule{std::string(file), line, "", "", ""};
  bool other_subsystem = false;
  while (!text.empty()) {
    const std::size_t open = text.find('"');
    if (open == text.npos) break;
    const std::size_t close = text.find('"', open + 1);
    if (close == text.npos) break;
    std::string_view key = text.substr(0, open);
    const std::string_view value = text.substr(open + 1, close - open - 1);
    text.remove_prefix(close + 1);
    key.remove_prefix(std::min(key.find_first_not_of(", \t"), key.size()));
    const bool compares = key.ends_with("==") || key.ends_with("!=");
    const std::size_t end = std::min(key.find_first_of("=!+: \t"), key.size());
    const bool is = key.ends_with("==");
    key = key.substr(0, end);
    if (key == "SUBSYSTEM" && is) other_subsystem = value != "net";
    // SYSFS is what RHEL 5 and SLES 10 call it.
    if ((key == "ATTR{address}" || key == "ATTRS{address}" || key == "SYSFS{address}") && is)
      rule.mac = lower(value);
    if (key == "KERNELS" && is) rule.device = printable(value, 64);
    if (key == "NAME" && !compares) rule.name = printable(value, 64);
  }
  if (rules.size() < at_most && !other_subsystem && !rule.name.empty())
    rules.push_back(std::move(rule));
}

}  // namespace

void add_naming_rules(std::vector<NamingRule>& rules, std::string_view file,
                      std::string_view text) {
  std::string whole;  // of lines that go on
  int line = 0, first = 0;
  for (std::string_view one : lines(text)) {
    ++line;
    if (whole.empty()) first = line;
    if (whole.empty() && trimmed(one).starts_with('#')) continue;
    const bool goes_on = one.ends_with('\\');
    whole += goes_on ? one.substr(0, one.size() - 1) : one;
    if (goes_on) continue;
    add_rule(rules, file, first, whole);
    whole.clear();
  }
  if (!whole.empty()) add_rule(rules, file, first, whole);
}

}  // namespace fbd
