// Mounted file systems of a machine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

struct Volume {
  std::string device;       // "/dev/sdb1", "tmpfs"
  std::string mount_point;  // "/mnt/retention"
  std::string filesystem;   // as the system names it: "ext4", "vfat", "NTFS"
  bool read_only = false;
  /// Absent where df says nothing about it.
  std::optional<std::uint64_t> size_bytes;
  std::optional<std::uint64_t> free_bytes;  // for everybody, without what is kept for root
};

struct Volumes {
  static std::span<const Origin<Volumes>> origins();

  std::vector<Volume> all;          // in the order in which they were mounted
  bool retention_in_fstab = false;  // a line of /etc/fstab mounts /mnt/retention

  /// nullptr if nothing is mounted right there. Of several on top of each other the last.
  const Volume* mounted_at(std::string_view path) const;
  /// The one that holds this absolute path; nullptr only if there is no "/".
  const Volume* holding(std::string_view path) const;
};

/// {"volumes": [{"device", "mount_point", "filesystem", "read_only", "size_bytes", "free_bytes"}],
/// "retention_in_fstab"}
std::string to_json(const Volumes& fact);

}  // namespace fbd
