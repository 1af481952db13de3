// What a machine runs on, as its firmware tells (DMI).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Source: the kernel's drivers/firmware/dmi-id.c; AzMigrate-Hydration for the asset tag. No DMI at
/// all (not every architecture has it) is not_found; a tag or a vendor that may not be read is the
/// fact's error, because nothing could be told from the rest.
struct Platform {
  static constexpr std::string_view azure_asset_tag = "7783-7084-3265-9085-8269-3286-77";
  static std::span<const Origin<Platform>> origins();

  std::string asset_tag;
  std::string vendor;   // "VMware, Inc.", "Microsoft Corporation"
  std::string product;  // "VMware Virtual Platform", "Virtual Machine"
  /// Lower case. Empty: the firmware gives none (the kernel hides one that is all zeros or all
  /// ones). An error: it is there, but only root may read it.
  Result<std::string> uuid;

  bool in_azure() const { return asset_tag == azure_asset_tag; }
  bool on_vmware() const;
};

/// Whether two spellings are the same UUID: ignoring case, braces and dashes, and whether the first
/// three groups are little endian, in which firmware and programs differ (AzMigrate-Hydration,
/// recovery detection).
bool same_uuid(std::string_view a, std::string_view b);

/// {"in_azure", "on_vmware", "asset_tag", "vendor", "product", "uuid", "uuid_error"}; one of the
/// last two is null.
std::string to_json(const Platform& fact);

}  // namespace fbd
