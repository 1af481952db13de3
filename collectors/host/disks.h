// Disks and their controllers, as the guest sees them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Only what is a disk: no partitions, no optical drives, no loop devices.
struct Disks {
  static std::span<const Origin<Disks>> origins();

  struct Disk {
    std::string name;  // "sda"
    std::uint64_t size_bytes = 0;
    bool has_uuid = false;  // a name below /dev/disk/by-id that comes from the disk's own page
  };

  std::vector<Disk> all;
  std::vector<std::string> controllers;  // PCI ids of storage controllers: "15ad:07c0"
  bool root_on_lvm = false;

  /// VMware's own controller, which a master target must not have.
  bool has_paravirtual() const;
  /// Whether any disk hangs on a SCSI controller of VMware: only then disk.EnableUUID shows here.
  bool any_scsi() const;
};

/// {"disks": [{"name", "size_bytes", "has_uuid"}], "controllers": [], "root_on_lvm"}
std::string to_json(const Disks& fact);

}  // namespace fbd
