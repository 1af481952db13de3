#include "collectors/azure/azure_vms.h"

#include "collectors/azure/vault_get.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::string_view compute_version = "2023-09-01";
constexpr std::string_view instance_view = "/instanceView";

std::string without_view(std::string_view path) {
  if (path.ends_with(instance_view)) path.remove_suffix(instance_view.size());
  return std::string(path);
}

std::string power_of(const ArmNode& view) {
  constexpr std::string_view prefix = "PowerState/";
  for (const ArmNode& status : view["statuses"].items())
    if (const std::string code = status["code"].text(); code.starts_with(prefix))
      return code.substr(prefix.size());
  return {};
}

/// Whether "not found" is about this VM or its resource group: anything between us and Azure can
/// answer 404, and only the service knows what it is asked about.
bool names_what_is_missing(const std::string& message, const std::string& id) {
  const std::string name(last_part(id));
  std::string_view group;
  constexpr std::string_view key = "/resourcegroups/";
  for (std::size_t at = 0; at + key.size() < id.size(); ++at)
    if (same_word(std::string_view(id).substr(at, key.size()), key)) {
      group = std::string_view(id).substr(at + key.size());
      group = group.substr(0, group.find('/'));
      break;
    }
  return message.find("virtualMachines/" + name) != std::string::npos ||
         (!group.empty() && message.find("'" + std::string(group) + "'") != std::string::npos);
}

Result<AzureVms> parse(std::string_view answer) {
  AzureVms vms;
  const Result<ArmNow> now = read_arm_answer(
      answer,
      {[&](const std::string& path, const ArmNode& view) {
         vms.all.push_back({without_view(path), AzureVm::Presence::there, power_of(view), ""});
       },
       [&](const std::string& path, const Error& failure) {
         AzureVm vm{without_view(path), AzureVm::Presence::unknown, "", failure.message};
         if (failure.kind == ErrorKind::not_found && names_what_is_missing(failure.message, vm.id))
           vm.presence = AzureVm::Presence::gone;
         vms.all.push_back(std::move(vm));
       }});
  if (!now) return tl::unexpected<Error>(now.error());
  return vms;
}

Result<Request> get(const Context& context) {
  const Known<ProtectedItems> items = known<ProtectedItems>(context);
  if (!items.value) return tl::unexpected<Error>(items.value.error());
  std::vector<std::string> ids;
  for (const ProtectedItem& item : items.value->all) {
    const ProtectedItem::Phase phase = item.phase();
    if (phase != ProtectedItem::Phase::failed_over && phase != ProtectedItem::Phase::reversed)
      continue;
    if (!context.site.vm.empty() && !item.is_called(context.site.vm)) continue;
    if (!item.azure_vm.empty()) ids.push_back(item.azure_vm);
  }
  return get_each(context, ids, instance_view, compute_version);
}

constexpr Origin<AzureVms> known_origins[] = {
    {"azure.vms", Os::unknown, ask_after(&next_question<ProtectedItems>, get), parse},
};

}  // namespace

std::span<const Origin<AzureVms>> AzureVms::origins() { return known_origins; }

const AzureVm* AzureVms::find(std::string_view id) const {
  for (const AzureVm& vm : all)
    if (same_id(vm.id, id)) return &vm;
  return nullptr;
}

}  // namespace fbd
