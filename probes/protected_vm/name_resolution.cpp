#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "collectors/host/network_services.h"
#include "collectors/host/network_surroundings.h"
#include "collectors/network/configured_network.h"
#include "probes/probe.h"
#include "probes/protected_vm/failed_back.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"dangling", Status::fail, "target owner"},
    {"empty", Status::fail, "what"},
    {"stub-without-service", Status::fail, "server state"},
    {"azure-server", Status::fail, "server file"},
    {"owner-gone", Status::warn, "owner state servers"},
    {"not-in-use", Status::warn, "configured file used"},
};

constexpr std::string_view resolv_conf = "/etc/resolv.conf";
/// Azure's own name server, on the host below each VM; nowhere else does anything answer there.
constexpr std::string_view azure_server = "168.63.129.16";

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

std::string joined(const std::vector<FileLine>& servers) {
  std::string all;
  for (const FileLine& one : servers) all += (all.empty() ? "" : ", ") + one.text;
  return all;
}

/// The service that writes the file; empty: there is none, the file is written once.
std::string_view service_of(std::string_view owner) {
  if (owner == "systemd-resolved" || owner == "NetworkManager") return owner;
  return {};
}

/// Nothing if it runs; else what systemd says of it.
std::optional<std::string> why_not_running(std::string_view service, const RunningUnits& units) {
  const std::string id = std::string(service) + ".service";
  const RunningUnits::Unit* unit = units.find(id);
  if (!unit || unit->load == "not-found") return id + ": not installed";
  if (unit->active == "active" || unit->active == "reloading" || unit->active == "activating")
    return std::nullopt;
  return fmt::format("{}: {}, {}", id, unit->active,
                     unit->load == "masked" ? "masked" : unit->file_state);
}

/// Name servers that the files in force set, with the first file that does.
struct ConfiguredServers {
  std::vector<std::string> all;
  std::string file;

  explicit ConfiguredServers(const ConfiguredNetwork& network) {
    for (const Connection& one : network.connections) {
      if (one.backup || !one.at_boot || one.status != ConnectionStatus::ok) continue;
      for (const bool v4 : {true, false})
        for (const std::string& server : one.ip(v4).dns) {
          if (file.empty()) file = one.file();
          all.push_back(server);
        }
    }
  }
};

std::optional<Verdict> without_servers(const Resolver& resolver) {
  if (!resolver.exists && !resolver.link_target.empty())
    return fail("dangling", {{"target", resolver.link_target},
                             {"owner", resolver.owner.empty() ? "nobody known" : resolver.owner}});
  if (!resolver.exists)
    return fail("empty", {{"what", std::string(resolv_conf) + " is not there"}});
  if (resolver.servers.empty())
    return fail("empty", {{"what", std::string(resolv_conf) + " names no server"}});
  return std::nullopt;
}

std::optional<Verdict> of_azure(const Resolver& resolver, const ConfiguredNetwork& network) {
  for (const FileLine& one : resolver.servers)
    if (one.text == azure_server)
      return fail("azure-server", {{"server", one.text}, {"file", one.file}});
  for (const Connection& one : network.connections)
    if (!one.backup && one.at_boot && one.status == ConnectionStatus::ok &&
        std::find(one.ipv4.dns.begin(), one.ipv4.dns.end(), azure_server) != one.ipv4.dns.end())
      return fail("azure-server", {{"server", std::string(azure_server)}, {"file", one.file()}});
  return std::nullopt;
}

Verdict decide(ProtectedVm<Result<Platform>> platform, ProtectedVm<NetworkSurroundings> around,
               ProtectedVm<ConfiguredNetwork> network, ProtectedVm<Result<RunningUnits>> units) {
  const std::string& host = network.host().name;
  if (std::optional<Verdict> early = not_failed_back(*platform, host)) return *early;
  const Resolver& resolver = around->resolver;
  if (!resolver.exists &&
      std::find(around->unseen.begin(), around->unseen.end(), resolv_conf) != around->unseen.end())
    return unknown({ErrorKind::denied,
                    fmt::format("{}: {} cannot be read; run this as root", host, resolv_conf)});
  if (std::optional<Verdict> none = without_servers(resolver)) return *none;
  if (std::optional<Verdict> azure = of_azure(resolver, *network)) return *azure;

  const std::vector<FileLine>& servers = resolver.servers;
  const bool local = std::any_of(servers.begin(), servers.end(),
                                 [](const FileLine& one) { return is_loopback(one.text); });
  const std::string_view service = service_of(resolver.owner);
  if (!service.empty() && *units) {
    const std::optional<std::string> state = why_not_running(service, **units);
    const bool stub = service == "systemd-resolved" && local && servers.size() == 1;
    if (state && stub)
      return fail("stub-without-service", {{"server", servers.front().text}, {"state", *state}});
    if (state)
      return warn("owner-gone",
                  {{"owner", resolver.owner}, {"state", *state}, {"servers", joined(servers)}});
  } else if (!service.empty() && units->error().kind != ErrorKind::not_found) {
    // Without systemd none of its services is in question.
    return unknown(units->error());
  }

  // What a server on this machine asks further on is not in this file.
  const ConfiguredServers configured(*network);
  const bool any_used = std::any_of(servers.begin(), servers.end(), [&](const FileLine& one) {
    return std::find(configured.all.begin(), configured.all.end(), one.text) !=
           configured.all.end();
  });
  if (!configured.all.empty() && !local && !any_used)
    return warn("not-in-use", {{"configured", fmt::format("{}", fmt::join(configured.all, ", "))},
                               {"file", configured.file},
                               {"used", joined(servers)}});
  return pass({{"servers", joined(servers)}});
}

}  // namespace

extern constinit const Probe protected_vm_name_resolution{
    .id = "protected-vm.name-resolution",
    .question = "Does the machine have name servers, and the right ones?",
    .rule =
        "Own judgement; that a failover moves resolv.conf aside on SLES: "
        "Azure/AzMigrate-Hydration, post-rec-script.sh and setazureip.sh; 168.63.129.16: What is "
        "IP address 168.63.129.16, learn.microsoft.com (2024)",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
