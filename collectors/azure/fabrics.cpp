#include "collectors/azure/fabrics.h"

#include <array>

#include "collectors/azure/vault_get.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// The types of customDetails that are about VMware. Source: Site Recovery REST API 2024-04-01,
// FabricSpecificDetails.
constexpr std::array<std::string_view, 3> vmware_types{"VMware", "VMwareV2", "InMageRcm"};

bool is_about_vmware(std::string_view type) {
  for (const std::string_view one : vmware_types)
    if (same_word(one, type)) return true;
  return false;
}

Result<FabricList> parse_list(std::string_view answer) {
  FabricList list;
  const Result<ArmNow> read = read_arm_answer(
      answer, {[&list](const std::string&, const ArmNode& fabric) {
        const std::string type = fabric["properties"]["customDetails"]["instanceType"].text();
        // One that does not tell its type in a list may do so when it is asked.
        if (!type.empty() && !is_about_vmware(type))
          ++list.others;
        else if (is_resource_id(fabric["id"].leaf))
          list.ids.push_back(fabric["id"].leaf);
      }});
  if (!read) return tl::unexpected<Error>(read.error());
  return list;
}

Fabric read_fabric(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  const ArmNode& details = properties["customDetails"];
  Fabric fabric;
  fabric.id = resource["id"].text();
  fabric.name = properties["friendlyName"].text();
  if (fabric.name.empty()) fabric.name = resource["name"].text();
  fabric.type = details["instanceType"].text();
  fabric.health = properties["health"].text();
  fabric.state = properties["bcdrState"].text();
  fabric.errors = read_service_errors(properties["healthErrorDetails"]);
  fabric.host = details["hostName"].text();
  fabric.address = details["ipAddress"].text();
  fabric.service_status = details["csServiceStatus"].text();
  fabric.heartbeat = details["lastHeartbeat"].time();
  fabric.certificate_until = details["sslCertExpiryDate"].time();
  fabric.version = {details["agentVersion"].text(), details["versionStatus"].text(),
                    details["agentExpiryDate"].time()};
  if (const std::string status = details["agentVersionDetails"]["status"].text(); !status.empty())
    fabric.version.status = status;
  struct Named {
    std::string_view key;
    std::string_view what;
  };
  constexpr std::array<Named, 6> loads{{{"cpuLoadStatus", "CPU"},
                                        {"memoryUsageStatus", "memory"},
                                        {"spaceUsageStatus", "disk space"},
                                        {"systemLoadStatus", "system load"},
                                        {"webLoadStatus", "web server"},
                                        {"databaseServerLoadStatus", "database"}}};
  for (const Named& load : loads)
    if (const std::string status = details[load.key].text(); !status.empty())
      fabric.loads.push_back({std::string(load.what), status});
  for (const ArmNode& account : details["runAsAccounts"].items()) {
    fabric.account_ids.push_back(account["accountId"].text());
    fabric.account_names.push_back(account["accountName"].text());
  }
  fabric.vmware_site = details["vmwareSiteId"].text();
  return fabric;
}

Result<Request> get_list(const Context& context) {
  return get_of_vault(context, "/replicationFabrics");
}

Result<Fabrics> parse_fabrics(std::string_view answer) {
  return read_fabrics(answer, [](const Fabric&, const ArmNode&) {});
}

constexpr Origin<FabricList> list_origins[] = {
    {"azure.fabrics", Os::unknown, ask_with(get_list), parse_list},
};
constexpr Origin<Fabrics> fabric_origins[] = {
    {"azure.fabric", Os::unknown, ask_each_fabric, parse_fabrics},
};

}  // namespace

std::span<const Origin<FabricList>> FabricList::origins() { return list_origins; }
std::span<const Origin<Fabrics>> Fabrics::origins() { return fabric_origins; }

bool Fabric::is_classic() const { return same_word(type, "VMware"); }
bool Fabric::is_modernized() const { return same_word(type, "InMageRcm"); }

const Fabric* Fabrics::find(std::string_view id) const {
  for (const Fabric& one : all)
    if (same_id(one.id, id)) return &one;
  return nullptr;
}

Result<Request> get_each_fabric(const Context& context) {
  const Known<FabricList> list = known<FabricList>(context);
  if (!list.value) return tl::unexpected<Error>(list.value.error());
  return get_each(context, list.value->ids, "", "");
}

Result<Fabrics> read_fabrics(
    std::string_view answer,
    const std::function<void(const Fabric&, const ArmNode& components)>& components) {
  Fabrics fabrics;
  bool any = false;
  const Result<ArmNow> read =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                                 any = true;
                                 Fabric fabric = read_fabric(resource);
                                 if (!is_about_vmware(fabric.type)) return;
                                 components(fabric, resource["properties"]["customDetails"]);
                                 fabrics.all.push_back(std::move(fabric));
                               },
                               [&fabrics](const std::string& path, Error failure) {
                                 fabrics.unread.push_back({path, std::move(failure)});
                               }});
  if (!read) return tl::unexpected<Error>(read.error());
  if (!any && !fabrics.unread.empty()) return tl::unexpected<Error>(fabrics.unread.front().why);
  fabrics.now = *read;
  return fabrics;
}

}  // namespace fbd
