#include "collectors/network/ifcfg_rh.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

namespace fbd {
namespace {

constexpr std::string_view tag = "ifcfg-";

/// Settings that decide on interface, method or address; a misreading of others is not told.
bool decides(std::string_view name) {
  constexpr std::array<std::string_view, 16> starts{
      "BOOTPROTO", "IPADDR", "PREFIX",        "NETMASK", "GATEWAY", "DNS",
      "DEVICE",    "TYPE",   "ONBOOT",        "HWADDR",  "MASTER",  "TEAM_MASTER",
      "BRIDGE",    "IPV6",   "NM_CONTROLLED", "DHCPV6C"};
  return std::any_of(starts.begin(), starts.end(),
                     [name](std::string_view start) { return name.starts_with(start); });
}

class FileReader {
 public:
  FileReader(const NetworkTree& tree, const IfcfgRhFile& file) : tree_(tree), file_(file) {}

  NetworkReading read() {
    const Shvar& values = file_.values;
    connection_.stack = NetworkStack::ifcfg_rh;
    connection_.id = fmt::format("System {}", file_.suffix);
    connection_.sources.push_back({file_.path(), 0});
    if (values.value("DEVICE") == "lo" || file_.suffix == "lo") return {};
    if (const auto why = ifcfg_rh_ignores("ifcfg-" + std::string(file_.suffix)))
      ignore(*why);
    else if (values.yes("NM_CONTROLLED") == false)
      ignore("NM_CONTROLLED=no leaves it to the network scripts");
    if (connection_.status == ConnectionStatus::ok && values.yes("NM_CONTROLLED") == true)
      reading_.needs_network_manager.push_back(file_.path());
    tell_misreadings();

    const IfcfgRhKind kind = ifcfg_rh_kind(file_, tree_);
    if (kind.type == IfcfgRhType::unknown && kind.ignored) ignore(kind.reason);
    IfcfgVerdict verdict;
    if (kind.type == IfcfgRhType::unknown && !kind.ignored)
      verdict = file_.refusal(values.has("TYPE") ? "TYPE" : "BONDING_MASTER", kind.reason);
    name_connection(kind.type);
    if (IfcfgVerdict link = read_ifcfg_rh_link(file_, kind.type, connection_, reading_);
        link && !verdict)
      verdict = std::move(link);
    if (IfcfgVerdict ip = read_ip(); ip && !verdict) verdict = std::move(ip);
    if (!verdict) verdict = check_ifcfg_rh_dcb(file_);
    return finished(verdict);
  }

 private:
  void ignore(const std::string& why) {
    if (connection_.status == ConnectionStatus::ignored) return;
    connection_.status = ConnectionStatus::ignored;
    connection_.reason = why;
  }

  void tell_misreadings() {
    constexpr int most = 10;
    int told = 0;
    for (const Shvar::Misread& one : file_.values.misread())
      if (decides(one.name) && ++told <= most)
        reading_.problem(file_.path(), one.line, fmt::format("{}: {}", one.name, one.reason),
                         "NetworkManager reads something else than a shell");
  }

  void name_connection(IfcfgRhType type) {
    if (const std::string_view name = file_.values.value("NAME"); !name.empty()) {
      connection_.id = name;
      return;
    }
    const char* prefix = type == IfcfgRhType::bond     ? "Bond"
                         : type == IfcfgRhType::team   ? "Team"
                         : type == IfcfgRhType::bridge ? "Bridge"
                         : type == IfcfgRhType::vlan   ? "Vlan"
                                                       : "System";
    connection_.id = fmt::format("{} {}", prefix, file_.suffix);
    if (type != IfcfgRhType::wireless) return;
    if (const std::string_view ssid = file_.values.value("ESSID");
        !ssid.empty() && ssid != file_.suffix)
      connection_.id = fmt::format("System {} ({})", ssid, file_.suffix);
  }

  IfcfgVerdict read_ip() {
    IfcfgVerdict verdict = read_ifcfg_rh_ipv6(file_, connection_, reading_);
    if (IfcfgVerdict ipv4 = read_ifcfg_rh_ipv4(file_, connection_, reading_); ipv4 && !verdict)
      verdict = std::move(ipv4);
    if (!verdict) verdict = give_domains_to_ipv6();
    return verdict;
  }

  /// Domains for which IPv4 has no use go to IPv6, which spoils it where it may have none.
  IfcfgVerdict give_domains_to_ipv6() {
    const std::string_view domains = file_.values.value("DOMAIN");
    IpConfiguration& ip = connection_.ipv6;
    if (!connection_.ipv4.search.empty() || split_words(domains).empty()) return std::nullopt;
    const bool takes_none =
        ip.method == AddressMethod::none ||
        std::find(ip.also.begin(), ip.also.end(), "link-local") != ip.also.end();
    if (takes_none)
      return file_.refusal("DOMAIN", "DOMAIN is set, but neither IPv4 nor IPv6 takes a domain");
    add_search_domains(domains, ip);
    return std::nullopt;
  }

  NetworkReading finished(const IfcfgVerdict& verdict) {
    Connection& c = connection_;
    if (verdict && c.status == ConnectionStatus::ok) {
      c.status = ConnectionStatus::refused;
      c.reason = verdict->reason;
      reading_.problem(verdict->file.empty() ? file_.path() : verdict->file, verdict->line,
                       verdict->reason, "NetworkManager does not load the connection");
    }
    // A port has no addresses of its own; those the file gives it are left out.
    if (!c.controller.empty()) {
      c.ipv4 = {};
      c.ipv6 = {};
    }
    // The meaningless DHCP=yes is what post-rec-script.sh and setazureip.sh write.
    c.by_failover =
        file_.values.yes("DHCP").value_or(false) && c.ipv4.method == AddressMethod::dhcp;
    c.backup = file_.folder.backup;
    // What nobody reads does no harm.
    if (c.status == ConnectionStatus::ignored) reading_.problems.clear();
    reading_.connections.push_back(std::move(c));
    for (NetworkProblem& problem : reading_.problems) problem.backup = file_.folder.backup;
    return std::move(reading_);
  }

  const NetworkTree& tree_;
  const IfcfgRhFile& file_;
  Connection connection_;
  NetworkReading reading_;
};

/// "ifcfg-eth0:1" beside "ifcfg-eth0".
bool is_alias(std::string_view name, const IfcfgFolder& folder) {
  const std::size_t colon = name.rfind(':');
  return colon != std::string_view::npos && folder.has(name.substr(0, colon));
}

/// Names the controllers that are given by UUID.
void resolve_controllers(const std::map<std::string, std::string, std::less<>>& interfaces,
                         NetworkReading& reading) {
  for (Connection& connection : reading.connections)
    if (const auto found = interfaces.find(connection.controller); found != interfaces.end())
      connection.controller = found->second;
}

}  // namespace

std::optional<std::string> ifcfg_rh_ignores(std::string_view name) {
  constexpr std::array<std::string_view, 7> suffixes{".bak",    "~",       ".orig",  ".rej",
                                                     ".rpmnew", ".augnew", ".augtmp"};
  const std::string small = small_letters(name);
  for (const std::string_view suffix : suffixes)
    if (small.size() > suffix.size() && small.ends_with(suffix))
      return fmt::format("NetworkManager passes over files whose name ends in {}", suffix);
  // What rpm calls a file while it unpacks it.
  const std::size_t semicolon = small.rfind(';');
  if (semicolon != std::string::npos && small.size() - semicolon == 9 &&
      small.find_first_not_of("0123456789abcdef", semicolon + 1) == std::string::npos)
    return "NetworkManager passes over files whose name ends as those that rpm unpacks";
  return std::nullopt;
}

NetworkReading read_ifcfg_rh(const NetworkTree& tree, std::string_view path) {
  const IfcfgFolder folder(tree, path);
  const std::optional<GlobalSettings> global = global_settings(tree, folder);
  const Shvar global_values(global ? global->text : std::string_view());
  NetworkReading reading;
  std::map<std::string, std::string, std::less<>> interfaces;  // by UUID
  for (auto it = folder.files.lower_bound(tag);
       it != folder.files.end() && it->first.starts_with(tag); ++it) {
    const std::string_view suffix = it->first.substr(tag.size());
    if (suffix.empty() || is_alias(it->first, folder)) continue;
    const Shvar values(it->second);
    IfcfgRhFile file{folder,
                     suffix,
                     values,
                     global ? &global_values : nullptr,
                     global ? std::string_view(global->file) : std::string_view(),
                     true};
    file.reads_routes = !folder.has(file.beside("rule-")) && !folder.has(file.beside("rule6-"));
    reading.add(FileReader(tree, file).read());
    if (!values.value("UUID").empty() && !values.value("DEVICE").empty())
      interfaces.emplace(values.value("UUID"), values.value("DEVICE"));
  }
  resolve_controllers(interfaces, reading);
  return reading;
}

}  // namespace fbd
