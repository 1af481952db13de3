#include "collectors/network/networkd_match.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/name_pattern.h"
#include "collectors/network/networkd_values.h"

namespace fbd {
namespace {

constexpr std::array<std::string_view, 10> properties{
    "Path", "Type",  "Kind", "Property",          "Driver",
    "SSID", "BSSID", "Name", "WLANInterfaceType", "OriginalName"};
constexpr std::array<std::string_view, 7> conditions{
    "Host",       "Virtualization", "KernelCommandLine", "KernelVersion",
    "Credential", "Architecture",   "Firmware"};

bool is_one_of(const auto& known, std::string_view key) {
  return std::find(known.begin(), known.end(), key) != known.end();
}

std::string_view unquoted(std::string_view word) {
  const bool is_quoted =
      word.size() > 1 && (word[0] == '"' || word[0] == '\'') && word.back() == word[0];
  return is_quoted ? word.substr(1, word.size() - 2) : word;
}

class Reader {
 public:
  explicit Reader(std::vector<NetworkProblem>& problems) : problems_(problems) {}

  void add(const SystemdIni::Section& section) {
    if (found_.line == 0) found_.line = section.line;
    for (const auto& [key, value, line] : section.assignments) {
      place_ = {section.file, line};
      if (value.empty())
        values_.erase(key);
      else if (key == "MACAddress" || key == "PermanentMACAddress")
        add_addresses(key, value);
      else if (is_one_of(properties, key))
        add_property(key == "OriginalName" ? "Name" : key, value);
      else if (is_one_of(conditions, key))
        values_[key].push_back(value);
    }
  }

  NetworkdMatch result() {
    ConnectionMatch match;
    std::erase_if(values_, [](const auto& one) { return one.second.empty(); });
    found_.is_empty = values_.empty();
    const auto type = values_.find("Type");
    if (type != values_.end() && type->second.size() == 1 && !is_pattern(type->second[0]) &&
        !type->second[0].starts_with('!'))
      found_.type = type->second[0] == "ether" ? "ethernet" : type->second[0];
    // systemd takes the first pattern that fits, negated or not.
    take("Name", match.names);
    take("Driver", match.drivers);
    take("MACAddress", match.macs);
    if (match.macs.empty()) take("PermanentMACAddress", match.macs);
    for (const auto& [key, words] : values_)
      if (!words.empty()) match.others[key] = fmt::format("{}", fmt::join(words, " "));
    const bool is_more = !match.macs.empty() || !match.drivers.empty() || !match.others.empty();
    found_.by_names_only = !match.names.empty() && !is_more;
    if (match.names.size() == 1 && !is_pattern(match.names[0]) && !values_.contains("Name")) {
      found_.interface = match.names[0];
      match.names.clear();
    }
    if (!match.names.empty() || is_more) found_.match = std::move(match);
    return std::move(found_);
  }

 private:
  /// One '!' in front negates all words of the line.
  void add_property(const std::string& key, std::string_view value) {
    const bool is_negated = value[0] == '!';
    if (is_negated) value.remove_prefix(1);
    for (std::string_view word : systemd_words(value)) {
      if (key == "Name" && !is_networkd_name(word))
        ignore(fmt::format("\"{}\" cannot be the name of an interface", printable(word, 40)));
      else
        values_[key].push_back(
            fmt::format("{}{}", is_negated ? "!" : "", key == "Name" ? word : unquoted(word)));
    }
  }

  void add_addresses(const std::string& key, std::string_view value) {
    for (std::string_view word : systemd_words(value)) {
      if (const std::optional<std::string> mac = hardware_address(word))
        values_[key].push_back(*mac);
      else
        ignore(fmt::format("\"{}\" is no MAC address", printable(word, 40)));
    }
  }

  /// Out of the values, if none of them is negated.
  void take(const std::string& key, std::vector<std::string>& words) {
    const auto found = values_.find(key);
    if (found == values_.end() ||
        std::any_of(found->second.begin(), found->second.end(),
                    [](const std::string& word) { return word.starts_with('!'); }))
      return;
    words = std::move(found->second);
    values_.erase(found);
  }

  void ignore(std::string reason) {
    constexpr std::size_t most = 20;
    if (++ignored_ > most) return;
    problems_.push_back({place_.file, place_.line, std::move(reason), "systemd ignores this word"});
  }

  std::vector<NetworkProblem>& problems_;
  std::map<std::string, std::vector<std::string>> values_;
  SourcePlace place_;
  std::size_t ignored_ = 0;
  NetworkdMatch found_;
};

}  // namespace

NetworkdMatch networkd_match(const SystemdIni& ini, std::vector<NetworkProblem>& problems) {
  Reader reader(problems);
  for (const SystemdIni::Section& section : ini.sections)
    if (section.name == "Match") reader.add(section);
  return reader.result();
}

}  // namespace fbd
