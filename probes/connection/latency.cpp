#include "collectors/network/flow_port.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"slow", Status::warn,
     "flow to address port purpose service through median_milliseconds spread_milliseconds "
     "limit_milliseconds"},
    {"unstable", Status::warn, "flow to address port purpose service through failed tries"},
};

std::string milliseconds(std::chrono::microseconds time) {
  return fmt::format("{:.1f}", std::chrono::duration<double, std::milli>(time).count());
}

Verdict decide(const Measured<FlowPort>& connection) {
  if (!connection.fact) return unknown(connection.fact.error());
  const FlowPort& port = *connection.fact;
  if (port.failed_tries > 0) {
    const auto tries = port.failed_tries + static_cast<int>(port.connects.size());
    return warn("unstable",
                {{"failed", std::to_string(port.failed_tries)}, {"tries", std::to_string(tries)}});
  }
  const std::chrono::milliseconds limit{connection.to.flow->slow_milliseconds};
  Values measured{{"median_milliseconds", milliseconds(port.median())},
                  {"spread_milliseconds", milliseconds(port.spread())}};
  if (limit.count() == 0 || port.median() <= limit) return pass(std::move(measured));
  measured["limit_milliseconds"] = std::to_string(limit.count());
  return warn("slow", std::move(measured));
}

}  // namespace

extern constinit const Probe connection_latency{
    .id = "connection.latency",
    .question = "Do these connections open quickly and every time?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: low latency between virtual "
        "machine and process server; the thresholds are own judgement",
    .codes = codes,
    .decision = per_connection<decide, needed_for_replication>(),
};

}  // namespace fbd
