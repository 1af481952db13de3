#include "collectors/host/windows_host.h"
#include "probes/probe.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

Verdict decide(ConfigServer<WindowsHost> host) {
  return services_verdict(*host, config_server_service_names);
}

}  // namespace

extern constinit const Probe config_server_services{
    .id = "config-server.services",
    .question = "Do all services of the configuration server run?",
    .rule =
        "Troubleshoot replication (2019-08-02), Error 806; Troubleshoot the configuration server "
        "(2025-12-09)",
    .codes = service_codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
