#include "collectors/host/windows_host.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"cpu-critical", Status::fail, "percent"},
    {"memory-critical", Status::fail, "percent"},
    {"cpu-high", Status::warn, "percent"},
    {"memory-high", Status::warn, "percent"},
};

// Troubleshoot the process server (2019-04-29), Health alerts. Theirs is an average of 15 minutes,
// ours is a moment.
constexpr int high = 80;
constexpr int critical = 95;

Verdict decide(ProcessServer<WindowsHost> host) {
  const int memory = host->memory_percent();
  const auto percent = [](int value) { return Values{{"percent", std::to_string(value)}}; };
  if (host->cpu_percent > critical) return fail("cpu-critical", percent(host->cpu_percent));
  if (memory > critical) return fail("memory-critical", percent(memory));
  if (host->cpu_percent > high) return warn("cpu-high", percent(host->cpu_percent));
  if (memory > high) return warn("memory-high", percent(memory));
  return pass();
}

}  // namespace

extern constinit const Probe process_server_load{
    .id = "process-server.load",
    .question = "Has the process server CPU and memory to spare?",
    .rule =
        "Troubleshoot the process server (2019-04-29), Health alerts: CPU and memory 80 % and 95 %",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
