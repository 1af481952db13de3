// A vault has many servers and machines; a report has one finding for each reason to say no.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/azure/protected_items.h"
#include "probes/probe.h"

namespace fbd {

/// How long a part of Site Recovery may be silent before Azure counts it as lost. Sources: Monitor
/// the process server (2019-04-29), Process server alerts; Troubleshoot replication issues
/// (2019-08-02).
constexpr std::chrono::minutes heartbeat_limit{15};
/// The classic configuration server sends what it knows at intervals: what comes through it is
/// older by up to as much again.
constexpr std::chrono::minutes relayed_heartbeat_limit{30};

/// Collects verdicts on many things and merges those of the same code: their values are listed in
/// the same order, each once when all are equal.
class Verdicts {
 public:
  void fail(std::string code, Values values) { add(fbd::fail(std::move(code), std::move(values))); }
  void warn(std::string code, Values values) { add(fbd::warn(std::move(code), std::move(values))); }
  /// Something that should be known of one thing is not.
  void unknown(std::string_view name, std::string_view what);
  /// The same of things that Azure did not let be read beside those that it did.
  void unread(const std::vector<NotRead>& all);
  void add(Verdict verdict) { all_.push_back(std::move(verdict)); }

  /// Fails, then warnings, then what is unknown; empty if nobody complained.
  std::vector<Verdict> merged() const;

 private:
  std::vector<Verdict> all_;
};

/// What of the list of items could not be read: nothing to a check of one that was found.
inline void add_unread(const ProtectedItems& items, const Site& site, bool found, Verdicts& all) {
  if (!found || site.vm.empty()) all.unread(items.unread);
}

/// Whether the check is about this item: the one of --vm, or any.
bool is_meant(const Site& site, const ProtectedItem& item);

std::string minutes_of(std::chrono::seconds time);
std::string percent_of(double value);
/// "PS01, PS02 and 3 more"
std::string listed(const std::vector<std::string>& all);

/// What a finding about an error of the service says; `name` is whom it is about. The article is
/// then the one for `service_code`, if there is one.
Values about_error(const ServiceError& error, std::string name);

/// Skipped verdicts.
inline std::vector<Verdict> nothing_to_check(std::string why) { return {skipped(std::move(why))}; }

}  // namespace fbd
