#include "kb/terminal/site_template.h"

#include <fmt/format.h>

#include "collectors/host/agent_config.h"

namespace fbd {
namespace {

constexpr std::string_view head =
    R"(# The site: which machine plays which role, and how it is reached.
# "failback-doctor site test FILE" tests this file, "failback-doctor check --site FILE" uses it.

)";

constexpr std::string_view about_hosts = R"(
# role:    protected-vm, configuration-server, process-server, master-target, esxi, vcenter,
#          appliance (of the modernized stack);
#          several: [configuration-server, process-server, master-target]
# address: name or IP address, as the others dial it (default: the host's name here)
# os:      linux, windows or esxi
# reach:   local (this machine), ssh, root (its disk is mounted here, "root: /mnt/disk" says
#          where) or none (default: only dialled from the others)
# addresses: [10.20.0.5/24]: what a protected VM should have after a failback; without it a check
#          goes by a baseline, by the copies of the failover, and by an older bundle (--before)
)";

constexpr std::string_view about_checks = R"(
# before: /root/old.tar.zst    # an older bundle of the same machines, as check --before gives it
# ask-neighbours: yes          # ask by ARP who else has a static address, as --ask-neighbours does
)";

constexpr std::string_view vm_example = R"(
  # web02:
  #   role: protected-vm
  #   address: 10.20.0.6
  #   os: linux
  #   reach: none
  #   vm-name: web02            # as vCenter calls it
  #   vcenter: vc01
)";

constexpr std::string_view config_server_example = R"(
  # cs01:
  #   role: [configuration-server, process-server]
  #   address: 10.0.0.4         # its static address: agents keep it for life
  #   port: 443
  #   os: windows
  #   certificate-sha256: ""    # its thumbprint, to notice a TLS-inspecting firewall
)";

constexpr std::string_view pin_hint =
    R"(    # certificate-sha256: ""    # its thumbprint, to notice a TLS-inspecting firewall
)";

constexpr std::string_view master_target_example = R"(
  # mt01:
  #   role: master-target
  #   address: 10.0.0.5
  #   os: linux
  #   vm-name: mt01
  #   vcenter: vc01
)";

constexpr std::string_view vcenter_example = R"(
  # vc01:
  #   role: vcenter
  #   url: https://vc01.example.com/sdk
  #   account:                  # the account that Site Recovery itself uses
  #     user: asr@vsphere.local
  #     password: {env: VC_PASSWORD}      # or {file: /root/vc-password}, mode 0600
)";

constexpr std::string_view azure_example = R"(
# azure:
#   subscription: 00000000-0000-0000-0000-000000000000
#   resource-group: recovery
#   vault: vault01
#   tenant: 00000000-0000-0000-0000-000000000000
#   client-id: 00000000-0000-0000-0000-000000000000
#   client-secret: {env: AZURE_CLIENT_SECRET}
#   # or without client-id and client-secret: as whoever is signed in to the Azure CLI;
#   # on an Azure VM, sign-in: managed-identity
)";

std::string roles_of(const Host& host) {
  std::vector<std::string_view> names;
  for (const Role role : all_roles)
    if (host.roles.has(role)) names.push_back(name(role));
  if (names.size() == 1) return std::string(names.front());
  return fmt::format("[{}]", fmt::join(names, ", "));
}

std::string host_entry(const Host& host) {
  std::string text = fmt::format("\n  {}:\n", host.name);
  if (host.roles.bits == 0)
    text += "    role: protected-vm        # a guess: this machine shows no role\n";
  else
    text += fmt::format("    role: {}\n", roles_of(host));
  if (!host.address.empty()) text += fmt::format("    address: \"{}\"\n", host.address);
  if (host.roles.has(Role::configuration_server)) text += fmt::format("    port: {}\n", host.port);
  text += fmt::format("    os: {}\n    reach: {}\n", name(host.os), name(host.reach));
  if (host.reach == Reach::root) text += fmt::format("    root: \"{}\"\n", host.root);
  if (host.roles.has(Role::configuration_server)) text += pin_hint;
  return text;
}

}  // namespace

std::string site_template(const Site& site, const Evidence& evidence) {
  std::string text(head);
  if (site.stack == Stack::unknown)
    text += "# stack: classic            # or modernized\n";
  else
    text += fmt::format("stack: {}\n", name(site.stack));
  text += about_checks;
  text += about_hosts;
  text += "hosts:\n";
  for (const Host& host : site.hosts) {
    const Known<AgentConfig> agent = known<AgentConfig>(Context{site, evidence, host});
    if (agent.value && !agent.value->host_id.empty())
      text += fmt::format("\n  # host id of its mobility agent: {}", agent.value->host_id);
    text += host_entry(host);
  }
  if (site.in({Role::protected_vm}).empty()) text += vm_example;
  if (site.in({Role::configuration_server}).empty()) text += config_server_example;
  if (site.in({Role::master_target}).empty()) text += master_target_example;
  if (site.in({Role::vcenter}).empty()) text += vcenter_example;
  if (!site.azure) text += azure_example;
  return text;
}

}  // namespace fbd
