// The site's own machines as their vCenter or ESXi host sees them, in detail.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// A virtual device. `type` is the API's: "VirtualDisk", "ParaVirtualSCSIController",
/// "VirtualLsiLogicController", "VirtualLsiLogicSASController", "VirtualAHCIController", ...
struct VirtualDevice {
  std::string type;
  std::string key;         // names it within its machine
  std::string controller;  // the key of its controller; empty: it has none
  std::string unit;        // its number there; empty: none
  std::string label;       // "Hard disk 1", in the server's language
  // Of disks only.
  std::string backing;  // "VirtualDiskFlatVer2BackingInfo", "VirtualDiskRawDiskMappingVer1..."
  std::string file, uuid, mode, parent_file;  // parent_file: it is the delta of another one
  std::int64_t capacity_kb = 0;

  bool is_disk() const { return type == "VirtualDisk"; }
};

struct VmSnapshot {
  std::string name;
  std::string created;  // as the server writes it, ISO 8601
  int depth = 0;        // 0: a root; the order is that of the tree, parents first
};

struct VmFile {
  std::string name;  // "[datastore1] mt01/mt01-000002.vmdk"
  std::string type;  // "diskDescriptor", "diskExtent", "snapshotData", ...
};

struct GuestAddress {
  std::string mac;      // of the network card; lower case
  std::string network;  // the port group
  std::string address;  // "10.1.2.3/24"
};

/// What each error kind means: VsphereVm in virtual_machines.h.
struct SiteMachine {
  std::string ref;             // of a VsphereVm
  Result<std::string> parent;  // "Folder:group-v3"; not set: it is in a vApp
  Result<std::string> vmx;     // "[datastore1] mt01/mt01.vmx"
  /// disk.EnableUUID as it stands there last; not_found: there is no such row.
  Result<std::string> disk_enable_uuid;
  Result<std::vector<VirtualDevice>> devices;
  Result<std::vector<VmSnapshot>> snapshots;  // empty: it has none
  Result<std::vector<VmFile>> files;
  Result<bool> needs_consolidation;   // deltas were left behind; not_found: the server cannot tell
  Result<std::string> tools;          // "guestToolsRunning", "guestToolsNotRunning",
                                      // "guestToolsExecutingScripts"
  Result<std::string> tools_version;  // "guestToolsUnmanaged" (open-vm-tools), "guestToolsCurrent",
                                      // "guestToolsNotInstalled", ...
  Result<std::string> guest_os;       // what runs there, if VMware Tools tell: "ubuntu64Guest"
  Result<std::vector<std::string>> datastores;  // "Datastore:datastore-5"
  Result<std::vector<std::string>> networks;
  Result<std::string> resource_pool;
  Result<std::vector<GuestAddress>> addresses;
};

/// Of the machines that VsphereVms::of finds for the hosts of the site that are virtual machines.
/// not_found if there are none here: nobody is asked then.
struct VsphereSiteMachines {
  static std::span<const Origin<VsphereSiteMachines>> origins();
  static constexpr bool read_once = true;
  static std::optional<Question> before(const Context& context);

  std::vector<SiteMachine> all;  // by ref

  const SiteMachine* machine(std::string_view ref) const;
};

/// {"all": []} of the members above; what is not set or not known is null, "unknown" has the
/// reasons of the latter by member.
std::string to_json(const VsphereSiteMachines& fact);

}  // namespace fbd
