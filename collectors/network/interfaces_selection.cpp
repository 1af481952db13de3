#include "collectors/network/interfaces_selection.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/name_pattern.h"

// Source: interfaces(5) of ifupdown 0.8.41, "Pattern matching interfaces" and "Mappings".

namespace fbd {
namespace {

constexpr std::size_t max_patterns = 64;
constexpr std::size_t longest_word = 80;  // ifupdown's buffers

bool matches_word(std::string_view pattern, std::string_view name) {
  return pattern.size() <= longest_word && name.size() <= longest_word && matches(pattern, name);
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [name](const std::string& one) { return matches_word(one, name); });
}

}  // namespace

InterfacesSelection::Chooser InterfacesSelection::read(const InterfacesText::Start& start) {
  Chooser one;
  one.at_boot = start.at_boot;
  std::string_view word = start.word;
  if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
    one.logical = word.substr(equals + 1);
    word = word.substr(0, equals);
  }
  const std::size_t slash = word.find('/');
  one.is_pattern = slash != std::string_view::npos && !word.starts_with("/dev/");
  if (!one.is_pattern) {
    one.value = word;
    return one;
  }
  one.variable = word.substr(0, slash);
  word.remove_prefix(slash + 1);
  one.value = word.substr(0, word.find('/'));
  word.remove_prefix(std::min(one.value.size() + 1, word.size()));
  one.number = word;
  return one;
}

InterfacesSelection::InterfacesSelection(const InterfacesText& text) : text_(text) {
  for (const InterfacesText::Start& start : text.starts) {
    Chooser one = read(start);
    if (!one.logical.empty()) {
      std::vector<Chooser>& all = by_logical_name_[one.logical];
      if (all.size() < max_patterns) all.push_back(std::move(one));
    } else if (!one.is_pattern) {
      if (one.at_boot) at_boot_.insert(one.value);
      started_.insert(std::move(one.value));
    } else if (!one.variable.empty() || !one.number.empty()) {
      problems_.push_back({start.place.file, start.place.line,
                           fmt::format("\"{}\" depends on the interfaces that are there",
                                       printable(start.word, 40)),
                           "it is not known which of them are brought up"});
    } else if (patterns_.size() < max_patterns) {
      patterns_.push_back(std::move(one));
    }
  }
}

void InterfacesSelection::choose(Connection& connection) const {
  const std::string& name = connection.id;
  connection.interface = without_label(name);
  if (connection.interface != name) connection.parent = connection.interface;
  connection.at_boot = at_boot_.count(name) > 0 || is_below_vlan(name) ||
                       std::any_of(patterns_.begin(), patterns_.end(), [&](const Chooser& one) {
                         return one.at_boot && matches_word(one.value, name);
                       });
  const bool is_chosen = choose_by_name(connection);
  choose_by_mapping(connection);
  if (is_chosen || connection.match ||
      (!is_pattern(name) && name.find('/') == std::string::npos && !name.empty()))
    return;
  connection.interface.clear();
  if (connection.status != ConnectionStatus::ok) return;
  connection.status = ConnectionStatus::ignored;
  connection.reason = "a stanza is found by its exact name, and no interface can have this one";
}

/// ifup brings up "eth0" before "eth0.5".
bool InterfacesSelection::is_below_vlan(const std::string& name) const {
  if (name.find('.') != std::string::npos) return false;
  const auto next = at_boot_.lower_bound(name + ".");
  return next != at_boot_.end() && next->starts_with(name + ".");
}

bool InterfacesSelection::choose_by_name(Connection& connection) const {
  const auto found = by_logical_name_.find(connection.id);
  if (found == by_logical_name_.end()) return false;
  ConnectionMatch match;
  const bool also_itself = started_.count(connection.id) > 0;
  if (also_itself) match.names.push_back(connection.interface);
  std::string words;
  for (const Chooser& one : found->second) {
    connection.at_boot = connection.at_boot || one.at_boot;
    words += (words.empty() ? "" : " ") + one.variable + (one.is_pattern ? "/" : "") + one.value;
    if (!one.number.empty()) words += "/" + one.number;
    if (one.variable.empty())
      match.names.emplace_back(one.is_pattern ? std::string_view(one.value)
                                              : without_label(one.value));
    else if (one.variable == "mac" && !is_pattern(one.value))
      match.macs.push_back(one.value);
    else
      match.others["interface"] = words;
    if (!one.number.empty()) match.others["interface"] = words;
  }
  // Either one or the other would do, which a match cannot say.
  if (!match.macs.empty() && match.macs.size() != found->second.size() + (also_itself ? 1U : 0U)) {
    match.names.clear();
    match.macs.clear();
    match.others["interface"] = words;
  }
  connection.interface.clear();
  if (match.others.empty() && match.names.size() == 1 && !is_pattern(match.names.front()))
    connection.interface = match.names.front();
  else
    connection.match = std::move(match);
  return true;
}

void InterfacesSelection::choose_by_mapping(Connection& connection) const {
  const std::size_t count = std::min(text_.mappings.size(), max_patterns);
  for (std::size_t i = 0; i < count; ++i) {
    const InterfacesText::Mapping& mapping = text_.mappings[i];
    const auto& patterns = mapping.patterns;
    if (matches_any(patterns, connection.id)) {
      // The script may send this interface elsewhere.
      if (!connection.match) connection.match.emplace();
      connection.match->others["mapping"] = mapping.script;
      return;
    }
    // Nobody but the script knows what it may answer; the lines it is given are a hint.
    const bool may_be_answer = mapping.names.empty() ? started_.count(connection.id) == 0
                                                     : mapping.names.count(connection.id) > 0;
    if (!may_be_answer || connection.match) continue;
    connection.interface.clear();
    connection.match.emplace();
    connection.match->names = patterns;
    connection.match->others["mapping"] = mapping.script;
  }
}

}  // namespace fbd
