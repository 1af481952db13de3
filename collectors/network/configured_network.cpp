#include "collectors/network/configured_network.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "collectors/evidence/tree.h"
#include "collectors/network/dhcpcd_conf.h"
#include "collectors/network/interfaces.h"
#include "collectors/network/keyfile.h"
#include "collectors/network/netplan.h"
#include "collectors/network/network_files.h"
#include "collectors/network/networkd.h"
#include "collectors/network/suse_ifcfg.h"

namespace fbd {
namespace {

// clang-format off
constexpr std::string_view globs[] = {
    // ifupdown, with what its "source" lines usually name
    "/etc/network/interfaces*",
    "/etc/network/interfaces.d/*",
    "/etc/network/interfaces.d/*/*",
    "/etc/network/*.d/*.cfg",
    "/etc/network/*.cfg",
    "/etc/network/inmage_nw/*",
    "/run/network/interfaces.d/*",
    // ifcfg, and who reads it
    "/etc/sysconfig/network",
    "/etc/sysconfig/network-INMAGE-ORG",
    "/etc/sysconfig/network-scripts/ifup-eth",
    "/etc/sysconfig/network-scripts/ifcfg-*",
    "/etc/sysconfig/network-scripts/route-*",
    "/etc/sysconfig/network-scripts/route6-*",
    "/etc/sysconfig/network-scripts/asr_nw/*",
    "/etc/sysconfig/network-scripts/inmage_nw/*",
    "/etc/sysconfig/network-scripts/azure_sms_bck/*",
    "/etc/sysconfig/network/config",
    "/etc/sysconfig/network/dhcp",
    "/etc/sysconfig/network/ifcfg-*",
    "/etc/sysconfig/network/ifroute-*",
    "/etc/sysconfig/network/routes*",
    "/etc/sysconfig/network/asr_nw/*",
    "/etc/sysconfig/network/inmage_nw/*",
    "/etc/sysconfig/network/azure_sms_bck/*",
    "/etc/os-release",
    "/etc/redhat-release",
    "/etc/rc[35].d/S*[Nn]etwork*",
    "/etc/rc.d/rc[35].d/S*[Nn]etwork*",
    "/etc/init.d/[Nn]etwork*",
    "/etc/rc.d/init.d/[Nn]etwork*",
    "/etc/systemd/system/NetworkManager.service",
    "/etc/systemd/system/network.service",
    "/etc/systemd/system/*.wants/NetworkManager.service",
    "/lib/systemd/system/NetworkManager.service",
    "/usr/lib/systemd/system/NetworkManager.service",
    // netplan
    "/etc/netplan/*.yaml",
    "/lib/netplan/*.yaml",
    "/usr/lib/netplan/*.yaml",
    "/run/netplan/*.yaml",
    // NetworkManager
    "/etc/NetworkManager/NetworkManager.conf",
    "/etc/NetworkManager/conf.d/*.conf",
    "/run/NetworkManager/conf.d/*.conf",
    "/usr/lib/NetworkManager/conf.d/*.conf",
    "/var/lib/NetworkManager/NetworkManager-intern.conf",
    "/etc/NetworkManager/system-connections/*",
    "/run/NetworkManager/system-connections/*",
    "/usr/lib/NetworkManager/system-connections/*",
    // systemd-networkd
    "/etc/systemd/network/*",
    "/etc/systemd/network/*.d/*.conf",
    "/run/systemd/network/*",
    "/run/systemd/network/*.d/*.conf",
    "/usr/local/lib/systemd/network/*",
    "/usr/local/lib/systemd/network/*.d/*.conf",
    "/lib/systemd/network/*",
    "/lib/systemd/network/*.d/*.conf",
    "/usr/lib/systemd/network/*",
    "/usr/lib/systemd/network/*.d/*.conf",
    "/etc/dhcpcd.conf",
    "/etc/wicked/ifconfig/*.xml",
    // what makes the next boot write DHCP again
    "/etc/vxagent/set*ip",
};
// clang-format on

/// ASR's and Azure Migrate's copies of the ifcfg files, below the folder of each distribution.
constexpr std::array<std::string_view, 4> ifcfg_folders{"", "asr_nw/", "inmage_nw/",
                                                        "azure_sms_bck/"};

class Reader {
 public:
  explicit Reader(const std::vector<TreeEntry>& entries) : tree_(network_tree(entries)) {}

  ConfiguredNetwork read() {
    found_.problems = tree_.problems;
    const IfcfgChoice choice = ifcfg_choice(tree_);
    for (std::string_view folder : ifcfg_folders) {
      found_.add(read_red_hat_ifcfg(tree_, "/etc/sysconfig/network-scripts/" + std::string(folder),
                                    choice));
      found_.add(read_suse_ifcfg(tree_, "/etc/sysconfig/network/" + std::string(folder)));
    }
    for (const auto& file : tree_.files)
      if (is_interfaces_file(file.first)) interfaces(file.first);
    found_.add(read_netplan(tree_));
    found_.add(read_keyfiles(tree_));
    NetworkManagerConfig manager = NetworkManagerConfig::read(tree_);
    for (const NetworkProblem& problem : manager.problems) found_.problems.push_back(problem);
    found_.add(read_networkd(tree_));
    found_.add(read_dhcpcd_conf(tree_));
    return finished(choice, std::move(manager));
  }

 private:
  static bool is_interfaces_file(std::string_view path) {
    constexpr std::string_view folder = "/etc/network/";
    return path == "/etc/network/interfaces" ||
           (path.starts_with(folder) && is_failover_backup(path));
  }

  void interfaces(const std::string& path) {
    NetworkReading reading = read_interfaces(path, tree_);
    // To bring an old address back, the file has to be put back that sources the one with it.
    if (is_failover_backup(path))
      for (Connection& connection : reading.connections)
        if (connection.file() != path)
          connection.sources.insert(connection.sources.begin(), {path, 0});
    found_.add(std::move(reading));
  }

  ConfiguredNetwork finished(const IfcfgChoice& choice, NetworkManagerConfig manager) {
    ConfiguredNetwork network{std::move(found_.connections),
                              std::move(found_.needs_network_manager), std::move(found_.problems),
                              choice, std::move(manager)};
    // What several readers look at, each of them tells of.
    std::set<std::tuple<std::string, int, std::string>> told;
    std::erase_if(network.problems, [&told](const NetworkProblem& one) {
      return !told.emplace(one.file, one.line, one.reason).second;
    });
    // A backup carries nothing out, so it needs nothing either.
    auto& files = network.needs_network_manager;
    std::erase_if(files, [](const std::string& file) { return is_failover_backup(file); });
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    std::stable_partition(network.connections.begin(), network.connections.end(),
                          [](const Connection& one) { return !one.backup; });
    return network;
  }

  NetworkTree tree_;
  NetworkReading found_;
};

constexpr Origin<ConfiguredNetwork> known_origins[] = {
    {"network.configuration", Os::gnu_linux, read_tree(globs), read_configured_network},
};

/// What packages bring along is for interfaces that a protected machine does not have; a problem
/// there leaves nothing open.
bool is_of_a_package(const NetworkProblem& problem) {
  return problem.file.starts_with("/usr/lib/") || problem.file.starts_with("/lib/");
}

const NetworkProblem* first_problem(const ConfiguredNetwork& network, bool in_backup) {
  const auto found = std::find_if(network.problems.begin(), network.problems.end(),
                                  [in_backup](const NetworkProblem& one) {
                                    return one.backup == in_backup && !is_of_a_package(one);
                                  });
  return found == network.problems.end() ? nullptr : &*found;
}

}  // namespace

Result<ConfiguredNetwork> read_configured_network(std::string_view answer) {
  return read_tree(answer).map(
      [](const std::vector<TreeEntry>& tree) { return Reader(tree).read(); });
}

std::span<const Origin<ConfiguredNetwork>> ConfiguredNetwork::origins() { return known_origins; }

const NetworkProblem* ConfiguredNetwork::problem_in_force() const {
  return first_problem(*this, false);
}

const NetworkProblem* ConfiguredNetwork::problem_in_backup() const {
  return first_problem(*this, true);
}

}  // namespace fbd
