#include <algorithm>

#include "collectors/azure/master_targets.h"
#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

// Source: Reprotect from Azure (2018-02-06), Common things to check after installing the master
// target.
constexpr std::uint64_t most_disks = 60;
/// Less than this of a retention volume fills up within hours of a busy replication.
constexpr double low_retention_percent = 5;

constexpr Code codes[] = {
    {"missing", Status::fail, "os machines"},
    {"silent", Status::fail, "name since minutes"},
    {"invalid", Status::fail, "name message"},
    {"no-datastores", Status::fail, "name"},
    {"unsupported-datastore", Status::fail, "name datastore type"},
    {"original-datastore", Status::fail, "machine datastore"},
    {"no-retention", Status::fail, "name"},
    {"retention-low", Status::warn, "name volume percent"},
    {"too-many-disks", Status::fail, "name disks"},
};

void judge_datastores(const MasterTargetState& target, Verdicts& verdicts) {
  if (target.datastores.empty()) return verdicts.fail("no-datastores", {{"name", target.name}});
  for (const DatastoreState& one : target.datastores)
    if (!one.is_unsupported()) return;
  const DatastoreState& first = target.datastores.front();
  verdicts.fail("unsupported-datastore",
                {{"name", target.name}, {"datastore", first.name}, {"type", first.type}});
}

void judge_retention(const MasterTargetState& target, Verdicts& verdicts) {
  bool usable = false;
  for (const RetentionVolume& volume : target.retention) {
    if (!volume.capacity_bytes || *volume.capacity_bytes == 0) continue;
    usable = true;
    if (!volume.free_bytes) continue;
    const double free = 100.0 * static_cast<double>(*volume.free_bytes) /
                        static_cast<double>(*volume.capacity_bytes);
    if (free < low_retention_percent)
      verdicts.warn(
          "retention-low",
          {{"name", target.name}, {"volume", volume.name}, {"percent", percent_of(free)}});
  }
  if (!usable) verdicts.fail("no-retention", {{"name", target.name}});
}

/// Every configuration server is a master target as well, and one without datastores in a site
/// that has others for failback.
bool is_spare(const MasterTargetState& target, const MasterTargets& targets) {
  return target.on_config_server && target.datastores.empty() &&
         std::any_of(targets.all.begin(), targets.all.end(), [&](const MasterTargetState& other) {
           return !other.on_config_server && same_id(other.fabric, target.fabric) &&
                  !other.datastores.empty();
         });
}

void judge(const MasterTargetState& target, bool spare, Verdicts& verdicts) {
  const std::optional<std::chrono::seconds> silence = target.silence();
  if (!silence)
    verdicts.unknown(target.name, "when it last heard from the master target");
  else if (*silence > heartbeat_limit)
    verdicts.fail("silent", {{"name", target.name},
                             {"since", human_time(*target.heartbeat)},
                             {"minutes", minutes_of(*silence)}});
  for (const ServiceError& error : target.errors)
    if (!error.is_warning())
      verdicts.fail("invalid", {{"name", target.name},
                                {"message", error.message.empty() ? error.code : error.message}});
  if (!spare) {
    judge_datastores(target, verdicts);
    judge_retention(target, verdicts);
  }
  if (target.disks && *target.disks > most_disks)
    verdicts.fail("too-many-disks",
                  {{"name", target.name}, {"disks", std::to_string(*target.disks)}});
}

/// What a failed-over machine needs of the master targets.
void judge(const ProtectedItem& item, const MasterTargets& targets, Verdicts& verdicts) {
  bool any = false;
  std::vector<std::string> unseen = item.datastores;
  for (const MasterTargetState& target : targets.all) {
    if (!item.os.empty() && !target.os.empty() && !same_word(target.os, item.os)) continue;
    any = true;
    std::erase_if(unseen, [&](const std::string& name) { return target.datastore(name); });
  }
  // What is not there may be where nobody could look.
  if (!targets.unread.empty()) return;
  if (!any)
    verdicts.fail("missing", {{"os", item.os.empty() ? "its" : item.os}, {"machines", item.name}});
  else if (!unseen.empty())
    verdicts.fail("original-datastore", {{"machine", item.name}, {"datastore", listed(unseen)}});
}

std::vector<Verdict> decide(AzureVault<MasterTargets> targets, AzureVault<ProtectedItems> items) {
  if (!targets->any_classic && targets->unread.empty())
    return nothing_to_check("the vault has no configuration server");
  Verdicts verdicts;
  verdicts.unread(targets->unread);
  verdicts.unread(items->unread);
  for (const MasterTargetState& target : targets->all)
    judge(target, is_spare(target, *targets), verdicts);
  bool needed = false;
  for (const ProtectedItem& item : items->all) {
    if (!item.is_classic() || item.phase() != ProtectedItem::Phase::failed_over) continue;
    if (!is_meant(items.site(), item)) continue;
    needed = true;
    judge(item, *targets, verdicts);
  }
  if (targets->all.empty() && !needed && targets->unread.empty() && items->unread.empty())
    verdicts.fail("missing", {{"os", "any"}, {"machines", "any"}});
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_master_target{
    .id = "azure.master-target",
    .question = "Does Azure see a master target that can take the machines back?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
