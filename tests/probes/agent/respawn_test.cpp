#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_respawn;
}
using namespace fbd;

TEST_CASE("agent.respawn: the marker, and whether the daemons run") {
  const std::string marker = "/usr/local/.norespawn_vxagent";
  struct Case {
    const char* what;
    std::vector<std::string> markers;
    std::string processes;
    const char* outcome;
  };
  const std::string both = "init\nsvagents\nappservice\n";
  const Case cases[] = {
      {"no marker", {}, both, "pass"},
      {"no marker, stopped", {}, "init\n", "pass"},
      {"other markers", {"/etc/vxagent/setvmwareip", "/etc/.appliedmtcustomchanges"}, both, "pass"},
      {"marker", {marker}, both, "warn marked"},
      {"marker, stopped", {marker}, "init\n", "fail blocked"},
      {"marker, no appservice", {marker}, "init\nsvagents\n", "fail blocked"},
      {"marker, no svagents", {marker}, "init\nappservice\n", "fail blocked"},
      {"hidden", {"? " + marker}, both, "unknown denied"},
      {"something else is hidden", {"? /etc/vxagent/setazureip"}, both, "pass"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = healthy_agent()
                                .with("host.agent-markers", listing(one.markers))
                                .with("host.processes", one.processes)
                                .verdict(agent_respawn);
    CHECK(outcome(verdict) == one.outcome);
    if (!verdict.code.empty() && verdict.status != Status::unknown)
      CHECK(value(verdict, "path") == marker);
    check_is_declared(agent_respawn, verdict);
  }
  CHECK(outcome(healthy_agent().never_asked("host.agent-markers").verdict(agent_respawn)) ==
        "unknown not-collected");
}
