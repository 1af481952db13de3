#include "collectors/host/windows_host.h"
#include "probes/probe.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

Verdict decide(ProcessServer<WindowsHost> host) {
  return services_verdict(*host, process_server_service_names);
}

}  // namespace

extern constinit const Probe process_server_services{
    .id = "process-server.services",
    .question = "Do all services of the process server run?",
    .rule = "Troubleshoot the process server (2019-04-29), Check process server services",
    .codes = service_codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
