#include "collectors/host/windows_host.h"
#include "probes/probe.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stopped", Status::fail, "services"},
    {"not-automatic", Status::warn, "services"},
};

Verdict decide(ProcessServer<WindowsHost> host) {
  const std::string stopped = stopped_services(*host, process_server_service_names);
  if (!stopped.empty()) return fail("stopped", {{"services", stopped}});
  const std::string manual = not_automatic_services(*host, process_server_service_names);
  if (!manual.empty()) return warn("not-automatic", {{"services", manual}});
  return pass();
}

}  // namespace

extern constinit const Probe process_server_services{
    .id = "process-server.services",
    .question = "Do all services of the process server run?",
    .rule = "Troubleshoot the process server (2019-04-29), Check process server services",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
