#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_installed;
}
using namespace fbd;

namespace {

constexpr const char* version = "host.agent-version";
constexpr const char* config = "host.agent-config";

}  // namespace

TEST_CASE("agent.installed: both files, one of them, none") {
  struct Case {
    const char* what;
    OneHost host;
    const char* outcome;
    std::string missing, present;
  };
  const Case cases[] = {
      {"both", healthy_agent(), "pass", "", ""},
      {"on a master target", healthy_agent(Role::master_target), "pass", "", ""},
      {"none", healthy_agent().without(version).without(config), "fail missing", "", ""},
      {"no version", healthy_agent().without(version), "fail incomplete", "/usr/local/.vx_version",
       "/usr/local/drscout.conf"},
      {"no configuration", healthy_agent().without(config), "fail incomplete",
       "/usr/local/drscout.conf", "/usr/local/.vx_version"},
      {"an empty version is there", healthy_agent().with(version, ""), "pass", "", ""},
      {"an empty configuration is there", healthy_agent().with(config, ""), "pass", "", ""},
      {"empty, and the other one absent", healthy_agent().with(version, "").without(config),
       "fail incomplete", "/usr/local/drscout.conf", "/usr/local/.vx_version"},
      {"may not be read", healthy_agent().without(version, ErrorKind::denied), "unknown denied", "",
       ""},
      {"may not be read, and the other one absent",
       healthy_agent().without(version).without(config, ErrorKind::denied), "unknown denied", "",
       ""},
      {"nobody answered",
       healthy_agent().without(version, ErrorKind::timed_out).without(config, ErrorKind::timed_out),
       "unknown timed-out", "", ""},
      {"never asked", healthy_agent().never_asked(config), "unknown not-collected", "", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = one.host.verdict(agent_installed);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "missing") == one.missing);
    CHECK(value(verdict, "present") == one.present);
    check_is_declared(agent_installed, verdict);
  }
  CHECK(value(healthy_agent().verdict(agent_installed), "version") == "9.66.7567.1");
}

TEST_CASE("agent.installed: a host that cannot be asked is unknown, and says why") {
  OneHost windows = healthy_agent();
  windows.site.hosts.front().os = Os::windows;
  const Verdict verdict = windows.verdict(agent_installed);
  CHECK(outcome(verdict) == "skipped not-collected");
  CHECK(verdict.reason->message == "no Linux machine is known in such a role");
}
