// All virtual machines and templates that the account sees in a vCenter or on an ESXi host.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"
#include "collectors/vsphere/seen.h"

namespace fbd {

/// The texts of disks and machines belong to the VsphereVms they are of.
struct VsphereDisk {
  std::string_view file;  // "[datastore1] web01/web01.vmdk"
  std::string_view uuid;  // of its backing, as the server writes it; empty: the server has none.
                          // It is also what the guest sees as serial number
  std::string_view lun;   // of a raw device mapping: the LUN's own
};

/// not_found: not set, as `host` of an orphaned machine, or the configuration of one that is
/// disconnected or inaccessible (look at `connection` before you call that absent). denied: the
/// account may not see it, and the message names the privilege.
struct VsphereVm {
  std::string_view ref;    // "VirtualMachine:vm-12"; means something in its own vCenter only
  SeenText name;           // '/', '\\' and '%' appear as %2f, %5c and %25
  SeenText uuid;           // the BIOS UUID, which guests see; copies may share it
  SeenText instance_uuid;  // unique within a vCenter
  Seen<bool> is_template;
  SeenText guest;       // "ubuntu64Guest", as configured
  SeenText host;        // "HostSystem:host-9"
  SeenText power;       // "poweredOn", "poweredOff", "suspended"
  SeenText connection;  // "connected", "disconnected", "orphaned", "inaccessible", "invalid"
  SeenText address;     // the guest's main one, if VMware Tools tell
  Seen<std::vector<VsphereDisk>> disks;
};

class VmFinder;      // vm_finder.h
class VmIdentities;  // uuid_clashes.h

struct VsphereVms {
  static std::span<const Origin<VsphereVms>> origins();
  static constexpr bool read_once = true;

  std::shared_ptr<const std::vector<VsphereVm>> all;  // never null; by ref
  std::shared_ptr<const VmIdentities> identities;     // never null; of all of them
  std::shared_ptr<const VmFinder> finder;             // never null; of all of them

  const VsphereVm* vm(std::string_view ref) const;
  /// The machines that a host of the site can be: those with its vm-name, or else with its name or
  /// address. Templates are not among them. None, or several: the caller has to say so.
  std::vector<const VsphereVm*> of(const Host& host) const;
};

/// {"all": []} of the members above; "disks": [{"file", "uuid", "lun"}]. What is not set or not
/// known is null, and "unknown" has the reasons of the latter by member.
std::string to_json(const VsphereVms& fact);

}  // namespace fbd
