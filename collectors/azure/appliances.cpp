#include "collectors/azure/appliances.h"

#include <algorithm>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

Appliance read(const ArmNode& node) {
  Appliance appliance;
  appliance.name = node["name"].text();
  appliance.id = node["id"].text();
  appliance.fabric = node["fabricArmId"].text();
  // A machine that only takes load off the process server of another has no other part.
  bool is_whole = false;
  for (const NeededPart& part : needed_parts()) {
    const bool is_there = !node[part.key].members.empty();
    if (!is_there) appliance.missing.emplace_back(title(part.kind));
    is_whole = is_whole || (is_there && part.kind != AppliancePart::Kind::process_server);
  }
  if (!is_whole) appliance.missing.clear();
  appliance.blocked_by = read_service_errors(node["switchProviderBlockingErrorDetails"]);
  return appliance;
}

Result<Appliances> parse(std::string_view answer) {
  Appliances appliances;
  const Result<ArmNow> now =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                        const ArmNode& details = resource["properties"]["providerSpecificDetails"];
                        for (const ArmNode& one : details["appliances"].items())
                          appliances.all.push_back(read(one));
                      }});
  if (!now) return tl::unexpected<Error>(now.error());
  return appliances;
}

// Source: Site Recovery REST API 2021-11-01, Replication Appliances - List: the first version that
// has it.
Result<Request> get(const Context& context) {
  const Known<Fabrics> fabrics = known<Fabrics>(context);
  if (!fabrics.value) return tl::unexpected<Error>(fabrics.value.error());
  if (std::none_of(fabrics.value->all.begin(), fabrics.value->all.end(),
                   [](const Fabric& one) { return one.is_modernized(); }))
    return AzureGet{{}, "", "", true};
  return get_of_vault(context, "/replicationAppliances");
}

constexpr Origin<Appliances> known_origins[] = {
    {"azure.appliances", Os::unknown, ask_after(&next_question<Fabrics>, get), parse},
};

}  // namespace

std::span<const Origin<Appliances>> Appliances::origins() { return known_origins; }

}  // namespace fbd
