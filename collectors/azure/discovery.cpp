#include "collectors/azure/discovery.h"

#include "collectors/azure/vault_get.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::string_view off_azure_version = "2023-06-06";

/// A list below every VMware site that a fabric of the vault points to.
template <int which>
Result<Request> get(const Context& context) {
  constexpr std::string_view below[] = {"/machines", "/hosts", "/vcenters", "/runAsAccounts"};
  const Known<Fabrics> fabrics = known<Fabrics>(context);
  if (!fabrics.value) return tl::unexpected<Error>(fabrics.value.error());
  std::vector<std::string> sites;
  for (const Fabric& fabric : fabrics.value->all)
    if (fabric.is_modernized()) sites.push_back(fabric.vmware_site);
  return get_each(context, sites, below[which], off_azure_version);
}

/// "yes", "no" as this API has it, or a true truth value.
std::optional<bool> yes_or_no(const ArmNode& node) {
  if (same_word(node.text(), "yes")) return true;
  if (same_word(node.text(), "no")) return false;
  return node.flag();
}

DiscoveredMachine read_machine(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  DiscoveredMachine machine;
  machine.id = resource["id"].text();
  machine.name = properties["displayName"].text();
  if (machine.name.empty()) machine.name = resource["name"].text();
  machine.host = properties["hostName"].text();
  machine.power = properties["powerStatus"].text();
  machine.tools = properties["vMwareToolsStatus"].text();
  machine.enable_uuid = yes_or_no(properties["diskEnabledUuid"]);
  machine.snapshots = properties["numberOfSnapshots"].number();
  machine.host_in_maintenance = yes_or_no(properties["hostInMaintenanceMode"]);
  machine.bios_uuid = properties["biosGuid"].text();
  machine.instance_uuid = properties["instanceUuid"].text();
  machine.errors = read_service_errors(properties["errors"]);
  for (const ArmNode& disk : properties["disks"].items()) {
    // "[Datastore 3] web01/web01.vmdk": the name may hold blanks.
    const std::string path = disk["path"].text();
    const std::size_t end = path.starts_with('[') ? path.find(']') : std::string::npos;
    machine.disks.push_back({disk["uuid"].text(), disk["controllerType"].text(),
                             disk["diskMode"].text(),
                             end == std::string::npos ? "" : path.substr(1, end - 1)});
  }
  return machine;
}

DiscoveredHost read_host(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  DiscoveredHost host;
  host.name = properties["displayName"].text();
  if (host.name.empty()) host.name = resource["name"].text();
  for (const ArmNode& one : properties["datastores"].items())
    host.datastores.push_back({one["symbolicName"].text(), one["type"].text(),
                               one["capacityInGb"].number(), one["freeSpaceInGb"].number()});
  return host;
}

DiscoveredVcenter read_vcenter(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  std::string name = properties["fqdn"].text();
  if (name.empty()) name = properties["friendlyName"].text();
  if (name.empty()) name = resource["name"].text();
  return {std::move(name), read_service_errors(properties["errors"]),
          properties["updatedTimestamp"].time()};
}

DiscoveryAccount read_account(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  return {properties["displayName"].text(), properties["credentialType"].text()};
}

template <class All, auto read>
Result<All> parse(std::string_view answer) {
  All all;
  bool any = false;
  const Result<ArmNow> now =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                                 any = true;
                                 all.all.push_back(read(resource));
                               },
                               [&all](const std::string& path, Error failure) {
                                 all.unread.push_back({path, std::move(failure)});
                               }});
  if (!now) return tl::unexpected<Error>(now.error());
  if (!any && !all.unread.empty()) return tl::unexpected<Error>(all.unread.front().why);
  return all;
}

constexpr Ask ask_sites(Ask::Function get) { return ask_after(&next_question<Fabrics>, get); }

constexpr Origin<DiscoveredMachines> machine_origins[] = {
    {"azure.discovered-machines", Os::unknown, ask_sites(get<0>),
     parse<DiscoveredMachines, read_machine>}};
constexpr Origin<DiscoveredHosts> host_origins[] = {
    {"azure.discovered-hosts", Os::unknown, ask_sites(get<1>), parse<DiscoveredHosts, read_host>}};
constexpr Origin<DiscoveredVcenters> vcenter_origins[] = {
    {"azure.discovered-vcenters", Os::unknown, ask_sites(get<2>),
     parse<DiscoveredVcenters, read_vcenter>}};
constexpr Origin<DiscoveryAccounts> account_origins[] = {{"azure.discovery-accounts", Os::unknown,
                                                          ask_sites(get<3>),
                                                          parse<DiscoveryAccounts, read_account>}};

}  // namespace

std::span<const Origin<DiscoveredMachines>> DiscoveredMachines::origins() {
  return machine_origins;
}
std::span<const Origin<DiscoveredHosts>> DiscoveredHosts::origins() { return host_origins; }
std::span<const Origin<DiscoveredVcenters>> DiscoveredVcenters::origins() {
  return vcenter_origins;
}
std::span<const Origin<DiscoveryAccounts>> DiscoveryAccounts::origins() { return account_origins; }

const DiscoveredMachine* DiscoveredMachines::find(std::string_view id,
                                                  std::string_view name) const {
  for (const DiscoveredMachine& one : all)
    if (!id.empty() && same_id(one.id, id)) return &one;
  if (!id.empty()) return nullptr;
  for (const DiscoveredMachine& one : all)
    if (same_word(one.name, name)) return &one;
  return nullptr;
}

}  // namespace fbd
