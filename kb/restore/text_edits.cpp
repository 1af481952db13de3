#include "kb/restore/text_edits.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interfaces_lines.h"
#include "kb/restore/generated.h"

namespace fbd {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::string joined(const std::vector<std::string_view>& all) {
  std::string text;
  for (std::string_view line : all) (text += line) += '\n';
  return text;
}

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool says_nothing(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.empty() || text.front() == '#';
}

/// "key:" with nothing behind it.
bool opens_block(std::string_view line) {
  const std::string_view text = trimmed(line);
  return !text.empty() && text.back() == ':';
}

/// Behind the entry that begins in line `at`, from 0.
std::size_t end_of_entry(const std::vector<std::string_view>& all, std::size_t at) {
  const std::size_t own = indentation(all[at]);
  std::size_t end = at + 1, last = end;
  for (; end < all.size(); ++end) {
    if (says_nothing(all[end])) continue;
    // A list may stand at the indentation of its key.
    const bool is_item = trimmed(all[end]).starts_with("- ") && opens_block(all[at]);
    if (indentation(all[end]) < own || (indentation(all[end]) == own && !is_item)) break;
    last = end + 1;
  }
  return last;
}

}  // namespace

std::string with_word(std::string_view text, std::string_view word, std::string_view by) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view here = text.substr(at, word.size());
    const std::size_t end = at + word.size();
    if (!word.empty() && same_word(here, word) && (at == 0 || !is_word(text[at - 1])) &&
        (end >= text.size() || !is_word(text[end]))) {
      result += by;
      at = end;
    } else {
      result += text[at++];
    }
  }
  return result;
}

std::string without_lines(std::string_view text,
                          const std::function<bool(std::string_view)>& goes) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    if (!goes(text.substr(0, end))) result += text.substr(0, end);
    text.remove_prefix(end);
  }
  return result;
}

std::string with_shell_setting(std::string_view text, std::string_view key,
                               std::string_view value) {
  const std::string line = fmt::format("{}={}", key, value);
  std::vector<std::string_view> all;
  bool is_set = false;
  for (std::string_view one : lines(text)) {
    const std::string_view plain = trimmed(one);
    const bool sets = plain.starts_with(key) && plain.substr(key.size()).starts_with('=');
    if (sets && is_set) continue;
    all.push_back(sets ? std::string_view(line) : one);
    is_set = is_set || sets;
  }
  if (!is_set) all.emplace_back(line);
  return joined(all);
}

std::string with_ini_setting(std::string_view text, std::string_view section, std::string_view key,
                             std::string_view value) {
  const std::string head = fmt::format("[{}]", section), line = fmt::format("{}={}", key, value);
  std::vector<std::string_view> all = lines(text);
  const auto is_head = [&](std::string_view one) { return trimmed(one) == head; };
  auto at = std::find_if(all.begin(), all.end(), is_head);
  if (at == all.end()) {
    if (!all.empty()) all.emplace_back();
    all.insert(all.end(), {head, line});
    return joined(all);
  }
  for (auto one = at + 1; one != all.end() && !trimmed(*one).starts_with('['); ++one) {
    const std::string_view plain = trimmed(*one);
    if (!plain.starts_with(key) || !trimmed(plain.substr(key.size())).starts_with('=')) continue;
    *one = line;
    return joined(all);
  }
  all.insert(at + 1, line);
  return joined(all);
}

std::string without_yaml_entry(std::string_view text, int line) {
  std::vector<std::string_view> all = lines(text);
  if (line < 1 || static_cast<std::size_t>(line) > all.size()) return std::string(text);
  auto at = static_cast<std::size_t>(line - 1);
  while (true) {
    const std::size_t own = indentation(all[at]);
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
    all.erase(from, all.begin() + static_cast<std::ptrdiff_t>(end_of_entry(all, at)));
    // What it stood under, if that has nothing else.
    std::size_t above = at;
    while (above > 0 && says_nothing(all[above - 1])) --above;
    std::size_t next = at;
    while (next < all.size() && says_nothing(all[next])) ++next;
    if (above == 0 || own == 0 || !opens_block(all[above - 1]) ||
        indentation(all[above - 1]) > own ||
        (next < all.size() && indentation(all[next]) > indentation(all[above - 1])) ||
        (next < all.size() && trimmed(all[next]).starts_with("- ") &&
         indentation(all[next]) == indentation(all[above - 1])))
      return joined(all);
    at = above - 1;
  }
}

std::string without_stanzas(std::string_view interfaces, std::string_view interface) {
  const std::string others = with_stanzas(interfaces, interface, "");
  std::string result;
  for (std::string_view line : lines(others)) {
    std::string_view rest = line;
    const std::string_view keyword = take_word(rest);
    if (keyword == "auto" || keyword.starts_with("allow-")) {
      std::string kept;
      bool named = false;
      for (std::string_view word; !(word = take_word(rest)).empty();) {
        if (word == interface)
          named = true;
        else
          (kept += ' ') += word;
      }
      if (named && kept.empty()) continue;
      if (named) {
        result += fmt::format("{}{}\n", keyword, kept);
        continue;
      }
    }
    (result += line) += '\n';
  }
  return result;
}

}  // namespace fbd
