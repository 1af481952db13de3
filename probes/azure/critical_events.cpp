#include "collectors/azure/events.h"
#include "collectors/azure/jobs.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"critical", Status::warn,
     "service_code service_name name message causes action when activity"},
};

// A warning: an event says what was, and may long be over.
std::vector<Verdict> decide(AzureVault<CriticalEvents> events) {
  Verdicts verdicts;
  for (const Event& event : events->all) {
    const bool old =
        events->now && event.error.at && *events->now - *event.error.at > failures_told_for;
    if (!old)
      verdicts.warn("critical",
                    about_error(event.error, event.object.empty() ? "-" : event.object));
  }
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_critical_events{
    .id = "azure.critical-events",
    .question = "Were there no critical events in the last days?",
    .rule = "Site Recovery REST API 2024-04-01, EventProperties",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
