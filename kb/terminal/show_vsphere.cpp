#include "kb/terminal/show_vsphere.h"

#include <array>

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
#include "kb/terminal/shown_document.h"

namespace fbd {
namespace {

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

}  // namespace

std::span<const decltype(Need::next)> vsphere_questions() { return questions; }

std::string vsphere_json(const Context& context) {
  ShownDocument document(context);
  document.add<VsphereServer>("server");
  document.add<VsphereAccount>("account");
  document.add<VsphereRoles>("roles");
  document.add_list<VspherePrivileges>("privileges");
  document.add_list<VspherePermissions>("permissions");
  document.add_list<VsphereVms>("machines");
  document.add_list<VsphereSiteMachines>("site_machines");
  document.add_list<VsphereHosts>("hosts");
  document.add_list<VsphereClocks>("clocks");
  document.add_list<VsphereDatastores>("datastores");
  document.add<VsphereLicences>("licences");
  document.add_list<VsphereAssignedLicences>("assigned_licences");
  document.add_list<VsphereEvents>("events");
  document.add_list<VsphereClusters>("clusters");
  document.add_list<VsphereDatastoreClusters>("datastore_clusters");
  document.add_list<VsphereInventory>("inventory");
  return document.text();
}

}  // namespace fbd
