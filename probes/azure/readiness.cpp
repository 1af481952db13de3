#include "probes/azure/readiness.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/item_details.h"
#include "collectors/evidence/text.h"
#include "probes/azure/reprotect_inputs.h"
#include "probes/azure/verdicts.h"

namespace fbd {

ReprotectInput input(std::string what, std::string value, std::string why) {
  if (!value.empty()) why.clear();
  return {std::move(what), std::move(value), std::move(why)};
}

void Candidates::reject(std::string_view name, std::string_view why) {
  reject_as(fmt::format("{} {}", name, why));
}

void Candidates::reject_as(std::string sentence) {
  // Two servers may have one name.
  if (std::find(reasons_.begin(), reasons_.end(), sentence) == reasons_.end())
    reasons_.push_back(std::move(sentence));
}

void Candidates::could_not_read(const std::vector<NotRead>& all) {
  for (const NotRead& one : all) reject_as("a part could not be read: " + one.why.message);
}

std::string Candidates::why(std::string_view nobody) const {
  return reasons_.empty() ? std::string(nobody) : listed(reasons_);
}

std::optional<Readiness> readiness_of(const Site& site, const Evidence& evidence) {
  const std::vector<const Host*> vaults = site.in({Role::vault});
  if (site.vm.empty() || vaults.empty()) return std::nullopt;
  const Context context{site, evidence, *vaults.front()};
  Readiness readiness{site.vm, vaults.front()->name, ""};
  const Known<ProtectedItems> items = known<ProtectedItems>(context);
  if (!items.value) {
    readiness.instead = items.value.error().message;
    return readiness;
  }
  std::vector<std::string_view> names;
  for (const ProtectedItem& item : items.value->all) {
    names.push_back(item.name);
    if (!item.is_called(site.vm)) continue;
    const Known<ItemDetails> details = known<ItemDetails>(context);
    const ProtectedItem& whole = in_detail(details.value, item);
    readiness.phase = name(item.phase());
    if (item.phase() != ProtectedItem::Phase::failed_over)
      readiness.instead = fmt::format(
          "it is {} (state {}): there is nothing to reprotect to "
          "on-premises",
          readiness.phase, item.state);
    else
      readiness.inputs =
          item.is_classic() ? classic_inputs(context, whole) : modernized_inputs(context, whole);
    return readiness;
  }
  for (const std::string& name : items.value->born_in_azure)
    if (same_word(name, site.vm)) {
      readiness.phase = "born in Azure";
      readiness.instead = "it replicates between Azure regions and has no way on-premises";
      return readiness;
    }
  if (!items.value->unread.empty()) {
    readiness.instead =
        "not all of the vault's items could be read: " + items.value->unread.front().why.message;
    return readiness;
  }
  readiness.instead =
      fmt::format("the vault has no replicated item of that name{}", did_you_mean(site.vm, names));
  return readiness;
}

}  // namespace fbd
