#include "collectors/network/flows.h"

#include <algorithm>

#include <fmt/format.h>

namespace fbd {
namespace {

using enum Role;
using enum Speaks;
using enum Importance;

// Names without a wildcard, of those that every component needs: the sign-in and the management
// API. A name that is there for each vault or storage account alone cannot be known from the site.
constexpr std::string_view azure_names[] = {"login.microsoftonline.com", "management.azure.com"};
constexpr std::string_view azure_names_of_vm[] = {"login.microsoftonline.com"};

constexpr std::string_view architecture =
    "VMware to Azure disaster recovery architecture, classic, Set up outbound network connectivity "
    "and replication process";
constexpr std::string_view modernized_architecture =
    "VMware to Azure disaster recovery architecture, modernized (2022-08-30), Replication process";
constexpr std::string_view push_installation =
    "Troubleshoot Mobility service push installation (2021-05-27)";
constexpr std::string_view not_documented =
    "not stated by any document for Site Recovery; shown for information";

// A VM and its process server should be close; a site-to-site VPN lies between the process server
// and the master target. The documents ask for low latency and give no number: own judgement.
constexpr int near_milliseconds = 10;
constexpr int far_milliseconds = 100;
constexpr int control_milliseconds = 150;

// The configuration server carries a process server of its own; a role that is combined with it
// on one machine needs no network, and endpoints_of leaves it out.
constexpr Flow table[] = {
    {.id = "control",
     .stack = Stack::classic,
     .from = {protected_vm, process_server, master_target},
     .to = {configuration_server},
     .port = 0,
     .speaks = https,
     .importance = replication,
     .slow_milliseconds = control_milliseconds,
     .purpose = "registration, heartbeat and control",
     .service = "its web server (W3SVC)",
     .source = "Reprotect from Azure (2018-02-06), Before you begin and Common issues"},
    {.id = "data",
     .stack = Stack::classic,
     .from = {protected_vm},
     .to = {process_server},
     .port = 9443,
     .speaks = cxps,
     .importance = replication,
     .slow_milliseconds = near_milliseconds,
     .data = true,
     .purpose = "replication data",
     .service = "the service cxprocessserver",
     .source = "Reprotect from Azure (2018-02-06), Before you begin; Troubleshoot replication "
               "(2019-08-02), Error 78186"},
    {.id = "failback-data",
     .stack = Stack::classic,
     .from = {master_target},
     .to = {process_server},
     .port = 9443,
     .speaks = cxps,
     .importance = replication,
     .slow_milliseconds = far_milliseconds,
     .data = true,
     .purpose = "failback data",
     .service = "the service cxprocessserver",
     .source =
         "Reprotect from Azure (2018-02-06), picture of the ports; the direction is inferred"},
    {.id = "to-master-target",
     .stack = Stack::classic,
     .from = {process_server},
     .to = {master_target},
     .port = 9443,
     .speaks = cxps,
     .importance = replication,
     .slow_milliseconds = far_milliseconds,
     .data = true,
     .purpose = "failback data",
     .service = "the agent's cxps",
     .source = "Reprotect from Azure (2018-02-06), picture of the ports"},
    {.id = "vsphere",
     .stack = Stack::classic,
     .from = {configuration_server, process_server, master_target},
     .to = {vcenter, esxi},
     .port = 0,
     .speaks = https,
     .importance = replication,
     .slow_milliseconds = control_milliseconds,
     .purpose = "discovery and operations on virtual machines",
     .service = "the vSphere API",
     .source = architecture},
    {.id = "azure",
     .stack = Stack::classic,
     .from = {configuration_server, process_server},
     .to = {},
     .port = 443,
     .speaks = https,
     .importance = replication,
     .purpose = "Azure Site Recovery",
     .service = "Azure",
     .source = "Configuration server requirements (2023-12-04), URL access",
     .urls = azure_names},
    {.id = "appliance-control",
     .stack = Stack::modernized,
     .from = {protected_vm},
     .to = {appliance},
     .port = 0,
     .speaks = https,
     .importance = information,
     .purpose = "control, before the failover",
     .service = "the RCM proxy",
     .source = modernized_architecture},
    {.id = "appliance-data",
     .stack = Stack::modernized,
     .from = {protected_vm},
     .to = {appliance},
     .port = 9443,
     .speaks = cxps,
     .importance = information,
     .purpose = "replication data, before the failover",
     .service = "the appliance's process server",
     .source = modernized_architecture},
    {.id = "appliance-vsphere",
     .stack = Stack::modernized,
     .from = {appliance},
     .to = {vcenter, esxi},
     .port = 0,
     .speaks = https,
     .importance = replication,
     .slow_milliseconds = control_milliseconds,
     .purpose = "discovery, and provisioning on failback",
     .service = "the vSphere API",
     .source = modernized_architecture},
    {.id = "appliance-azure",
     .stack = Stack::modernized,
     .from = {appliance},
     .to = {},
     .port = 443,
     .speaks = https,
     .importance = replication,
     .purpose = "Azure Site Recovery",
     .service = "Azure",
     .source = "Replication appliance support matrix (2026-04-21), URL access",
     .urls = azure_names},
    {.id = "vm-azure",
     .stack = Stack::modernized,
     .from = {protected_vm},
     .to = {},
     .port = 443,
     .speaks = https,
     .importance = replication,
     .purpose = "the agent's registration with Azure",
     .service = "Azure",
     .source = "Failover and failback, modernized (2023-10-06); Replication appliance support "
               "matrix (2026-04-21), URL access",
     .urls = azure_names_of_vm},
    {.id = "push-ssh",
     .stack = Stack::unknown,
     .from = {configuration_server, process_server, appliance},
     .to = {protected_vm},
     .port = 22,
     .speaks = ssh,
     .importance = installation,
     .to_os = Os::gnu_linux,
     .purpose = "installation of the agent from afar",
     .service = "sshd",
     .source = push_installation},
    {.id = "push-rpc",
     .stack = Stack::unknown,
     .from = {configuration_server, process_server, appliance},
     .to = {protected_vm},
     .port = 135,
     .speaks = tcp,
     .importance = installation,
     .to_os = Os::windows,
     .purpose = "installation of the agent from afar",
     .service = "RPC and WMI",
     .source = push_installation},
    {.id = "push-smb",
     .stack = Stack::unknown,
     .from = {configuration_server, process_server, appliance},
     .to = {protected_vm},
     .port = 445,
     .speaks = tcp,
     .importance = installation,
     .to_os = Os::windows,
     .purpose = "installation of the agent from afar",
     .service = "file and printer sharing",
     .source = push_installation},
    {.id = "nfc",
     .stack = Stack::unknown,
     .from = {master_target, appliance},
     .to = {esxi},
     .port = 902,
     .speaks = tcp,
     .importance = information,
     .purpose = "file copies on an ESXi host",
     .service = "the ESXi host",
     .source = not_documented},
};

std::uint16_t port_of(const Flow& flow, const Host& to) {
  if (flow.port == 0) return to.port;
  return flow.speaks == cxps ? to.data_port : flow.port;
}

/// Where the vSphere API is, if a site file gives it as an address on the web.
std::string dialled(const Host& to) {
  constexpr std::string_view scheme = "https://";
  if (!to.address.empty() || !std::string_view(to.url).starts_with(scheme)) return to.dial();
  const std::string_view rest = std::string_view(to.url).substr(scheme.size());
  return std::string(rest.substr(0, rest.find_first_of(":/")));
}

/// Where nothing says which stack it is, the machines of the site do.
Stack stack_of(const Site& site) {
  if (site.stack != Stack::unknown) return site.stack;
  return site.in({appliance}).empty() ? Stack::classic : Stack::modernized;
}

bool starts_at(const Flow& flow, const Site& site, const Host& from) {
  return (flow.stack == Stack::unknown || flow.stack == stack_of(site)) &&
         flow.from.admits(from.roles);
}

bool ends_at(const Flow& flow, const Host& from, const Host& to) {
  return to.name != from.name && flow.to.admits(to.roles) &&
         (flow.to_os == Os::unknown || to.os == flow.to_os);
}

Endpoint in_azure(const Flow& flow, std::string_view name) {
  return {&flow, nullptr, std::string(name), std::string(name), flow.port};
}

Endpoint at_host(const Flow& flow, const Host& to) {
  return {&flow, &to, to.name, dialled(to), port_of(flow, to)};
}

}  // namespace

std::span<const Flow> flows() { return table; }

const Flow* find_flow(std::string_view id) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const Flow& f) { return f.id == id; });
  return found == std::end(table) ? nullptr : found;
}

std::string Endpoint::about() const { return fmt::format("{}.{}", flow->id, name); }

std::vector<Endpoint> endpoints_of(const Site& site, const Host& from) {
  std::vector<Endpoint> all;
  for (const Flow& flow : table) {
    if (!starts_at(flow, site, from)) continue;
    for (const std::string_view name : flow.urls) all.push_back(in_azure(flow, name));
    for (const Host& to : site.hosts)
      if (ends_at(flow, from, to)) all.push_back(at_host(flow, to));
  }
  return all;
}

std::optional<Endpoint> endpoint_of(const Site& site, const Host& from, std::string_view about) {
  const std::size_t dot = about.find('.');
  const Flow* flow = find_flow(about.substr(0, dot));
  if (!flow || dot == std::string_view::npos || !starts_at(*flow, site, from)) return std::nullopt;
  const std::string_view name = about.substr(dot + 1);
  if (std::find(flow->urls.begin(), flow->urls.end(), name) != flow->urls.end())
    return in_azure(*flow, name);
  const Host* to = site.host(name);
  if (!to || !ends_at(*flow, from, *to)) return std::nullopt;
  return at_host(*flow, *to);
}

}  // namespace fbd
