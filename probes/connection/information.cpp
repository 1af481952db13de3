// Connections that no document asks for are measured for the matrix and never judged, so this probe
// is not in the catalog.
#include "probes/connection/information.h"

#include "collectors/network/flow_port.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

bool for_information(const Endpoint& to) { return to.flow->importance == Importance::information; }

Verdict decide(const Measured<FlowPort>& connection) {
  if (connection.fact) return pass();
  return unknown(connection.fact.error());
}

}  // namespace

extern constinit const Probe connection_information{
    .id = "connection.information",
    .question = "Does it open as well?",
    .rule = "no document asks for it",
    .codes = {},
    .decision = per_connection<decide, for_information>(),
};

}  // namespace fbd
