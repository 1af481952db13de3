// Licences: those that are there, the evaluation, and which host has which.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// Never with its key: that is worth money.
struct VsphereLicence {
  std::string
      edition;       // "esxBasic" (free), "eval", "esx.enterprisePlus.cpuPackage", "vc.standard..."
  std::string name;  // "VMware vSphere 6 Hypervisor", "Evaluation Mode"
  /// When it ends, as the server writes it; empty: it does not, or the server does not say.
  std::string expires;
  std::optional<int> hours_left;  // of an evaluation, if the server says; 0: it is over
};

/// The free edition counts only on an ESXi host asked directly: it cannot be part of a vCenter.
/// Source: vSphere Web Services API, LicenseManager.
struct VsphereLicences {
  static std::span<const Origin<VsphereLicences>> origins();
  static constexpr bool read_once = true;

  Result<std::vector<VsphereLicence>> all;
  Result<VsphereLicence> evaluation;  // `hours_left` of an evaluation that is in use or could be
};

struct AssignedLicence {
  std::string entity;       // "host-9", a vCenter's instance UUID: as the server names it
  std::string entity_name;  // "esx01.contoso.com"
  VsphereLicence licence;
};

/// denied, failed or malformed where the server does not know the question.
struct VsphereAssignedLicences {
  static std::span<const Origin<VsphereAssignedLicences>> origins();
  static constexpr bool read_once = true;

  std::vector<AssignedLicence> all;
};

/// {"all": [{"edition", "name", "expires", "hours_left"}], "evaluation", "unknown": {}}
std::string to_json(const VsphereLicences& fact);
/// {"all": [{"entity", "entity_name", "licence"}]}
std::string to_json(const VsphereAssignedLicences& fact);

}  // namespace fbd
