#include "collectors/network/suse_ifcfg.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/suse_addressing.h"
#include "collectors/network/suse_link.h"
#include "collectors/network/suse_routes.h"
#include "collectors/network/suse_settings.h"
#include "collectors/network/suse_shared_routes.h"

namespace fbd {
namespace {

constexpr std::string_view prefix = "ifcfg-";
constexpr std::string_view is_down = "wicked does not set up this interface";
constexpr std::string_view service_alias = "/etc/systemd/system/network.service";
constexpr std::string_view wicked_folder = "/etc/wicked/ifconfig/";

bool is_ignored(std::string_view name) {
  constexpr std::array<std::string_view, 8> suffixes{
      "~", ".old", ".bak", ".orig", ".scpmbackup", ".rpmnew", ".rpmsave", ".rpmorig"};
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [name](std::string_view suffix) { return name.ends_with(suffix); });
}

/// Settings whose loss changes the network.
bool decides(std::string_view name) {
  constexpr std::array<std::string_view, 12> starts{
      "BOOTPROTO", "IPADDR", "PREFIXLEN", "NETMASK",     "STARTMODE", "BONDING",
      "BRIDGE",    "TEAM",   "VLAN",      "ETHERDEVICE", "REMOTE",    "MASTER_DEVICE"};
  return std::any_of(starts.begin(), starts.end(),
                     [name](std::string_view start) { return name.starts_with(start); });
}

class Folder {
 public:
  Folder(const NetworkTree& tree, std::string folder)
      : tree_(tree), folder_(std::move(folder)), is_backup_(is_failover_backup(folder_)) {}

  NetworkReading read();

 private:
  struct File {
    std::string path;
    std::string_view text;
  };

  std::optional<File> file(const std::string& path) const;
  std::optional<File> beside(const std::string& name) const;
  void read_shared_routes();
  void read_config();
  void name_interface(Connection& connection) const;
  void one(const std::string& path, std::string_view text);
  void own_routes(Connection& connection, const SuseAddressing& addressing);
  void add_route(Connection& connection, const SuseRoute& route, const std::string& path);
  void add_name_servers(Connection& connection) const;
  void set_ports();
  void problem(std::string_view path, int line, std::string reason, std::string consequence);

  const NetworkTree& tree_;
  std::string folder_;
  bool is_backup_;
  bool has_old_scripts_ = false;  // SLES 11 and before
  SuseSharedRoutes shared_;
  std::string shared_path_;
  std::string broken_;  // why nothing at all is read
  std::string config_path_;
  SuseSettings config_;
  NetworkReading found_;
};

void Folder::problem(std::string_view path, int line, std::string reason, std::string consequence) {
  found_.problem(path, line, std::move(reason), std::move(consequence));
  found_.problems.back().backup = is_backup_;
}

std::optional<Folder::File> Folder::file(const std::string& path) const {
  const auto found = tree_.files.find(path);
  if (found == tree_.files.end()) return std::nullopt;
  return File{path, found->second};
}

/// A file of that name that goes with the ifcfg files. What went with copies may have been renamed
/// where it was, copied with them, or left alone.
std::optional<Folder::File> Folder::beside(const std::string& name) const {
  if (!is_backup_) return file(folder_ + name);
  const std::string above = normal_path(folder_ + "..") + "/";
  for (const std::string& path : {above + name + "-INMAGE-ORG", above + name + ".bck_azure_sms",
                                  folder_ + name, above + name})
    if (auto found = file(path)) return found;
  return std::nullopt;
}

void Folder::read_shared_routes() {
  const auto routes = beside("routes");
  if (!routes) return;
  shared_path_ = routes->path;
  SuseRoutes read = read_suse_routes(routes->text, "");
  shared_ = SuseSharedRoutes(std::move(read.routes));
  for (const SuseRoutes::BadLine& bad : read.bad_lines)
    problem(shared_path_, bad.line, bad.reason, "wicked does not set this route");
  if (!read.breaks_at) return;
  broken_ = fmt::format("{}: {}", shared_path_, read.breaks_at->reason);
  problem(shared_path_, read.breaks_at->line, read.breaks_at->reason,
          "wicked reads no configuration at all");
}

void Folder::read_config() {
  const auto config = beside("config");
  if (!config) return;
  config_path_ = config->path;
  config_ = SuseSettings(config->text);
  // Wicked's own file has no such setting; it was the switch of SLES 11 and before.
  has_old_scripts_ = config_.has("NETWORKMANAGER");
  if (!is_backup_ && same_word(config_.value("NETWORKMANAGER"), "yes"))
    found_.needs_network_manager.push_back(config_path_);
}

/// "eth-id-00:50:56:01:02:03" and "bus-pci-0000:02:00.0" are names that only old scripts know.
void Folder::name_interface(Connection& connection) const {
  const std::string_view id = connection.id;
  std::string_view rest = id.substr(id.starts_with("eth-") ? 4 : 0);
  if (rest.starts_with("id-")) {
    std::string mac(rest.substr(3));
    for (char& c : mac)
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    connection.match.emplace().macs.push_back(std::move(mac));
  } else if (rest.starts_with("bus-")) {
    connection.match.emplace().others["bus"] = rest.substr(4);
  } else {
    connection.interface = id;
  }
}

void Folder::one(const std::string& path, std::string_view text) {
  Connection connection;
  connection.stack = NetworkStack::suse_ifcfg;
  connection.id = path.substr(folder_.size() + prefix.size());
  connection.backup = is_backup_;
  name_interface(connection);
  const bool is_ignored_file = is_ignored(connection.id);
  const SuseSettings settings(text);
  SuseRefusal refusal = read_suse_link(settings, connection);
  const bool is_valid_name =
      is_suse_interface_name(connection.id) || (connection.match && has_old_scripts_);
  if (!is_valid_name)
    refusal = {
        fmt::format("wicked takes \"{}\" for no interface's name", printable(connection.id, 60)),
        0};
  if (!broken_.empty()) refusal = {broken_, 0};
  if (is_ignored_file) {
    connection.status = ConnectionStatus::ignored;
    connection.reason = "wicked passes over files with such an ending";
  } else if (!refusal.reason.empty()) {
    connection.status = ConnectionStatus::refused;
    connection.reason = refusal.reason;
    if (broken_.empty())
      problem(path, refusal.line, std::move(refusal.reason), std::string(is_down));
  }
  SuseAddressing addressing = read_suse_addressing(settings, connection);
  connection.sources.push_back({path, addressing.line});
  if (!is_ignored_file) {
    for (SuseAddressing::Warning& warning : addressing.warnings)
      problem(path, warning.line, std::move(warning.reason), std::move(warning.consequence));
    const auto passed = std::find_if(settings.passed_over().begin(), settings.passed_over().end(),
                                     [](const auto& setting) { return decides(setting.name); });
    if (passed != settings.passed_over().end())
      problem(path, passed->line, fmt::format("{} {}", passed->name, passed->reason),
              "wicked passes over the line");
    if (addressing.takes_routes) own_routes(connection, addressing);
  }
  constexpr std::array<std::string_view, 7> at_boot{"auto",    "onboot",  "on",     "boot",
                                                    "hotplug", "nfsroot", "ifplugd"};
  const std::string_view start = settings.value("STARTMODE");  // without one: by hand
  connection.at_boot = std::find(at_boot.begin(), at_boot.end(), start) != at_boot.end();
  // The blank after MTU='' is in the file that the failover's scripts write.
  connection.by_failover = connection.ipv4.method == AddressMethod::dhcp && start == "onboot" &&
                           text.find("MTU='' ") != std::string_view::npos;
  add_name_servers(connection);
  found_.connections.push_back(std::move(connection));
}

void Folder::own_routes(Connection& connection, const SuseAddressing& addressing) {
  SuseRoutes own;
  if (const auto routes = beside("ifroute-" + connection.id)) {
    own = read_suse_routes(routes->text, connection.id);
    for (const SuseRoute& route : own.routes) add_route(connection, route, routes->path);
    for (const SuseRoutes::BadLine& bad : own.bad_lines)
      problem(routes->path, bad.line, bad.reason, "wicked does not set this route");
    if (own.breaks_at)
      problem(routes->path, own.breaks_at->line, own.breaks_at->reason,
              "wicked sets none of the routes of this file");
  }
  if (connection.status != ConnectionStatus::ok) return;
  for (const SuseRoute& route : shared_.taken_by(connection.id, addressing.own, own.routes))
    add_route(connection, route, shared_path_);
}

void Folder::add_route(Connection& connection, const SuseRoute& route, const std::string& path) {
  if (!route.is_in_known_table || route.is_refusal) return;
  IpConfiguration& ip = route.v4 ? connection.ipv4 : connection.ipv6;
  for (const SuseRoute::Hop& hop : route.hops) {
    const std::string via = hop.via && !hop.via->is_unspecified() ? hop.via->text : "";
    if (route.length == 0 && !route.table && ip.gateway.empty() && !via.empty()) {
      ip.gateway = via;
      ip.gateway_metric = route.metric;
    } else {
      ip.routes.push_back({route.to(), via, route.metric, route.table});
    }
  }
  if (connection.sources.back().file != path) connection.sources.push_back({path, route.line});
}

void Folder::add_name_servers(Connection& connection) const {
  if (connection.ipv4.addresses.empty() && connection.ipv6.addresses.empty()) return;
  // With an empty policy netconfig leaves /etc/resolv.conf alone.
  if (config_.has("NETCONFIG_DNS_POLICY") && config_.value("NETCONFIG_DNS_POLICY").empty()) return;
  const auto each_word = [](std::string_view rest, const auto& take) {
    while (true) {
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t,"), rest.size()));
      if (rest.empty()) return;
      const std::string_view word = rest.substr(0, rest.find_first_of(" \t,"));
      rest.remove_prefix(word.size());
      take(word);
    }
  };
  bool has_any = false;
  each_word(config_.value("NETCONFIG_DNS_STATIC_SERVERS"), [&](std::string_view word) {
    if (!is_ipv4(word) && !is_ipv6(word)) return;
    (is_ipv4(word) ? connection.ipv4 : connection.ipv6).dns.emplace_back(word);
    has_any = true;
  });
  each_word(config_.value("NETCONFIG_DNS_STATIC_SEARCHLIST"),
            [&](std::string_view word) { connection.ipv4.search.emplace_back(word); });
  if (has_any)
    connection.sources.push_back({config_path_, config_.line("NETCONFIG_DNS_STATIC_SERVERS")});
}

/// The controller names its ports here, not the other way round.
void Folder::set_ports() {
  std::map<std::string, std::size_t, std::less<>> by_name;
  auto& all = found_.connections;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].status == ConnectionStatus::ok) by_name.emplace(all[i].id, i);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].status != ConnectionStatus::ok) continue;
    for (const std::string& name : all[i].ports) {
      const auto found = by_name.find(name);
      if (found == by_name.end() || found->second == i) continue;
      Connection& port = all[found->second];
      if (!port.controller.empty() && port.controller != all[i].id) {
        problem(port.file(), 0,
                fmt::format("it is a port of both {} and {}", port.controller, all[i].id),
                "wicked leaves it with the first");
        continue;
      }
      port.controller = all[i].id;
      port.ipv4 = port.ipv6 = {};
    }
  }
}

NetworkReading Folder::read() {
  read_config();
  read_shared_routes();
  const std::string start = folder_ + std::string(prefix);
  for (auto at = tree_.files.lower_bound(start);
       at != tree_.files.end() && at->first.starts_with(start); ++at) {
    const std::string_view name = std::string_view(at->first).substr(start.size());
    if (!name.empty() && name != "lo" && name.find('/') == std::string_view::npos)
      one(at->first, at->second);
  }
  set_ports();
  if (is_backup_) return std::move(found_);
  // SLES 12 and later. The link outlives the package, which is the point.
  const auto alias = tree_.links.find(service_alias);
  if (alias != tree_.links.end() && file_name(alias->second) == "NetworkManager.service")
    found_.needs_network_manager.emplace_back(service_alias);
  for (auto at = tree_.files.lower_bound(wicked_folder);
       at != tree_.files.end() && at->first.starts_with(wicked_folder); ++at)
    if (at->first.ends_with(".xml"))
      problem(at->first, 0, "wicked's own configuration is not interpreted",
              "what it sets up is not known");
  return std::move(found_);
}

}  // namespace

NetworkReading read_suse_ifcfg(const NetworkTree& tree, std::string_view folder) {
  return Folder(tree, normal_path(folder) + "/").read();
}

}  // namespace fbd
