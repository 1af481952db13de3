#include "collectors/evidence/text.h"
#include "collectors/host/windows_host.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stale", Status::warn, "written minutes"},
};

// Troubleshoot the process server (2019-04-29), Health alerts: no heartbeat for 15 minutes.
constexpr std::chrono::minutes longest{15};

Verdict decide(ProcessServer<WindowsHost> host) {
  if (!host->heartbeat_log)
    return unknown({ErrorKind::not_found, host.host().name + " has no log of eventmanager or "
                                                             "monitor_protection"});
  // Both by the clock of that machine.
  const auto silent = std::chrono::floor<std::chrono::minutes>(host->time - *host->heartbeat_log);
  if (silent > longest)
    return warn("stale", {{"written", human_time(*host->heartbeat_log)},
                          {"minutes", std::to_string(silent.count())}});
  return pass();
}

}  // namespace

extern constinit const Probe process_server_heartbeat{
    .id = "process-server.heartbeat",
    .question = "Has the process server been writing its heartbeat logs?",
    .rule =
        "Troubleshoot replication (2019-08-02), Error 806: eventmanager and monitor_protection "
        "logs",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
