#include "collectors/network/ini.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {

Ini::Ini(std::string_view text) {
  std::string group;
  int number = 0;
  for (std::string_view line : lines(text)) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '[') {
      if (line.back() != ']') {
        refusal_ = {number, "a group's name is not closed with ']'"};
        return;
      }
      group = line.substr(1, line.size() - 2);
      groups_.push_back(group);
      continue;
    }
    const std::size_t equals = line.find('=');
    if (group.empty() || equals == std::string_view::npos) {
      refusal_ = {number, group.empty()
                              ? "something stands before the first group"
                              : fmt::format("\"{}\" is no key=value line", printable(line, 40))};
      return;
    }
    Entry entry{group, std::string(trimmed(line.substr(0, equals))),
                std::string(trimmed(line.substr(equals + 1))), number};
    const auto [found, is_new] = index_.try_emplace({entry.group, entry.key}, entries_.size());
    if (is_new)
      entries_.push_back(std::move(entry));
    else
      entries_[found->second] = std::move(entry);
  }
}

bool Ini::has_group(std::string_view group) const {
  return std::find(groups_.begin(), groups_.end(), group) != groups_.end();
}

const Ini::Entry* Ini::find(std::string_view group, std::string_view key) const {
  const auto found = index_.find({std::string(group), std::string(key)});
  return found == index_.end() ? nullptr : &entries_[found->second];
}

std::string_view Ini::value(std::string_view group, std::string_view key) const {
  const Entry* entry = find(group, key);
  return entry ? std::string_view(entry->value) : std::string_view();
}

int Ini::line(std::string_view group, std::string_view key) const {
  const Entry* entry = find(group, key);
  return entry ? entry->line : 0;
}

}  // namespace fbd
