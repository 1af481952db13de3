#include "collectors/azure/vcenters.h"

#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

VcenterState read(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  VcenterState vcenter;
  vcenter.name = properties["friendlyName"].text();
  if (vcenter.name.empty()) vcenter.name = resource["name"].text();
  vcenter.address = properties["ipAddress"].text();
  vcenter.infrastructure = properties["infrastructureId"].text();
  vcenter.account = properties["runAsAccountId"].text();
  vcenter.fabric = properties["fabricArmResourceName"].text();
  vcenter.discovery = properties["discoveryStatus"].text();
  vcenter.heartbeat = properties["lastHeartbeat"].time();
  vcenter.errors = read_service_errors(properties["healthErrors"]);
  return vcenter;
}

Result<Vcenters> parse(std::string_view answer) {
  Vcenters vcenters;
  const Result<ArmNow> read_all =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                        vcenters.all.push_back(read(resource));
                      }});
  if (!read_all) return tl::unexpected<Error>(read_all.error());
  vcenters.now = *read_all;
  return vcenters;
}

Result<Request> get(const Context& context) {
  return get_of_vault(context, "/replicationvCenters");
}

constexpr Origin<Vcenters> known_origins[] = {
    {"azure.vcenters", Os::unknown, ask_with(get), parse},
};

}  // namespace

std::span<const Origin<Vcenters>> Vcenters::origins() { return known_origins; }

}  // namespace fbd
