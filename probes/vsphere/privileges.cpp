#include <algorithm>
#include <set>

#include "collectors/vsphere/inventory.h"
#include "collectors/vsphere/permissions.h"
#include "collectors/vsphere/privileges.h"
#include "collectors/vsphere/required_privileges.h"
#include "collectors/vsphere/roles.h"
#include "probes/vsphere/machines.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"read-only", Status::fail, "user role"},
    {"missing", Status::fail, "user privileges count objects"},
    {"not-propagated", Status::fail, "user privileges count objects"},
};

bool is_datacenter(const PrivilegesOn& one) { return one.ref.starts_with("Datacenter:"); }

/// The role of the account that lets nothing be changed, if that is the one it has.
std::string role_name(const Result<VspherePermissions>& permissions,
                      const Result<VsphereRoles>& roles) {
  std::set<std::string> names;
  if (!permissions || !roles) return "";
  for (const VspherePermissions::On& on : permissions->all) {
    if (!on.permissions) continue;
    for (const VspherePermission& one : *on.permissions)
      if (const VsphereRole* const role = roles->role(one.role))
        names.insert(role->label.empty() ? role->name : role->label);
  }
  return listed({names.begin(), names.end()});
}

struct Lacks {
  std::set<std::string> ids;
  std::vector<std::string> where;  // refs
  bool on_datacenter = false;
  bool nothing_granted = true;
};

Lacks lacks_of(const VspherePrivileges& privileges) {
  Lacks lacks;
  for (const PrivilegesOn& one : privileges.all) {
    if (!one.granted.empty()) lacks.nothing_granted = false;
    if (one.denied.empty()) continue;
    lacks.ids.insert(one.denied.begin(), one.denied.end());
    lacks.where.push_back(one.ref);
    lacks.on_datacenter = lacks.on_datacenter || is_datacenter(one);
  }
  return lacks;
}

/// "Datastore > Browse datastore (Datastore.Browse)": the words of the server's client if it told
/// them, else the document's.
std::string in_words(const std::set<std::string>& ids, const Result<VsphereRoles>& roles) {
  std::vector<std::string> words;
  for (const std::string& id : ids) {
    const std::string label = roles ? roles->label(id) : id;
    const std::string_view documented = required_privilege_label(id);
    const bool has_label = !label.empty() && label != id;
    words.push_back((has_label ? label : std::string(documented)) + " (" + id + ")");
  }
  return listed(words, 60);
}

Verdict decide(Vsphere<VspherePrivileges> privileges,
               Vsphere<Result<VspherePermissions>> permissions, Vsphere<Result<VsphereRoles>> roles,
               Vsphere<Result<VsphereInventory>> inventory, Vsphere<Result<VsphereHosts>> hosts,
               Vsphere<Result<VsphereDatastores>> datastores, Vsphere<Result<VsphereVms>> vms) {
  const Lacks lacks = lacks_of(*privileges);
  if (lacks.ids.empty()) {
    for (const PrivilegesOn& one : privileges->all)
      if (!one.known) return unknown(one.known.error());
    if (privileges->all.empty())
      return unknown({ErrorKind::not_found, privileges.host().name +
                                                ": the account sees nothing that privileges could "
                                                "be asked about"});
    return pass();
  }
  const NamedThings things{*inventory ? &**inventory : nullptr, *hosts ? &**hosts : nullptr,
                           *datastores ? &**datastores : nullptr, *vms ? &**vms : nullptr};
  std::vector<std::string> objects;
  for (const std::string& ref : lacks.where) objects.push_back(title_of(ref, things));
  const std::string user = privileges.host().account ? privileges.host().account->user : "";
  if (lacks.nothing_granted)
    return fail("read-only", {{"user", user}, {"role", role_name(*permissions, *roles)}});
  const Values values{{"user", user},
                      {"privileges", in_words(lacks.ids, *roles)},
                      {"count", std::to_string(lacks.ids.size())},
                      {"objects", listed(objects)}};
  // All there on the datacenter, and missing further down: the permission does not propagate, or
  // another one further down replaces it.
  const bool asked_on_datacenter =
      std::any_of(privileges->all.begin(), privileges->all.end(), is_datacenter);
  if (asked_on_datacenter && !lacks.on_datacenter) return fail("not-propagated", values);
  return fail("missing", values);
}

}  // namespace

extern constinit const Probe vsphere_privileges{
    .id = "vsphere.privileges",
    .question = "Does the account have every privilege that reprotect and failback need?",
    .rule =
        "Prepare on-premises VMware servers for disaster recovery to Azure (2019-05-30), Prepare "
        "an "
        "account for automatic discovery; Reprotect from Azure (2018-02-06), Common issues: "
        "read-only "
        "user discovery",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
