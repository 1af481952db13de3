// Fabrics of a vault: a configuration server (classic) or a set of appliances (modernized).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"

namespace fbd {

/// Which fabrics there are. Their details come with a GET of each: in a list of modernized fabrics
/// the components are left out.
struct FabricList {
  static std::span<const Origin<FabricList>> origins();
  static constexpr bool read_once = true;
  std::vector<std::string> ids;  // of those that protect VMware or physical machines
  std::size_t others = 0;        // that protect something else
};

struct Load {
  std::string what;    // "CPU", "memory"
  std::string status;  // "Green", "Yellow", "Red"
};

struct Fabric {
  std::string id;
  std::string name;  // "CS01"; a classic fabric's own name is a hash
  std::string type;  // customDetails.instanceType: "VMware", "InMageRcm", "VMwareV2"
  std::string health;
  std::string state;
  std::vector<ServiceError> errors;
  // Of a configuration server:
  std::string host;
  std::string address;
  std::string service_status;
  std::optional<std::chrono::sys_seconds> heartbeat{};
  std::optional<std::chrono::sys_seconds> certificate_until{};
  VersionState version;
  std::vector<Load> loads;
  std::vector<std::string> account_ids;
  std::vector<std::string> account_names;
  // Of appliances:
  std::string vmware_site;  // id of what Microsoft.OffAzure discovered

  bool is_classic() const;
  bool is_modernized() const;
};

struct Fabrics {
  static std::span<const Origin<Fabrics>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<Fabric> all;
  std::vector<NotRead> unread;  // fabrics; the same of what stands in them
  const Fabric* find(std::string_view id) const;
};

/// How everything is asked for that a GET of each fabric answers; the question's id is
/// "azure.fabric".
Result<Request> get_each_fabric(const Context& context);
inline constexpr Ask ask_each_fabric = ask_after(&next_question<FabricList>, &get_each_fabric);

/// Reads the answer of it. An error only if there is nothing else: one fabric that cannot be read
/// keeps no other from being read. `components` gets a fabric and its customDetails.
Result<Fabrics> read_fabrics(
    std::string_view answer,
    const std::function<void(const Fabric&, const ArmNode& components)>& components);

}  // namespace fbd
