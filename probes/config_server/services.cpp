#include "collectors/host/windows_host.h"
#include "probes/probe.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stopped", Status::fail, "services"},
    {"not-automatic", Status::warn, "services"},
};

Verdict decide(ConfigServer<WindowsHost> host) {
  const std::string stopped = stopped_services(*host, config_server_service_names);
  if (!stopped.empty()) return fail("stopped", {{"services", stopped}});
  const std::string manual = not_automatic_services(*host, config_server_service_names);
  if (!manual.empty()) return warn("not-automatic", {{"services", manual}});
  return pass();
}

}  // namespace

extern constinit const Probe config_server_services{
    .id = "config-server.services",
    .question = "Do all services of the configuration server run?",
    .rule =
        "Troubleshoot replication (2019-08-02), Error 806; Troubleshoot the configuration server "
        "(2025-12-09)",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
