#include "collectors/network/networkd_network.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/networkd.h"
#include "collectors/network/networkd_match.h"
#include "collectors/network/networkd_values.h"

namespace fbd {
namespace {

using Assignment = SystemdIni::Assignment;

constexpr std::array<std::string_view, 11> stacking{"VLAN",   "MACVLAN", "MACVTAP", "IPVLAN",
                                                    "IPVTAP", "VXLAN",   "L2TP",    "Tunnel",
                                                    "IPoIB",  "MACsec",  "Xfrm"};

/// Keys are case-sensitive, and "dhcp=yes" asks for nothing.
constexpr std::array<std::string_view, 12> important{
    "DHCP", "Address", "Gateway", "DNS",  "Domains",  "Bond",
    "VLAN", "Bridge",  "Name",    "Peer", "MTUBytes", "MACAddress"};

/// Old words that are still understood.
std::optional<AddressFamilies> dhcp_families(std::string_view value) {
  if (value == "both") return AddressFamilies{true, true};
  if (value == "v4") return AddressFamilies{true, false};
  if (value == "v6") return AddressFamilies{false, true};
  if (value == "none") return AddressFamilies{};
  return address_families(value);
}

class Reader {
 public:
  Reader(NetworkdNetwork& network, NetworkReading& reading)
      : network_(network), connection_(network.connection), reading_(reading) {}

  void add(const SystemdIni::Section& section) {
    file_ = section.file;
    const bool is_link = section.name == "Link";
    const bool is_network = section.name == "Network";
    for (const Assignment& one : section.assignments) {
      if (is_link) link(one);
      if (is_network) network(one);
      if (is_link || is_network || section.name == "Match" || section.name == "Address")
        check_case(one);
    }
  }

 private:
  void link(const Assignment& one) {
    if (one.key == "MTUBytes") {
      const std::optional<std::uint64_t> bytes = systemd_size(one.value);
      constexpr std::uint64_t most = 0x7FFFFFFF;
      if (bytes && *bytes <= most)
        connection_.mtu = static_cast<int>(*bytes);
      else
        ignored(one);
    } else if (one.key == "MACAddress") {
      if (const std::optional<std::string> mac = hardware_address(one.value))
        connection_.set_mac = *mac;
      else if (!one.value.empty())
        ignored(one);
    } else if (one.key == "Unmanaged") {
      if (const std::optional<bool> is_unmanaged = boolean(one)) set_unmanaged(*is_unmanaged);
    } else if (one.key == "ActivationPolicy") {
      connection_.at_boot =
          one.value != "manual" && one.value != "down" && one.value != "always-down";
    }
  }

  void set_unmanaged(bool is_unmanaged) {
    connection_.status = is_unmanaged ? ConnectionStatus::ignored : ConnectionStatus::ok;
    connection_.reason = is_unmanaged ? networkd_unmanaged : "";
  }

  void network(const Assignment& one) {
    const auto set = [&](bool& to) {
      if (const std::optional<bool> value = boolean(one)) to = *value;
    };
    if (one.key == "DHCP") {
      dhcp(one);
    } else if (one.key == "LinkLocalAddressing") {
      link_local(one);
    } else if (one.key == "IPv4LL") {
      if (const std::optional<bool> value = boolean(one)) network_.link_local_v4 = *value;
    } else if (one.key == "IPv6LinkLocalAddressGenerationMode") {
      if (one.value == "none") network_.link_local_v6 = false;
    } else if (one.key == "IPv6AcceptRA" || one.key == "IPv6AcceptRouterAdvertisements") {
      if (one.value.empty())
        network_.router_announcements = false;
      else
        set(network_.router_announcements);
    } else if (one.key == "DHCPPrefixDelegation" || one.key == "DHCPv6PrefixDelegation") {
      set(network_.delegated_prefix);
    } else if (one.key == "DNS") {
      dns(one);
    } else if (one.key == "Domains") {
      domains(one.value);
    } else if (one.key == "KeepMaster") {
      set(network_.keeps_controller);
    } else if (one.key == "Bond") {
      device(one, network_.bond);
    } else if (one.key == "Bridge") {
      device(one, network_.bridge);
    } else if (std::find(stacking.begin(), stacking.end(), one.key) != stacking.end()) {
      stack(one);
    }
  }

  void dhcp(const Assignment& one) {
    const std::optional<AddressFamilies> families = dhcp_families(one.value);
    if (!families) return ignored(one);
    network_.dhcp_v4 = families->v4;
    network_.dhcp_v6 = families->v6;
    network_.asks_dhcp = {file_, one.line};
  }

  void link_local(const Assignment& one) {
    // Until systemd 249; later ones ignore the word.
    const std::string_view value = one.value == "fallback" || one.value == "ipv4-fallback"
                                       ? std::string_view("ipv4")
                                       : std::string_view(one.value);
    const std::optional<AddressFamilies> families = address_families(value);
    if (!families || value != one.value) ignored(one);
    if (!families) return;
    network_.link_local_v4 = families->v4;
    network_.link_local_v6 = families->v6;
  }

  void dns(const Assignment& one) {
    if (one.value.empty()) {
      network_.dns_v4.clear();
      network_.dns_v6.clear();
    }
    for (std::string_view word : systemd_words(one.value)) {
      if (const std::optional<std::string> server = dns_server(word))
        (is_ipv4(*server) ? network_.dns_v4 : network_.dns_v6).push_back(*server);
      else
        ignored({one.key, std::string(word), one.line});
    }
  }

  /// "~corp.example" only says which server to ask.
  void domains(std::string_view value) {
    if (value.empty()) network_.search.clear();
    for (std::string_view word : systemd_words(value)) {
      if (word.size() > 1 && word.ends_with('.')) word.remove_suffix(1);
      if (word.starts_with('~') || word == "*" || word == "." || word == "localhost") continue;
      if (std::find(network_.search.begin(), network_.search.end(), word) == network_.search.end())
        network_.search.emplace_back(word);
    }
  }

  void device(const Assignment& one, std::string& name) {
    if (!one.value.empty() && !is_networkd_name(one.value)) return ignored(one);
    name = one.value;
    if (network_.relations.line == 0) network_.relations = {file_, one.line};
  }

  void stack(const Assignment& one) {
    if (!is_networkd_name(one.value)) return ignored(one);
    network_.stacked.push_back(one.value);
  }

  std::optional<bool> boolean(const Assignment& one) {
    const std::optional<bool> value = systemd_boolean(one.value);
    if (!value) ignored(one);
    return value;
  }

  void check_case(const Assignment& one) {
    for (std::string_view key : important)
      if (one.key != key && one.key.size() == key.size() &&
          std::equal(key.begin(), key.end(), one.key.begin(), [](char a, char b) {
            return (static_cast<unsigned char>(a) | 0x20U) ==
                   (static_cast<unsigned char>(b) | 0x20U);
          }))
        problem(one.line, fmt::format("\"{}\" has to be written \"{}\"", one.key, key));
  }

  void ignored(const Assignment& one) {
    problem(one.line, fmt::format("{}={} cannot be used", one.key, printable(one.value, 60)));
  }

  void problem(int line, std::string reason) {
    constexpr std::size_t most = 100;
    if (++problems_ <= most)
      reading_.problem(file_, line, std::move(reason), "networkd ignores the line");
  }

  NetworkdNetwork& network_;
  Connection& connection_;
  NetworkReading& reading_;
  std::string file_;
  std::size_t problems_ = 0;
};

}  // namespace

NetworkdNetwork networkd_network(const SystemdIni& ini, const NetworkdFile& file,
                                 NetworkReading& reading) {
  NetworkdNetwork network;
  Connection& connection = network.connection;
  connection.stack = NetworkStack::networkd;
  connection.id = without_suffix(file.path, ".network");
  connection.sources = {{file.path, 0}};
  std::vector<NetworkProblem> problems = ini.ignored_lines;
  const NetworkdMatch match = networkd_match(ini, problems);
  connection.interface = match.interface;
  connection.match = match.match;
  connection.type = match.type;
  if (ini.refusal) {
    connection.status = ConnectionStatus::refused;
    connection.reason = ini.refusal->reason;
    connection.sources = {{ini.refusal->file, ini.refusal->line}};
    problems = {*ini.refusal};
  } else {
    network.by_names_only = match.by_names_only;
    Reader reader(network, reading);
    for (const SystemdIni::Section& section : ini.sections) reader.add(section);
    network.addresses = networkd_addresses(ini, problems);
    network.routes = networkd_routes(ini, problems);
    if (match.is_empty) {
      connection.status = ConnectionStatus::ignored;
      connection.reason = "nothing valid is in its [Match] section";
      problems.push_back({file.path, match.line, "nothing valid is in the [Match] section",
                          "networkd ignores the file; old ones take it for every interface"});
    }
  }
  for (NetworkProblem& one : problems) reading.problems.push_back(std::move(one));
  return network;
}

}  // namespace fbd
