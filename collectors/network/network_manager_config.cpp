#include "collectors/network/network_manager_config.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/device_spec.h"
#include "collectors/network/ini.h"

// Source: nm-config.c, read_entire_config() and read_config(), of NetworkManager 1.42.4, and
// NetworkManager.conf(5).

namespace fbd {
namespace {

/// The words that NetworkManager.conf takes, more than a profile does.
std::optional<bool> boolean(std::string_view text) {
  std::string word(trimmed(text));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0") return false;
  return std::nullopt;
}

bool is_device_section(std::string_view name) { return name.starts_with("device"); }

/// Lists that "key+" and "key-" add to and take from.
bool is_list(std::string_view section, std::string_view key) {
  constexpr std::array<std::string_view, 3> of_main{"plugins", "no-auto-default", "ignore-carrier"};
  return (section == "main" && std::find(of_main.begin(), of_main.end(), key) != of_main.end()) ||
         (section == "keyfile" && key == "unmanaged-devices") ||
         (is_device_section(section) && key == "match-device");
}

}  // namespace

class NetworkManagerConfigReader {
 public:
  explicit NetworkManagerConfigReader(const NetworkTree& tree) : tree_(tree) {}

  NetworkManagerConfig read() {
    const auto lib = drop_ins("/usr/lib/NetworkManager/conf.d/");
    const auto run = drop_ins("/run/NetworkManager/conf.d/");
    const auto etc = drop_ins("/etc/NetworkManager/conf.d/");
    for (const auto& [name, path] : lib)
      if (run.count(name) == 0 && etc.count(name) == 0) add_file(path, false);
    for (const auto& [name, path] : run)
      if (etc.count(name) == 0) add_file(path, false);
    constexpr std::string_view main = "/etc/NetworkManager/NetworkManager.conf";
    add_file(tree_.files.count(main) != 0 ? main : "/etc/NetworkManager/nm-system-settings.conf",
             true);
    for (const auto& [name, path] : etc) add_file(path, false);
    add_noted("/var/lib/NetworkManager/NetworkManager-intern.conf");
    sort_devices();
    check_path();
    return std::move(config_);
  }

 private:
  /// By name.
  std::map<std::string, std::string> drop_ins(std::string_view folder) const {
    std::map<std::string, std::string> found;
    for (auto file = tree_.files.lower_bound(folder);
         file != tree_.files.end() && file->first.starts_with(folder); ++file) {
      std::string name = file->first.substr(folder.size());
      if (name.ends_with(".conf") && name.find('/') == std::string::npos)
        found.emplace(std::move(name), file->first);
    }
    return found;
  }

  void add_file(std::string_view path, bool is_main) {
    const auto file = tree_.files.find(path);
    if (file == tree_.files.end()) return;
    const Ini ini(file->second);
    if (const auto& refusal = ini.refusal()) {
      config_.problems.push_back(
          {file->first, refusal->line, refusal->reason, "NetworkManager does not start"});
      return;
    }
    if (!is_main && !is_enabled(ini)) return;
    config_.sources.push_back(file->first);
    std::vector<std::string> devices;
    for (const std::string& group : ini.groups())
      if (is_device_section(group) && config_.sections_.count(group) == 0) devices.push_back(group);
    // Later files come first, but within a file it goes from top to bottom.
    config_.devices_.insert(config_.devices_.begin(), devices.begin(), devices.end());
    for (const Ini::Entry& entry : ini.entries())
      if (entry.group != ".config" && !entry.key.starts_with('.')) set(entry, file->first);
  }

  /// "[.config] enable=no" switches a drop-in off; with a list of conditions on the version, which
  /// are taken to be met, or on the daemon's environment, which are not.
  static bool is_enabled(const Ini& ini) {
    if (!ini.find(".config", "enable")) return true;
    const std::string_view value = ini.value(".config", "enable");
    if (const auto is_on = boolean(value)) return *is_on;
    const std::vector<std::string> conditions = device_specs(value);
    return std::any_of(conditions.begin(), conditions.end(), [](const std::string& one) {
      return one.starts_with("nm-version") || one.starts_with("except:env:");
    });
  }

  void set(const Ini::Entry& entry, const std::string& path) {
    auto& section = config_.sections_[entry.group];
    const SourcePlace source{path, entry.line};
    const char last = entry.key.back();
    if (entry.key.size() < 2 || (last != '+' && last != '-')) {
      section[entry.key] = {entry.value, source};
      return;
    }
    const std::string key = entry.key.substr(0, entry.key.size() - 1);
    if (!is_list(entry.group, key)) return;
    const auto old = section.find(key);
    std::vector<std::string> all =
        device_specs(old == section.end() ? std::string_view() : old->second.text);
    const std::vector<std::string> more = device_specs(entry.value);
    std::set<std::string, std::less<>> known(more.begin(), more.end());
    if (last == '-') {
      std::erase_if(all, [&known](const std::string& one) { return known.count(one) != 0; });
    } else {
      known = {all.begin(), all.end()};  // copies, because `all` grows
      std::copy_if(more.begin(), more.end(), std::back_inserter(all),
                   [&known](const std::string& one) { return known.count(one) == 0; });
    }
    section[key] = {fmt::format("{}", fmt::join(all, ",")), source};
  }

  /// ".set.KEY" counts as long as the files say what they said then, which ".was.KEY" keeps.
  void add_noted(std::string_view path) {
    const auto file = tree_.files.find(path);
    if (file == tree_.files.end()) return;
    const Ini ini(file->second);
    if (ini.refusal()) return;  // the daemon begins anew
    config_.sources.push_back(file->first);
    constexpr std::string_view mark = ".set.";
    for (const Ini::Entry& entry : ini.entries()) {
      if (!entry.key.starts_with(mark)) continue;
      const std::string key = entry.key.substr(mark.size());
      const auto now = config_.value(entry.group, key);
      const Ini::Entry* then = ini.find(entry.group, ".was." + key);
      if (now.has_value() != (then != nullptr) || (now && now->text != then->value)) continue;
      config_.sections_[entry.group][key] = {entry.value, {file->first, entry.line}};
    }
  }

  void sort_devices() {
    std::stable_partition(config_.devices_.begin(), config_.devices_.end(),
                          [](const std::string& name) { return name != "device"; });
  }

  void check_path() {
    if (normal_path(config_.keyfile_path()) == NetworkManagerConfig::profiles_folder) return;
    const auto path = config_.value("keyfile", "path");
    config_.problems.push_back(
        {path->source.file, path->source.line,
         path->text.empty()
             ? "profiles in /etc are switched off"
             : fmt::format("profiles are in {}, which is not read", printable(path->text, 100)),
         "those in /etc/NetworkManager/system-connections do not count"});
  }

  const NetworkTree& tree_;
  NetworkManagerConfig config_;
};

NetworkManagerConfig NetworkManagerConfig::read(const NetworkTree& tree) {
  return NetworkManagerConfigReader(tree).read();
}

std::optional<NetworkManagerConfig::Value> NetworkManagerConfig::value(std::string_view section,
                                                                       std::string_view key) const {
  const auto found = sections_.find(section);
  if (found == sections_.end()) return std::nullopt;
  const auto entry = found->second.find(key);
  return entry == found->second.end() ? std::nullopt : std::optional(entry->second);
}

std::vector<std::string> NetworkManagerConfig::plugins() const {
  const auto set = value("main", "plugins");
  if (!set) return {};
  std::vector<std::string> all;
  std::set<std::string> known;
  for (const std::string& one : device_specs(set->text))
    if (known.insert(one).second) all.push_back(one);
  if (std::find(all.begin(), all.end(), "keyfile") == all.end()) all.emplace_back("keyfile");
  return all;
}

std::string NetworkManagerConfig::keyfile_path() const {
  const auto set = value("keyfile", "path");
  return set ? set->text : std::string(profiles_folder);
}

bool NetworkManagerConfig::manages_ifupdown() const {
  const std::vector<std::string> all = plugins();
  const auto set = value("ifupdown", "managed");
  return std::find(all.begin(), all.end(), "ifupdown") != all.end() && set &&
         boolean(set->text).value_or(false);
}

bool NetworkManagerConfig::makes_default_profiles(std::string_view interface_name,
                                                  std::string_view mac_address) const {
  const auto set = value("main", "no-auto-default");
  return !set || !matches_device(device_specs(set->text), interface_name, mac_address);
}

bool NetworkManagerConfig::is_unmanaged(std::string_view interface_name,
                                        std::string_view mac_address, std::string_view type) const {
  const auto unmanaged = value("keyfile", "unmanaged-devices");
  if (unmanaged && matches_device(device_specs(unmanaged->text), interface_name, mac_address, type))
    return true;
  for (const std::string& name : devices_) {
    const auto managed = value(name, "managed");
    const auto stop = value(name, "stop-match");
    if (!managed && !(stop && boolean(stop->text).value_or(false))) continue;
    const auto match = value(name, "match-device");
    if (match && !matches_device(device_specs(match->text), interface_name, mac_address, type))
      continue;
    return managed && !boolean(managed->text).value_or(true);
  }
  return false;
}

}  // namespace fbd
