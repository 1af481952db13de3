#include "collectors/network/networkd.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "collectors/network/name_pattern.h"
#include "collectors/network/networkd_files.h"
#include "collectors/network/networkd_netdev.h"
#include "collectors/network/networkd_network.h"

namespace fbd {
namespace {

/// networkd runs as a user of its own.
void check_mode(const NetworkTree& tree, const std::string& path, NetworkReading& reading) {
  constexpr unsigned readable_by_others = 0044;
  const auto mode = tree.modes.find(path);
  if (mode != tree.modes.end() && (mode->second & readable_by_others) == 0)
    reading.problem(path, 0, fmt::format("the mode is {:04o}", mode->second),
                    "networkd ignores the file, unless it belongs to systemd-network");
}

/// Which interfaces earlier files have taken for certain.
class Taken {
 public:
  /// The file that is for everything that this one could be for.
  std::string by(const Connection& connection) const {
    if (!everything_.empty()) return everything_;
    if (!connection.interface.empty()) return by(connection.interface);
    if (!connection.match || connection.match->names.empty()) return "";
    std::string last;
    for (const std::string& name : connection.match->names) {
      last = by(name);
      if (last.empty()) return "";
    }
    return last;
  }

  void take(const NetworkdNetwork& network) {
    const Connection& connection = network.connection;
    const std::string path = connection.sources.back().file;
    if (!connection.interface.empty()) names_.try_emplace(connection.interface, path);
    if (!connection.match) return;
    for (const std::string& name : connection.match->names) {
      if (name == "*" && everything_.empty()) everything_ = path;
      names_.try_emplace(name, path);
      if (is_pattern(name) && patterns_.size() < most_patterns) patterns_.emplace_back(name, path);
    }
  }

 private:
  static constexpr std::size_t most_patterns = 100;

  std::string by(const std::string& name) const {
    if (const auto found = names_.find(name); found != names_.end()) return found->second;
    if (is_pattern(name)) return "";
    for (const auto& [pattern, path] : patterns_)
      if (matches(pattern, name)) return path;
    return "";
  }

  std::string everything_;
  std::map<std::string, std::string> names_;
  std::vector<std::pair<std::string, std::string>> patterns_;
};

class Reader {
 public:
  explicit Reader(const NetworkTree& tree) : tree_(tree) {}

  NetworkReading read() {
    devices_ = networkd_devices(tree_, reading_);
    for (NetworkdDevice& device : devices_)
      if (device.status == ConnectionStatus::ok) by_name_.emplace(device.name, &device);
    for (const NetworkdFile& file : networkd_files(tree_, ".network")) add(file);
    for (NetworkdNetwork& network : networks_) relate(network);
    for (NetworkdNetwork& network : networks_) describe(network.connection);
    for (const NetworkdDevice& device : devices_) add_alone(device);
    for (NetworkdNetwork& network : networks_)
      reading_.connections.push_back(std::move(network.connection));
    for (Connection& connection : alone_) reading_.connections.push_back(std::move(connection));
    return std::move(reading_);
  }

 private:
  void add(const NetworkdFile& file) {
    NetworkReading unused;
    // What is wrong in a file that nobody reads does not matter.
    NetworkdNetwork network =
        networkd_network(file.ignored.empty() ? read_with_drop_ins(tree_, file)
                                              : read_systemd_ini(file.text, file.path),
                         file, file.ignored.empty() ? reading_ : unused);
    Connection& connection = network.connection;
    if (connection.interface == "lo") return;
    if (!file.ignored.empty()) {
      connection.status = ConnectionStatus::ignored;
      connection.reason = file.ignored;
      network.by_names_only = false;
    } else {
      check_mode(tree_, file.path, reading_);
    }
    const bool is_read = connection.status == ConnectionStatus::ok || is_unmanaged(connection);
    if (const std::string earlier = is_read ? taken_.by(connection) : ""; !earlier.empty()) {
      connection.status = ConnectionStatus::ignored;
      connection.reason = fmt::format("{} comes first and is for the same interface", earlier);
    } else if (is_read && network.by_names_only) {
      taken_.take(network);
    }
    networks_.push_back(std::move(network));
  }

  static bool is_unmanaged(const Connection& connection) {
    return connection.status == ConnectionStatus::ignored &&
           connection.reason == networkd_unmanaged;
  }

  bool is_made(const std::string& name, std::string_view kind) const {
    const auto found = by_name_.find(name);
    return found != by_name_.end() && found->second->kind == kind;
  }

  void relate(NetworkdNetwork& network) {
    Connection& connection = network.connection;
    const bool is_ok = connection.status == ConnectionStatus::ok;
    const bool is_port = !network.keeps_controller;
    const bool of_bond = is_port && is_made(network.bond, "bond");
    const bool of_bridge = is_port && is_made(network.bridge, "bridge");
    if (is_port) connection.controller = network.bond.empty() ? network.bridge : network.bond;
    if (is_ok && !connection.controller.empty() && !of_bond && !of_bridge)
      reading_.problem(network.relations.file, network.relations.line,
                       fmt::format("no .netdev file makes {} of this kind", connection.controller),
                       "networkd ignores the line: the interface is a port of nothing");
    NetworkReading unused;
    finish_networkd_network(network, of_bond, of_bridge, is_ok ? reading_ : unused);
    if (!is_ok) return;
    for (const std::string& name : network.stacked)
      if (!connection.interface.empty()) parents_.try_emplace(name, connection.interface);
    if (!of_bond && !of_bridge) return;
    std::vector<std::string>& ports = ports_[connection.controller];
    if (!connection.interface.empty())
      ports.push_back(connection.interface);
    else if (connection.match)
      ports.insert(ports.end(), connection.match->names.begin(), connection.match->names.end());
  }

  void describe(Connection& connection) {
    const auto found = by_name_.find(connection.interface);
    if (found == by_name_.end() || connection.status != ConnectionStatus::ok) return;
    describe(connection, *found->second);
    connection.sources.push_back({found->second->file, 0});
  }

  void describe(Connection& connection, const NetworkdDevice& device) {
    connection.type = device.kind;
    connection.vlan_id = device.vlan_id;
    if (!connection.mtu) connection.mtu = device.mtu;
    if (connection.set_mac.empty()) connection.set_mac = device.mac;
    if (const auto ports = ports_.find(device.name); ports != ports_.end())
      connection.ports = ports->second;
    if (const auto parent = parents_.find(device.name); parent != parents_.end())
      connection.parent = parent->second;
  }

  /// A device that no .network file is for still takes its ports.
  void add_alone(const NetworkdDevice& device) {
    const bool is_made = device.status == ConnectionStatus::ok;
    const Applies configured = is_made ? configured_by_others(device) : Applies::no;
    if (configured == Applies::yes) return;
    Connection connection;
    connection.stack = NetworkStack::networkd;
    connection.id = std::string(file_name(device.file));
    connection.interface = device.name;
    connection.status = device.status;
    connection.reason = device.reason;
    connection.sources = {{device.file, 0}};
    if (is_made) describe(connection, device);
    connection.type = device.kind;
    if (configured == Applies::maybe) {
      connection.ipv4.method = connection.ipv6.method = AddressMethod::other;
      reading_.problem(device.file, 0,
                       fmt::format("a .network file could be for {}, or not", device.name),
                       "its addresses are not known");
    }
    alone_.push_back(std::move(connection));
  }

  Applies configured_by_others(const NetworkdDevice& device) {
    Applies found = Applies::no;
    for (const NetworkdNetwork& network : networks_) {
      const Connection& connection = network.connection;
      if (connection.status != ConnectionStatus::ok) continue;
      // Many devices and long lists of names would take for ever.
      const std::size_t work = 1 + (connection.match ? connection.match->names.size() : 0);
      if (work > patience_) return Applies::maybe;
      patience_ -= work;
      const Applies one = connection.applies_to(device.name, device.mac);
      if (one == Applies::yes) return one;
      if (one == Applies::maybe) found = one;
    }
    return found;
  }

  const NetworkTree& tree_;
  NetworkReading reading_;
  std::vector<NetworkdDevice> devices_;
  std::map<std::string, const NetworkdDevice*> by_name_;
  std::vector<NetworkdNetwork> networks_;
  std::vector<Connection> alone_;
  Taken taken_;
  std::size_t patience_ = 1000000;
  std::map<std::string, std::string> parents_;
  std::map<std::string, std::vector<std::string>> ports_;
};

}  // namespace

NetworkReading read_networkd(const NetworkTree& tree) { return Reader(tree).read(); }

}  // namespace fbd
