#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_running;
}
using namespace fbd;

TEST_CASE("agent.running: both daemons, one, none; and soon after a boot in Azure") {
  struct Case {
    const char* what;
    std::string processes;
    const char* outcome;   // whenever
    const char* starting;  // 14:59 after a boot in Azure
    std::string missing;
  };
  const Case cases[] = {
      {"both", "init\nsvagents\nappservice\n", "pass", "pass", ""},
      {"both, by another name", "init\nsvagentsA2A\nappservice\n", "pass", "pass", ""},
      {"none", "init\n", "fail stopped", "warn starting", "svagents and appservice"},
      {"no svagents", "init\nappservice\n", "fail svagents-stopped", "warn starting", "svagents"},
      {"no appservice", "init\nsvagentsV2A\n", "fail appservice-stopped", "warn starting",
       "appservice"},
      {"only the respawn daemon", "init\nuarespawnd\n", "fail stopped", "warn starting",
       "svagents and appservice"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    OneHost host = healthy_agent().with("host.processes", one.processes);
    const Verdict verdict = host.verdict(agent_running);
    CHECK(outcome(verdict) == one.outcome);
    check_is_declared(agent_running, verdict);

    host.with("host.uptime", up(14, 59));
    CHECK(outcome(host.verdict(agent_running)) == one.outcome);  // on VMware nobody waits

    host.with("host.platform", dmi_of_azure());
    const Verdict starting = host.verdict(agent_running);
    CHECK(outcome(starting) == one.starting);
    CHECK(value(starting, "missing") == one.missing);
    CHECK(value(starting, "minutes_left") == (one.missing.empty() ? "" : "1"));
    check_is_declared(agent_running, starting);

    host.with("host.uptime", up(15));
    CHECK(outcome(host.verdict(agent_running)) == one.outcome);
  }
}

TEST_CASE("agent.running: processes that cannot be seen are not stopped ones") {
  OneHost host = healthy_agent();
  CHECK(outcome(host.without("host.processes", ErrorKind::denied).verdict(agent_running)) ==
        "unknown denied");
  CHECK(outcome(host.with("host.processes", "").verdict(agent_running)) == "unknown malformed");
  host.with("host.processes", "init\n").site.hosts.front().reach = Reach::root;
  CHECK(outcome(host.verdict(agent_running)) == "unknown not-collected");
}
