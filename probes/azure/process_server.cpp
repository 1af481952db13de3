#include "collectors/azure/process_servers.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "name"},
    {"silent", Status::fail, "name since minutes"},
    {"service-stopped", Status::fail, "name status"},
    {"cpu-critical", Status::fail, "name percent"},
    {"cpu-high", Status::warn, "name percent"},
    {"memory-critical", Status::fail, "name percent"},
    {"memory-high", Status::warn, "name percent"},
    {"cache-critical", Status::fail, "name percent"},
    {"cache-low", Status::warn, "name percent"},
};

// Source: Monitor the process server (2019-04-29), Process server alerts.
constexpr double busy_percent = 80;
constexpr double critical_percent = 95;
constexpr double low_free_percent = 30;
constexpr double critical_free_percent = 25;

void judge_load(const ProcessServerState& server, Verdicts& verdicts) {
  const auto used = [&](const std::optional<double>& percent, const char* critical,
                        const char* high) {
    if (!percent) return;
    const Values values{{"name", server.name}, {"percent", percent_of(*percent)}};
    if (*percent > critical_percent)
      verdicts.fail(critical, values);
    else if (*percent > busy_percent)
      verdicts.warn(high, values);
  };
  used(server.cpu_percent, "cpu-critical", "cpu-high");
  used(server.memory_percent, "memory-critical", "memory-high");
  if (!server.free_percent) return;
  const Values values{{"name", server.name}, {"percent", percent_of(*server.free_percent)}};
  if (*server.free_percent < critical_free_percent)
    verdicts.fail("cache-critical", values);
  else if (*server.free_percent < low_free_percent)
    verdicts.warn("cache-low", values);
}

std::vector<Verdict> decide(AzureVault<ProcessServers> servers) {
  Verdicts verdicts;
  for (const std::string& fabric : servers->fabrics) verdicts.fail("missing", {{"name", fabric}});
  for (const ProcessServerState& server : servers->all) {
    const std::optional<std::chrono::seconds> silence = server.silence();
    if (!silence)
      verdicts.unknown(server.name, "when it last heard from the process server");
    else if (*silence > heartbeat_limit)
      verdicts.fail("silent", {{"name", server.name},
                               {"since", human_time(*server.heartbeat)},
                               {"minutes", minutes_of(*silence)}});
    if (!server.service_status.empty() && !same_word(server.service_status, "Running"))
      verdicts.fail("service-stopped", {{"name", server.name}, {"status", server.service_status}});
    judge_load(server, verdicts);
  }
  verdicts.unread(servers->unread);
  if (servers->all.empty() && servers->fabrics.empty() && servers->unread.empty())
    return nothing_to_check("the vault protects no VMware machines");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_process_server{
    .id = "azure.process-server",
    .question = "Does Azure see process servers that are alive and have room to work?",
    .rule =
        "Monitor the process server (2019-04-29), Process server alerts; Reprotect from Azure "
        "(2018-02-06), Before you begin",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
