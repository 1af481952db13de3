#include "collectors/network/flow_path.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"black-hole", Status::fail, "flow to address port purpose service through largest lost"},
};

Verdict decide(const Measured<FlowPath>& connection) {
  if (!connection.fact) return unknown(connection.fact.error());
  const FlowPath& path = *connection.fact;
  if (path.black_hole())
    return fail("black-hole", {{"largest", std::to_string(path.largest_mtu)},
                               {"lost", std::to_string(*path.smallest_lost_mtu)}});
  return pass({{"mtu", std::to_string(path.told_mtu.value_or(path.largest_mtu))}});
}

}  // namespace

extern constinit const Probe connection_path_mtu{
    .id = "connection.path-mtu",
    .question = "Do full-sized packets of replication data get through?",
    .rule = "RFC 2923 (2000-09), 2.1 Black hole detection; RFC 4459 (2006-04), tunnels and MTU",
    .codes = codes,
    .decision = per_connection<decide, carries_data>(),
};

}  // namespace fbd
