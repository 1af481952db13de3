// Readiness: what the reprotect dialog will ask about one machine, and what to answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/site.h"

namespace fbd {

/// One input of the dialog: the value that would work, or why there is none.
struct ReprotectInput {
  std::string what;     // "master target"
  std::string value{};  // "MT01"; empty: there is none
  std::string missing{};
};

struct Readiness {
  std::string machine;
  std::string vault;
  std::string phase;  // "failed over", "protected"; "" if the machine was not found
  std::vector<ReprotectInput> inputs{};
  /// Why the question makes no sense or cannot be answered; then there are no inputs.
  std::string instead{};
};

/// For Site::vm, from what the vault says, and unless the hosts or vCenter object. What else is in
/// the way, the findings of the check tell. Nothing if the site names no machine or no vault.
/// Source: Reprotect from Azure (2018-02-06), Steps to reprotect; Failover and failback, modernized
/// (2023-10-06).
std::optional<Readiness> readiness_of(const Site& site, const Evidence& evidence);

}  // namespace fbd
