#include "collectors/azure/item_details.h"

#include <algorithm>

#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

Result<ItemDetails> parse(std::string_view answer) {
  ItemDetails details;
  const Result<ArmNow> now =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                        details.all.add(read_protected_item(resource));
                      }});
  if (!now) return tl::unexpected<Error>(now.error());
  return details;
}

bool is_wanted(const ProtectedItem& item, const Site& site) {
  if (!site.vm.empty()) return item.is_called(site.vm);
  if (item.phase() == ProtectedItem::Phase::reversed) return true;
  const std::vector<const Host*> machines = site.in({Role::protected_vm});
  return std::any_of(machines.begin(), machines.end(), [&](const Host* host) {
    return item.is_called(host->name) || (!host->vm_name.empty() && item.is_called(host->vm_name));
  });
}

Result<Request> get(const Context& context) {
  const Known<ProtectedItems> items = known<ProtectedItems>(context);
  if (!items.value) return tl::unexpected<Error>(items.value.error());
  std::vector<std::string> ids;
  for (const ProtectedItem& item : items.value->all)
    if (is_wanted(item, context.site)) ids.push_back(item.id);
  return get_each(context, ids, "", "");
}

constexpr Origin<ItemDetails> known_origins[] = {
    {"azure.items", Os::unknown, ask_after(&next_question<ProtectedItems>, get), parse},
};

}  // namespace

std::span<const Origin<ItemDetails>> ItemDetails::origins() { return known_origins; }

const ProtectedItem* ItemDetails::find(const ProtectedItem& listed) const {
  for (const ProtectedItem& one : all)
    if (same_id(one.id, listed.id)) return &one;
  return nullptr;
}

const ProtectedItem& in_detail(const Result<ItemDetails>& details, const ProtectedItem& listed) {
  const ProtectedItem* const found = details ? details->find(listed) : nullptr;
  return found ? *found : listed;
}

}  // namespace fbd
