// The ESXi hosts that the account sees.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// What each error kind means: VsphereVm in virtual_machines.h.
struct VsphereHost {
  std::string ref;  // "HostSystem:host-9"
  Result<std::string> name;
  Result<std::string> parent;        // its cluster or compute resource
  Result<std::string> product;       // "VMware ESXi 6.7.0 build-8169922"
  Result<std::string> version;       // "6.7.0"
  Result<std::string> product_line;  // "embeddedEsx"; "esx": the classic one
  Result<std::string> connection;    // "connected", "disconnected", "notResponding"
  Result<std::string> power;         // "poweredOn", "poweredOff", "standBy", "unknown"
  Result<bool> maintenance;
  /// "lockdownDisabled", "lockdownNormal", "lockdownStrict"; failed on servers older than 6.0,
  /// which have `admin_disabled` instead.
  Result<std::string> lockdown;
  Result<bool> admin_disabled;
  Result<std::vector<std::string>> addresses;   // of its management and other kernel interfaces
  Result<std::vector<std::string>> datastores;  // that it has: "Datastore:datastore-5"
};

struct VsphereHosts {
  static std::span<const Origin<VsphereHosts>> origins();
  static constexpr bool read_once = true;

  std::shared_ptr<const std::vector<VsphereHost>> all;  // never null; by ref

  const VsphereHost* host(std::string_view ref) const;
};

/// {"all": []} of the members above; what is not set or not known is null, "unknown" has the
/// reasons of the latter by member.
std::string to_json(const VsphereHosts& fact);

}  // namespace fbd
