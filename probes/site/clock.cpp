#include "collectors/host/host_clock.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"skewed", Status::fail, "minutes direction"},
    {"drifting", Status::warn, "seconds direction"},
};

// Troubleshoot the configuration server (2025-12-09): ACS50008, more than 15 minutes. A minute is
// more than any machine with a time server is off: own judgement.
constexpr std::chrono::minutes longest{15};
constexpr std::chrono::seconds noticeable{60};

template <class F>
using ClockHost = On<Roles{Role::protected_vm, Role::configuration_server, Role::process_server,
                           Role::master_target, Role::appliance},
                     F>;

Verdict decide(ClockHost<HostClock> clock) {
  const std::chrono::seconds off = clock->time - clock.at();
  const std::chrono::seconds amount = off < off.zero() ? -off : off;
  const std::string direction = off < off.zero() ? "behind" : "ahead";
  if (amount > longest)
    return fail("skewed",
                {{"minutes", std::to_string(amount.count() / 60)}, {"direction", direction}});
  if (amount > noticeable)
    return warn("drifting",
                {{"seconds", std::to_string(amount.count())}, {"direction", direction}});
  return pass();
}

}  // namespace

extern constinit const Probe site_clock{
    .id = "site.clock",
    .question = "Do the machines of the site agree about the time?",
    .rule =
        "Troubleshoot the configuration server (2025-12-09), Registration failures: ACS50008, "
        "clocks more than 15 minutes apart",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
