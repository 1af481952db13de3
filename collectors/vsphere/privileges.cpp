#include "collectors/vsphere/privileges.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/vsphere/datastores.h"
#include "collectors/vsphere/inventory.h"
#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/required_privileges.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"
#include "collectors/vsphere/site_machines.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_objects = 200;

/// What the site's machines use, as far as it is told.
void add_used(const Context& context, std::set<std::string>& refs) {
  const Result<VsphereVms> vms = known<VsphereVms>(context).value;
  const Result<VsphereSiteMachines> machines = known<VsphereSiteMachines>(context).value;
  if (!vms || !machines) return;
  for (const SiteMachine& machine : machines->all) {
    refs.insert(machine.ref);
    if (const VsphereVm* vm = vms->vm(machine.ref); vm && vm->host) refs.emplace(*vm->host);
    for (const auto* list : {&machine.datastores, &machine.networks})
      if (*list) refs.insert((*list)->begin(), (*list)->end());
    for (const auto* one : {&machine.resource_pool, &machine.parent})
      if (*one) refs.insert(**one);
  }
}

Result<Request> privileges(const Context& context) {
  if (VspherePrivileges::before(context))
    return error(ErrorKind::not_collected,
                 fmt::format("{}: what to ask about is not known yet", context.host.name));
  const Result<VsphereInventory> inventory = known<VsphereInventory>(context).value;
  if (!inventory) return tl::unexpected<Error>(inventory.error());
  std::set<std::string> refs;
  for (const InventoryNode* one : inventory->of_type("Datacenter")) refs.insert(one->ref);
  const std::size_t datacenters = refs.size();
  add_used(context, refs);
  const Result<VsphereDatastores> datastores = known<VsphereDatastores>(context).value;
  if (datastores && refs.size() == datacenters)
    for (const VsphereDatastore& one : *datastores->all) refs.insert(one.ref);
  std::vector<std::string> of(refs.begin(), refs.end());
  if (of.size() > most_objects) of.resize(most_objects);
  if (of.empty())
    return error(ErrorKind::not_found,
                 fmt::format("{}: the account sees no object of the inventory", context.host.name));
  const Result<VsphereRoles> roles = known<VsphereRoles>(context).value;
  const std::vector<std::string> known_ids =
      roles ? roles->known_privileges() : std::vector<std::string>();
  return VsphereGet{VsphereCall::privileges, std::move(of), {}, required_privilege_ids(known_ids)};
}

PrivilegesOn read(const Row& row) {
  const Result<std::vector<std::string>> granted = row.texts("granted");
  PrivilegesOn on{row.ref(),
                  granted.value_or(std::vector<std::string>()),
                  row.texts("denied").value_or(std::vector<std::string>()),
                  {}};
  if (!granted) on.known = tl::unexpected<Error>(granted.error());
  return on;
}

Result<VspherePrivileges> parse(std::string_view answer) {
  Result<std::vector<PrivilegesOn>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  order_by_ref(*all);
  return VspherePrivileges{std::move(*all)};
}

constexpr Origin<VspherePrivileges> known_origins[] = {
    {"vsphere.privileges", Os::unknown, ask_vsphere(privileges, &VspherePrivileges::before), parse},
};

}  // namespace

std::span<const Origin<VspherePrivileges>> VspherePrivileges::origins() { return known_origins; }

std::optional<Question> VspherePrivileges::before(const Context& context) {
  std::optional<Question> question = next_question<VsphereSiteMachines>(context);
  if (!question) question = next_question<VsphereInventory>(context);
  if (!question) question = next_question<VsphereDatastores>(context);
  if (!question) question = next_question<VsphereRoles>(context);
  return question;
}

const PrivilegesOn* VspherePrivileges::on(std::string_view ref) const { return by_ref(all, ref); }

std::string to_json(const VspherePrivileges& fact) {
  return shown_list<Json>(fact.all, [](const PrivilegesOn& one) {
    return Json{{"ref", one.ref},
                {"granted", one.granted},
                {"denied", one.denied},
                {"unknown", one.known ? Json() : Json(one.known.error().message)}};
  });
}

}  // namespace fbd
