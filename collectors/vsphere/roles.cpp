#include "collectors/vsphere/roles.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Result<Request> roles(const Context&) {
  return VsphereGet{
      VsphereCall::objects,
      {"authorizationManager"},
      {"roles=roleList{id=roleId,name,label=info.label,system,privileges=privilege[]}",
       "privileges=privilegeList{id=privId,group=privGroupName}",
       "labels=description.privilege{id=key,label}"},
      {}};
}

VsphereRole read_role(const Row& row) {
  return {row.text_or_nothing("id"), row.text_or_nothing("name"), row.text_or_nothing("label"),
          row.flag("system").value_or(false),
          row.texts("privileges").value_or(std::vector<std::string>())};
}

VspherePrivilege read_privilege(const Row& row) {
  return {row.text_or_nothing("id"), row.text_or_nothing("group")};
}

PrivilegeLabel read_label(const Row& row) {
  return {row.text_or_nothing("id"), row.text_or_nothing("label")};
}

Result<VsphereRoles> read(const Row& row) {
  Result<std::vector<VsphereRole>> all = row.list("roles", read_role);
  if (!all) return tl::unexpected<Error>(all.error());
  // Without the words of the client the ids still say everything.
  return VsphereRoles{
      std::move(*all),
      row.list("privileges", read_privilege).value_or(std::vector<VspherePrivilege>()),
      row.list("labels", read_label).value_or(std::vector<PrivilegeLabel>())};
}

Result<VsphereRoles> parse(std::string_view answer) {
  Result<Result<VsphereRoles>> roles = read_row(answer, read);
  if (!roles) return tl::unexpected<Error>(roles.error());
  return std::move(*roles);
}

constexpr Origin<VsphereRoles> known_origins[] = {
    {"vsphere.roles", Os::unknown, ask_vsphere(roles), parse},
};

}  // namespace

std::span<const Origin<VsphereRoles>> VsphereRoles::origins() { return known_origins; }

const VsphereRole* VsphereRoles::role(std::string_view id) const {
  for (const VsphereRole& one : roles)
    if (one.id == id) return &one;
  return nullptr;
}

std::string VsphereRoles::label(std::string_view privilege) const {
  for (const PrivilegeLabel& one : labels)
    if (one.id == privilege && !one.label.empty()) return one.label;
  return std::string(privilege);
}

std::vector<std::string> VsphereRoles::known_privileges() const {
  std::vector<std::string> ids;
  for (const VspherePrivilege& one : privileges) ids.push_back(one.id);
  const VsphereRole* const all_of_them = role(administrator);
  if (ids.empty() && all_of_them) ids = all_of_them->privileges;
  return ids;
}

std::string to_json(const VsphereRoles& fact) {
  Json json;
  json["roles"] = json_list<Json>(fact.roles, [](const VsphereRole& one) {
    return Json{{"id", one.id},
                {"name", one.name},
                {"label", one.label},
                {"system", one.is_system},
                {"privileges", one.privileges}};
  });
  json["privileges"] = json_list<Json>(fact.privileges, [](const VspherePrivilege& one) {
    return Json{{"id", one.id}, {"group", one.group}};
  });
  json["labels"] = json_list<Json>(fact.labels, [](const PrivilegeLabel& one) {
    return Json{{"id", one.id}, {"label", one.label}};
  });
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
