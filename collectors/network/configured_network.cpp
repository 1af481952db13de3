#include "collectors/network/configured_network.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"
#include "collectors/network/ifcfg.h"
#include "collectors/network/ini.h"
#include "collectors/network/interfaces.h"
#include "collectors/network/keyfile.h"
#include "collectors/network/netplan.h"
#include "collectors/network/network_files.h"
#include "collectors/network/shell_settings.h"

namespace fbd {
namespace {

constexpr std::string_view interfaces_file = "/etc/network/interfaces";
constexpr std::string_view red_hat_folder = "/etc/sysconfig/network-scripts/";
constexpr std::string_view suse_folder = "/etc/sysconfig/network/";
constexpr std::string_view suse_config = "/etc/sysconfig/network/config";
constexpr std::string_view profile_folder = "/etc/NetworkManager/system-connections/";
constexpr std::string_view network_manager_config = "/etc/NetworkManager/NetworkManager.conf";
constexpr std::string_view service_alias = "/etc/systemd/system/network.service";

constexpr std::string_view globs[] = {
    interfaces_file,
    "/etc/network/interfaces.d/*",
    "/etc/network/interfaces-INMAGE-ORG",
    "/etc/network/interfaces.bck_azure_sms",
    "/etc/network/inmage_nw/*",
    "/etc/sysconfig/network-scripts/ifcfg-*",
    "/etc/sysconfig/network-scripts/asr_nw/ifcfg-*",
    "/etc/sysconfig/network-scripts/inmage_nw/ifcfg-*",
    "/etc/sysconfig/network-scripts/azure_sms_bck/ifcfg-*",
    "/etc/sysconfig/network/ifcfg-*",
    "/etc/sysconfig/network/asr_nw/ifcfg-*",
    "/etc/sysconfig/network/inmage_nw/ifcfg-*",
    "/etc/sysconfig/network/azure_sms_bck/ifcfg-*",
    suse_config,
    "/etc/netplan/*.yaml",
    "/lib/netplan/*.yaml",
    "/run/netplan/*.yaml",
    "/etc/NetworkManager/system-connections/*",
    network_manager_config,
    "/etc/systemd/network/*.network",
    service_alias,
};

class Reader {
 public:
  explicit Reader(NetworkTree tree) : tree_(std::move(tree)) {}

  ConfiguredNetwork read() {
    found_.problems = tree_.problems;
    for (const auto& file : tree_.files) one(file.first, file.second);
    add(read_netplan(tree_.files), false);
    // SLES 12 and later; the link outlives the package, which is the point.
    const auto alias = tree_.links.find(service_alias);
    if (alias != tree_.links.end() && file_name(alias->second) == "NetworkManager.service")
      found_.needs_network_manager.emplace_back(service_alias);
    return finished();
  }

 private:
  void one(const std::string& path, std::string_view text);
  void ifcfg(const std::string& path, std::string_view text, IfcfgDialect dialect);
  void profile(const std::string& path, std::string_view text);
  void networkd(const std::string& path, std::string_view text);
  ConfiguredNetwork finished();

  void add(NetworkReading reading, bool backup) {
    for (NetworkEntry& entry : reading.entries) entry.backup = backup;
    for (NetworkProblem& problem : reading.problems) problem.backup = backup;
    // A backup carries nothing out, so it needs nothing either.
    if (backup) reading.needs_network_manager.clear();
    found_.add(std::move(reading));
  }

  NetworkTree tree_;
  NetworkReading found_;
};

void Reader::one(const std::string& path, std::string_view text) {
  const std::string_view name = file_name(path);
  const bool backup = is_failover_backup(path);
  if (path == interfaces_file || (backup && path.starts_with("/etc/network/"))) {
    NetworkReading reading = read_interfaces(path, tree_.files);
    // To bring an old address back, the file has to be put back that sources the one with it.
    for (NetworkEntry& entry : reading.entries) {
      if (!backup || entry.file == path) continue;
      entry.file = path;
      entry.line = 0;
    }
    add(std::move(reading), backup);
  } else if (name.starts_with("ifcfg-") && path.starts_with(red_hat_folder)) {
    ifcfg(path, text, IfcfgDialect::red_hat);
  } else if (name.starts_with("ifcfg-") && path.starts_with(suse_folder)) {
    ifcfg(path, text, IfcfgDialect::suse);
  } else if (path.starts_with(profile_folder)) {
    profile(path, text);
  } else if (path.starts_with("/etc/systemd/network/")) {
    networkd(path, text);
  } else if (path == suse_config) {
    // SLES 11: the one switch between the network scripts and NetworkManager.
    if (read_shell_settings(text, true).value("NETWORKMANAGER") == "yes")
      found_.needs_network_manager.push_back(path);
  } else if (path == network_manager_config) {
    const Ini ini(text);
    const std::string_view folder = ini.value("keyfile", "path");
    if (!folder.empty() && normal_path(folder) + "/" != profile_folder)
      found_.problem(path, ini.line("keyfile", "path"),
                     fmt::format("profiles are kept in {}, which was not read", printable(folder)));
  }
}

void Reader::ifcfg(const std::string& path, std::string_view text, IfcfgDialect dialect) {
  if (!is_ignored_ifcfg(path, dialect))
    add(read_ifcfg(text, path, dialect), is_failover_backup(path));
}

void Reader::profile(const std::string& path, std::string_view text) {
  if (is_ignored_keyfile(path)) return;
  const auto mode = tree_.modes.find(path);
  NetworkReading reading = read_keyfile(text, path);
  if (mode != tree_.modes.end() && (mode->second & 077U) != 0 && !reading.entries.empty()) {
    reading.entries.clear();
    reading.needs_network_manager.clear();
    reading.problem(path, 0,
                    fmt::format("mode {:04o} lets others read it, so NetworkManager does not load "
                                "this profile",
                                mode->second));
  }
  add(std::move(reading), false);
}

/// Only that there is one: which of several files an interface gets, and what is added to it
/// elsewhere, is not worked out yet.
void Reader::networkd(const std::string& path, std::string_view text) {
  const Ini ini(text);
  NetworkEntry entry;
  entry.interface = ini.value("Match", "Name");
  if (entry.interface.find_first_of(" \t!") != std::string::npos) entry.interface.clear();
  entry.file = path;
  entry.stack = NetworkStack::networkd;
  if (entry.interface == "lo") return;
  found_.entries.push_back(std::move(entry));
  found_.problem(path, 0, "systemd-networkd's files are not interpreted yet");
}

ConfiguredNetwork Reader::finished() {
  ConfiguredNetwork network{std::move(found_.entries), std::move(found_.needs_network_manager),
                            std::move(found_.problems)};
  std::stable_partition(network.entries.begin(), network.entries.end(),
                        [](const NetworkEntry& entry) { return !entry.backup; });
  auto& files = network.needs_network_manager;
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return network;
}

Result<ConfiguredNetwork> parse_configuration(std::string_view answer) {
  return read_tree(answer).map(
      [](const std::vector<TreeEntry>& tree) { return Reader(network_tree(tree)).read(); });
}

constexpr Origin<ConfiguredNetwork> known_origins[] = {
    {"network.configuration", Os::gnu_linux, read_tree(globs), parse_configuration},
};

const NetworkProblem* first_problem(const ConfiguredNetwork& network, bool in_backup) {
  const auto found = std::find_if(network.problems.begin(), network.problems.end(),
                                  [in_backup](const auto& one) { return one.backup == in_backup; });
  return found == network.problems.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Origin<ConfiguredNetwork>> ConfiguredNetwork::origins() { return known_origins; }

const NetworkProblem* ConfiguredNetwork::problem_in_force() const {
  return first_problem(*this, false);
}

const NetworkProblem* ConfiguredNetwork::problem_in_backup() const {
  return first_problem(*this, true);
}

std::string to_json(const ConfiguredNetwork& fact) {
  using Json = nlohmann::ordered_json;
  Json entries = Json::array(), problems = Json::array();
  for (const NetworkEntry& entry : fact.entries)
    entries.push_back({{"interface", entry.interface},
                       {"mac", entry.mac},
                       {"condition", entry.condition},
                       {"method", name(entry.method)},
                       {"addresses", entry.addresses},
                       {"gateway", entry.gateway},
                       {"dns", entry.dns},
                       {"file", entry.file},
                       {"line", entry.line},
                       {"stack", name(entry.stack)},
                       {"backup", entry.backup},
                       {"at_boot", entry.at_boot},
                       {"by_failover", entry.by_failover}});
  for (const NetworkProblem& problem : fact.problems)
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"reason", problem.reason},
                        {"backup", problem.backup}});
  Json json;
  json["entries"] = std::move(entries);
  json["needs_network_manager"] = fact.needs_network_manager;
  json["problems"] = std::move(problems);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
