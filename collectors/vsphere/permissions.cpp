#include "collectors/vsphere/permissions.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/inventory.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Result<Request> permissions(const Context& context) {
  const Result<VsphereInventory> inventory = known<VsphereInventory>(context).value;
  if (!inventory) return tl::unexpected<Error>(inventory.error());
  std::vector<std::string> of;
  for (const InventoryNode* one : inventory->of_type("Datacenter")) of.push_back(one->ref);
  if (of.empty())
    return error(ErrorKind::not_found, context.host.name + ": the account sees no datacenter");
  return VsphereGet{VsphereCall::permissions, std::move(of), {}, {}};
}

VspherePermission read_permission(const Row& row) {
  return {row.text_or_nothing("entity"), row.text_or_nothing("principal"),
          row.flag("group").value_or(false), row.text_or_nothing("role"),
          row.flag("propagate").value_or(false)};
}

VspherePermissions::On read(const Row& row) {
  return {row.ref(), row.list("permissions", read_permission)};
}

Result<VspherePermissions> parse(std::string_view answer) {
  Result<std::vector<VspherePermissions::On>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  return VspherePermissions{std::move(*all)};
}

constexpr Origin<VspherePermissions> known_origins[] = {
    {"vsphere.permissions", Os::unknown, ask_vsphere(permissions, &VspherePermissions::before),
     parse},
};

}  // namespace

std::span<const Origin<VspherePermissions>> VspherePermissions::origins() { return known_origins; }

std::optional<Question> VspherePermissions::before(const Context& context) {
  return next_question<VsphereInventory>(context);
}

std::string to_json(const VspherePermissions& fact) {
  return shown_list<Json>(fact.all, [](const VspherePermissions::On& on) {
    Json json{{"ref", on.ref}};
    show(json, "permissions", on.permissions, [](const auto& all) {
      return json_list<Json>(all, [](const VspherePermission& one) {
        return Json{{"entity", one.entity},
                    {"principal", one.principal},
                    {"group", one.is_group},
                    {"role", one.role},
                    {"propagates", one.propagates}};
      });
    });
    return json;
  });
}

}  // namespace fbd
