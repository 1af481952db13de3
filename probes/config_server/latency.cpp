#include <fmt/format.h>

#include "collectors/network/config_server_port.h"
#include "probes/config_server/server.h"
#include "probes/probe.h"

namespace fbd {
namespace {

// Control traffic, not replication data: only a latency that hints at a detour or a saturated
// link is worth a word. No document gives a number; own judgement.
constexpr std::chrono::milliseconds high_latency{150};

constexpr Code codes[] = {
    {"high", Status::warn, "server address port median_milliseconds"},
    {"unstable", Status::warn, "server address port failed tries"},
};

Verdict decide(ConfigServerClient<ConfigServerPort> port) {
  const auto milliseconds =
      fmt::format("{:.1f}", std::chrono::duration<double, std::milli>(port->median()).count());
  const auto values = [&](Values more) {
    return about_config_server(port.site(), std::move(more));
  };
  if (port->failed_tries > 0) {
    const auto tries = port->failed_tries + static_cast<int>(port->connects.size());
    return warn("unstable", values({{"failed", std::to_string(port->failed_tries)},
                                    {"tries", std::to_string(tries)}}));
  }
  if (port->median() > high_latency)
    return warn("high", values({{"median_milliseconds", milliseconds}}));
  return pass(values({{"median_milliseconds", milliseconds}}));
}

}  // namespace

extern constinit const Probe config_server_latency{
    .id = "config-server.latency",
    .question = "Do connections to the configuration server open quickly and every time?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: low latency; thresholds are own "
        "judgement",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
