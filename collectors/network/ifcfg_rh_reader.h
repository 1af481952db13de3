// What the parts of the reader of ifcfg files have in common. Only for ifcfg_rh*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/ifcfg_folder.h"
#include "collectors/network/shvar.h"

namespace fbd {

/// Why NetworkManager does not load the file, and where it says so.
struct IfcfgRefusal {
  int line = 0;
  std::string reason;
  std::string file;  // empty: the ifcfg file itself
};
/// Lists are cut here: none that anybody meant is near, and each entry is compared with the others.
inline constexpr std::size_t most_ifcfg_entries = 2000;

/// Nothing is good.
using IfcfgVerdict = std::optional<IfcfgRefusal>;

/// One ifcfg file and what it is read with.
struct IfcfgRhFile {
  const IfcfgFolder& folder;
  std::string_view suffix;  // of its name, after "ifcfg-"
  const Shvar& values;
  const Shvar* global = nullptr;  // /etc/sysconfig/network
  std::string_view global_file;
  bool reads_routes = true;  // not beside files of rules

  std::string path() const { return folder.file("ifcfg-" + std::string(suffix)); }
  std::string beside(std::string_view prefix) const {
    return std::string(prefix) + std::string(suffix);
  }
  IfcfgRefusal refusal(std::string_view setting, std::string reason) const {
    return {values.line(setting), std::move(reason), {}};
  }
};

/// The kinds of connection that NetworkManager tells apart here.
enum class IfcfgRhType { ethernet, wireless, infiniband, bond, team, vlan, bridge, unknown };

struct IfcfgRhKind {
  IfcfgRhType type = IfcfgRhType::unknown;
  bool ignored = false;  // nothing is loaded, and nobody complains
  std::string reason;    // of ignored, or why the file is refused
};
IfcfgRhKind ifcfg_rh_kind(const IfcfgRhFile& file, const NetworkTree& tree);

/// Name, interface, kind, controller and what belongs to the link.
IfcfgVerdict read_ifcfg_rh_link(const IfcfgRhFile& file, IfcfgRhType type, Connection& connection,
                                NetworkReading& reading);
/// Which VLAN or InfiniBand key, and on which interface.
IfcfgVerdict read_ifcfg_rh_vlan(const IfcfgRhFile& file, Connection& connection);
IfcfgVerdict read_ifcfg_rh_infiniband(const IfcfgRhFile& file, Connection& connection);
/// Those of former days as well, which are no UUIDs.
bool is_network_manager_uuid(std::string_view text);
/// What only can spoil a connection: options of bonds, wireless security, 802.1X, DCB.
IfcfgVerdict check_ifcfg_rh_bond(const IfcfgRhFile& file);
IfcfgVerdict check_ifcfg_rh_wireless(const IfcfgRhFile& file);
IfcfgVerdict check_ifcfg_rh_8021x(const IfcfgRhFile& file, bool wireless);
IfcfgVerdict check_ifcfg_rh_dcb(const IfcfgRhFile& file);

IfcfgVerdict read_ifcfg_rh_ipv6(const IfcfgRhFile& file, Connection& connection,
                                NetworkReading& reading);
/// Aliases as well.
IfcfgVerdict read_ifcfg_rh_ipv4(const IfcfgRhFile& file, Connection& connection,
                                NetworkReading& reading);
/// route-* or route6-*.
IfcfgVerdict read_ifcfg_rh_routes(const IfcfgRhFile& file, bool v4, Connection& connection,
                                  NetworkReading& reading);

/// The name servers of one family, in order; a text that is no address is a refusal.
IfcfgVerdict read_ifcfg_rh_dns(const IfcfgRhFile& file, bool v4, IpConfiguration& ip);
/// Words, each once.
void add_search_domains(std::string_view domains, IpConfiguration& ip);
/// Unless it is there already.
void add_address(Cidr address, IpConfiguration& ip);

/// NetworkManager passes over files of this name: why, or nothing.
std::optional<std::string> ifcfg_rh_ignores(std::string_view name);

}  // namespace fbd
