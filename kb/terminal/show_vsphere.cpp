#include "kb/terminal/show_vsphere.h"

#include <array>

#include <nlohmann/json.hpp>

#include "collectors/vsphere/account.h"
#include "collectors/vsphere/clocks.h"
#include "collectors/vsphere/clusters.h"
#include "collectors/vsphere/datastores.h"
#include "collectors/vsphere/events.h"
#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/inventory.h"
#include "collectors/vsphere/licences.h"
#include "collectors/vsphere/permissions.h"
#include "collectors/vsphere/privileges.h"
#include "collectors/vsphere/roles.h"
#include "collectors/vsphere/server.h"
#include "collectors/vsphere/site_machines.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array questions{
    &next_question<VsphereServer>,     &next_question<VsphereAccount>,
    &next_question<VsphereRoles>,      &next_question<VsphereVms>,
    &next_question<VsphereHosts>,      &next_question<VsphereDatastores>,
    &next_question<VsphereInventory>,  &next_question<VsphereSiteMachines>,
    &next_question<VspherePrivileges>, &next_question<VspherePermissions>,
    &next_question<VsphereClocks>,     &next_question<VsphereLicences>,
    &next_question<VsphereEvents>,     &next_question<VsphereAssignedLicences>,
    &next_question<VsphereClusters>,   &next_question<VsphereDatastoreClusters>,
};

class Document {
 public:
  explicit Document(const Context& context) : context_(context) {}

  std::string write() {
    add<VsphereServer>("server");
    add<VsphereAccount>("account");
    add<VsphereRoles>("roles");
    add_list<VspherePrivileges>("privileges");
    add_list<VspherePermissions>("permissions");
    add_list<VsphereVms>("machines");
    add_list<VsphereSiteMachines>("site_machines");
    add_list<VsphereHosts>("hosts");
    add_list<VsphereClocks>("clocks");
    add_list<VsphereDatastores>("datastores");
    add<VsphereLicences>("licences");
    add_list<VsphereAssignedLicences>("assigned_licences");
    add_list<VsphereEvents>("events");
    add_list<VsphereClusters>("clusters");
    add_list<VsphereDatastoreClusters>("datastore_clusters");
    add_list<VsphereInventory>("inventory");
    all_["unknown"] = std::move(unknown_);
    return all_.dump(2, ' ', false, Json::error_handler_t::replace);
  }

 private:
  template <class F>
  void add(const char* what) {
    const Result<F> fact = known<F>(context_).value;
    if (fact) {
      all_[what] = Json::parse(to_json(*fact));
      return;
    }
    all_[what] = nullptr;
    unknown_.push_back(
        {{"what", what}, {"kind", name(fact.error().kind)}, {"message", fact.error().message}});
  }

  template <class F>
  void add_list(const char* what) {
    add<F>(what);
    if (all_[what].is_object()) {
      Json list = std::move(all_[what]["all"]);
      all_[what] = std::move(list);
    }
  }

  const Context& context_;
  Json all_ = Json::object(), unknown_ = Json::array();
};

}  // namespace

std::span<const decltype(Need::next)> vsphere_questions() { return questions; }

std::string vsphere_json(const Context& context) { return Document(context).write(); }

}  // namespace fbd
