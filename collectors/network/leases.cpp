#include "collectors/network/leases.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"
#include "collectors/network/lease_readers.h"

namespace fbd {
namespace {

// dhcpd.leases, beside them on a DHCP server, are those it gave to others.
constexpr std::string_view globs[] = {
    "/var/lib/dhclient/dhclient*.lease",
    "/var/lib/dhclient/dhclient*.leases",
    "/var/lib/dhcp/dhclient*.lease",
    "/var/lib/dhcp/dhclient*.leases",
    "/var/lib/dhcp3/dhclient*.leases",
    "/var/lib/NetworkManager/*.lease",
    "/run/systemd/netif/leases/*",
    "/var/lib/wicked/lease-*-dhcp-ipv4.xml",
    "/var/lib/wicked/lease-*-dhcp-ipv6.xml",
    "/var/lib/dhcpcd/dhcpcd-*.info",
    "/var/lib/dhcpcd/*.lease",
    "/var/lib/dhcpcd/*.lease6",
    "/var/lib/dhcpcd5/*.lease",
    "/var/lib/dhcpcd5/*.lease6",
    "/var/db/dhcpcd/*.lease",
    "/var/db/dhcpcd/*.lease6",
};

constexpr std::size_t at_most = 256;

/// What is between the two in a file's name, or "".
std::string_view between(std::string_view name, std::string_view start, std::string_view end) {
  if (name.size() < start.size() + end.size() || !name.starts_with(start) || !name.ends_with(end))
    return {};
  return name.substr(start.size(), name.size() - start.size() - end.size());
}

/// "dhclient-<uuid>-eth0.lease", "dhclient--eth0.lease", "dhclient6.eth0.leases", ...: eth0.
std::string_view dhclient_interface(std::string_view name) {
  for (std::string_view start : {"dhclient6", "dhclient", "internal"})
    if (name.starts_with(start)) {
      name.remove_prefix(start.size());
      break;
    }
  for (std::string_view end : {".leases", ".lease"})
    if (name.ends_with(end)) {
      name.remove_suffix(end.size());
      break;
    }
  constexpr std::size_t uuid = 36;
  if (name.size() > uuid + 2 && name[0] == '-' && name[uuid + 1] == '-' && name[9] == '-' &&
      name[14] == '-')
    return name.substr(uuid + 2);
  if (name.starts_with("--")) return name.substr(2);
  return name.substr(std::min<std::size_t>(1, name.size()));
}

struct Read {
  DhcpClient client = DhcpClient::dhclient;
  std::string interface;  // by the file's name
  std::optional<std::uint32_t> index;
  LeaseFile file;
};

Read read(const TreeEntry& entry) {
  const std::string_view path = entry.path;
  const std::string_view text = entry.bytes;
  const std::string_view file = file_name(path);
  if (path.starts_with("/run/systemd/netif/leases/"))
    return {DhcpClient::networkd, "", lease_number(file), read_lease_settings(text)};
  if (path.starts_with("/var/lib/wicked/")) {
    std::string_view interface = between(file, "lease-", "-dhcp-ipv4.xml");
    if (interface.empty()) interface = between(file, "lease-", "-dhcp-ipv6.xml");
    return {DhcpClient::wicked, std::string(interface), {}, read_wicked_lease(text)};
  }
  if (path.find("/dhcpcd") != path.npos) {
    const std::string_view old = between(file, "dhcpcd-", ".info");
    if (!old.empty()) return {DhcpClient::dhcpcd, std::string(old), {}, read_lease_settings(text)};
    const bool v6 = file.ends_with(".lease6");
    std::string_view interface = between(file, "dhcpcd-", v6 ? ".lease6" : ".lease");
    if (interface.empty()) interface = between(file, "", v6 ? ".lease6" : ".lease");
    return {DhcpClient::dhcpcd,
            std::string(interface),
            {},
            v6 ? read_dhcpv6_reply(text) : read_bootp_reply(text)};
  }
  const std::string interface(dhclient_interface(file));
  if (file.starts_with("internal-"))
    return {DhcpClient::network_manager, interface, {}, read_lease_settings(text)};
  return {DhcpClient::dhclient, interface, {}, read_dhclient_leases(text)};
}

Result<Leases> parse_leases(std::string_view answer) {
  const Result<std::vector<TreeEntry>> tree = read_tree(answer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  Leases found;
  const auto problem = [&found](std::string_view path, int line, std::string reason,
                                ErrorKind kind) {
    if (found.problems.size() < at_most)
      found.problems.push_back(
          {std::string(path), line, std::move(reason), "what it leases is not known", false, kind});
  };
  for (const TreeEntry& entry : *tree) {
    if (entry.kind == TreeEntry::Kind::error && entry.error_kind != ErrorKind::not_found)
      problem(entry.path, 0, printable(entry.bytes), entry.error_kind);
    if (entry.kind != TreeEntry::Kind::file) continue;
    Read one = read(entry);
    if (!one.file.trouble.empty())
      problem(entry.path, one.file.line, one.file.trouble, ErrorKind::malformed);
    for (Lease& lease : one.file.leases) {
      lease.client = one.client;
      if (lease.interface.empty()) lease.interface = one.interface;
      lease.interface = printable(lease.interface, 64);
      lease.interface_index = one.index;
      lease.source.file = entry.path;
      if (found.all.size() < at_most)
        found.all.push_back(std::move(lease));
      else
        ++found.left_out;
    }
  }
  return found;
}

constexpr Origin<Leases> known_origins[] = {
    {"network.leases", Os::gnu_linux, read_tree(globs), parse_leases},
};

}  // namespace

std::span<const Origin<Leases>> Leases::origins() { return known_origins; }

std::string_view name(DhcpClient client) {
  switch (client) {
    case DhcpClient::dhclient:
      return "dhclient";
    case DhcpClient::dhcpcd:
      return "dhcpcd";
    case DhcpClient::network_manager:
      return "network-manager";
    case DhcpClient::networkd:
      return "networkd";
    case DhcpClient::wicked:
      break;
  }
  return "wicked";
}

std::string to_json(const Leases& fact) {
  using Json = nlohmann::ordered_json;
  Json leases = Json::array(), problems = Json::array();
  for (const Lease& one : fact.all)
    leases.push_back(
        {{"client", name(one.client)},
         {"interface", one.interface},
         {"interface_index", one.interface_index ? Json(*one.interface_index) : Json()},
         {"file", one.source.file},
         {"line", one.source.line},
         {"family", one.ipv4 ? "inet" : "inet6"},
         {"address", one.address},
         {"prefix", one.prefix ? Json(*one.prefix) : Json()},
         {"routers", one.routers},
         {"dns", one.dns},
         {"search", one.search},
         {"server", one.server},
         {"seconds", one.seconds ? Json(*one.seconds) : Json()},
         {"expires", one.expires ? Json(iso_time(*one.expires)) : Json()},
         {"for_ever", one.for_ever},
         {"from_azure", one.from_azure()}});
  for (const NetworkProblem& one : fact.problems)
    problems.push_back({{"file", one.file},
                        {"line", one.line},
                        {"reason", one.reason},
                        {"consequence", one.consequence}});
  return Json{
      {"leases", std::move(leases)}, {"problems", std::move(problems)}, {"left_out", fact.left_out}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
