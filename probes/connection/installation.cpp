#include "collectors/network/flow_port.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"closed", Status::warn, "flow to address port purpose service through answer"},
};

Verdict decide(const Measured<FlowPort>& connection) {
  if (connection.fact) return pass();
  const Error& error = connection.fact.error();
  switch (error.kind) {
    case ErrorKind::unresolved:
    case ErrorKind::refused:
    case ErrorKind::timed_out:
    case ErrorKind::reset:
    case ErrorKind::unreachable:
    case ErrorKind::denied:
      return warn("closed", {{"answer", error.message}});
    default:
      return unknown(error);
  }
}

}  // namespace

extern constinit const Probe connection_installation{
    .id = "connection.installation",
    .question = "Can the agent be installed or updated from afar?",
    .rule =
        "Troubleshoot Mobility service push installation (2021-05-27), Error 95117 and 97118, "
        "95105 and 95106, 95103",
    .codes = codes,
    .decision = per_connection<decide, for_installation>(),
};

}  // namespace fbd
