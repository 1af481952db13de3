#include "collectors/network/suse_settings.h"
#include "collectors/evidence/text.h"

#include <algorithm>

namespace fbd {
namespace {

// What one fgets() of wicked takes: a longer line is read as if it were several.
constexpr std::size_t line_at_most = 511;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_letter(text[0])) return 0;
  return static_cast<std::size_t>(
      std::find_if_not(text.begin(), text.end(),
                       [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }) -
      text.begin());
}

std::string_view without_space(std::string_view text) {
  return text.substr(static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_space) -
                                              text.begin()));
}

}  // namespace

SuseSettings::SuseSettings(std::string_view text) {
  for (int number = 1; !text.empty();) {
    const std::size_t end = text.substr(0, line_at_most).find('\n');
    const bool is_whole = end != std::string_view::npos;
    const std::size_t length = is_whole ? end + 1 : std::min(text.size(), line_at_most);
    const std::string_view line = text.substr(0, length);
    read(line.substr(0, line.find('\0')), number);
    if (is_whole) ++number;
    text.remove_prefix(length);
  }
}

void SuseSettings::read(std::string_view line, int number) {
  line = without_space(line);
  const std::size_t length = name_length(line);
  if (length == 0) return;
  const std::string_view name = line.substr(0, length), rest = line.substr(length);
  const auto pass_over = [&](std::string_view what, const char* reason) {
    passed_over_.push_back({std::string(what), number, reason});
  };
  if (!rest.starts_with('=')) {
    const std::string_view after = without_space(rest);
    if (name == "export" && after.size() < rest.size())
      pass_over(after.substr(0, name_length(after)), "stands after \"export\"");
    else if (after.starts_with('='))
      pass_over(name, "has a blank before its \"=\"");
    return;
  }
  const std::string_view value = rest.substr(1);
  if (value.starts_with('"') || value.starts_with('\'')) {
    const std::size_t end = value.find(value[0], 1);
    if (end == std::string_view::npos)
      pass_over(name, "has a quote that is not closed on its line");
    else
      set(name, value.substr(1, end - 1), number);
    return;
  }
  const auto end = std::find_if(value.begin(), value.end(), is_space);
  if (end == value.end())
    pass_over(name, "has no newline after it");
  else
    set(name, value.substr(0, static_cast<std::size_t>(end - value.begin())), number);
}

void SuseSettings::set(std::string_view name, std::string_view value, int number) {
  const auto [place, is_new] = index_.try_emplace(std::string(name), settings_.size());
  if (is_new)
    settings_.push_back({std::string(name), std::string(value), number});
  else
    settings_[place->second] = {std::string(name), std::string(value), number};
}

std::string_view SuseSettings::value(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? std::string_view() : settings_[found->second].value;
}

int SuseSettings::line(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? 0 : settings_[found->second].line;
}

bool SuseSettings::is_true(std::string_view name) const {
  const std::string_view word = value(name);
  return same_word(word, "yes") || same_word(word, "true") || same_word(word, "on");
}

std::vector<SuseSettings::Setting> SuseSettings::starting_with(std::string_view name) const {
  std::vector<Setting> found;
  for (const Setting& setting : settings_)
    if (!setting.value.empty() && setting.name.starts_with(name)) found.push_back(setting);
  return found;
}

}  // namespace fbd
