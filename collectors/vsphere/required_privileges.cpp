#include "collectors/vsphere/required_privileges.h"

#include <algorithm>
#include <array>

namespace fbd {
namespace {

constexpr std::array<RequiredPrivilege, 25> required{{
    {"Datastore.AllocateSpace", "Datastore > Allocate space"},
    {"Datastore.Browse", "Datastore > Browse datastore"},
    {"Datastore.FileManagement", "Datastore > Low level file operations"},
    {"Datastore.DeleteFile", "Datastore > Remove file"},
    {"Datastore.UpdateVirtualMachineFiles", "Datastore > Update virtual machine files"},
    {"Network.Assign", "Network > Network assign"},
    {"Resource.AssignVMToPool", "Resource > Assign VM to resource pool"},
    {"Resource.ColdMigrate", "Resource > Migrate powered off VM"},
    {"Resource.HotMigrate", "Resource > Migrate powered on VM"},
    {"Task.Create", "Tasks > Create task"},
    {"Task.Update", "Tasks > Update task"},
    {"VirtualMachine.Config.*", "Virtual machine > Configuration (all)"},
    {"VirtualMachine.Interact.AnswerQuestion", "Virtual machine > Interact > Answer question"},
    {"VirtualMachine.Interact.DeviceConnection", "Virtual machine > Interact > Device connection"},
    {"VirtualMachine.Interact.SetCDMedia", "Virtual machine > Interact > Configure CD media"},
    {"VirtualMachine.Interact.SetFloppyMedia",
     "Virtual machine > Interact > Configure floppy media"},
    {"VirtualMachine.Interact.PowerOff", "Virtual machine > Interact > Power off"},
    {"VirtualMachine.Interact.PowerOn", "Virtual machine > Interact > Power on"},
    {"VirtualMachine.Interact.ToolsInstall", "Virtual machine > Interact > Install VMware tools"},
    {"VirtualMachine.Inventory.Create", "Virtual machine > Inventory > Create"},
    {"VirtualMachine.Inventory.Register", "Virtual machine > Inventory > Register"},
    {"VirtualMachine.Inventory.Unregister", "Virtual machine > Inventory > Unregister"},
    {"VirtualMachine.Provisioning.GetVmFiles",
     "Virtual machine > Provisioning > Allow virtual machine download"},
    {"VirtualMachine.Provisioning.PutVmFiles",
     "Virtual machine > Provisioning > Allow virtual machine files upload"},
    {"VirtualMachine.State.RemoveSnapshot", "Virtual machine > Snapshots > Remove snapshots"},
}};

/// Source: vSphere Web Services API 6.5, the privileges of the administrator's role.
constexpr std::array<std::string_view, 27> configuration{"AddExistingDisk",
                                                         "AddNewDisk",
                                                         "AddRemoveDevice",
                                                         "AdvancedConfig",
                                                         "Annotation",
                                                         "CPUCount",
                                                         "ChangeTracking",
                                                         "DiskExtend",
                                                         "DiskLease",
                                                         "EditDevice",
                                                         "HostUSBDevice",
                                                         "ManagedBy",
                                                         "Memory",
                                                         "MksControl",
                                                         "QueryFTCompatibility",
                                                         "QueryUnownedFiles",
                                                         "RawDevice",
                                                         "ReloadFromPath",
                                                         "RemoveDisk",
                                                         "Rename",
                                                         "ResetGuestInfo",
                                                         "Resource",
                                                         "Settings",
                                                         "SwapPlacement",
                                                         "ToggleForkParent",
                                                         "Unlock",
                                                         "UpgradeVirtualHardware"};

bool is_group(const RequiredPrivilege& one) { return one.id.ends_with(".*"); }

bool is_in(std::string_view id, const RequiredPrivilege& one) {
  if (!is_group(one)) return id == one.id;
  return id.starts_with(one.id.substr(0, one.id.size() - 1));
}

}  // namespace

std::span<const RequiredPrivilege> required_privileges() { return required; }

std::vector<std::string> required_privilege_ids(std::span<const std::string> known) {
  std::vector<std::string> ids;
  if (known.empty()) {
    for (const RequiredPrivilege& one : required)
      if (!is_group(one)) ids.emplace_back(one.id);
    for (const std::string_view one : configuration)
      ids.push_back("VirtualMachine.Config." + std::string(one));
  }
  for (const std::string& id : known)
    if (!required_privilege_label(id).empty()) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::string_view required_privilege_label(std::string_view id) {
  for (const RequiredPrivilege& one : required)
    if (is_in(id, one)) return one.label;
  return "";
}

}  // namespace fbd
