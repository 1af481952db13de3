#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_config;
}
using namespace fbd;

TEST_CASE("agent.config: intact, damaged, and never filled in") {
  struct Case {
    const char* what;
    std::string text;
    const char* outcome;
    std::string problem, platform;
  };
  const Case cases[] = {
      {"intact", drscout_conf(), "pass", "", "VmWare"},
      {"for Azure", drscout_conf({{"VmPlatform", "Azure"}}), "pass", "", "Azure"},
      {"every letter counts", drscout_conf({{"VmPlatform", "VMware"}}), "fail platform-unset", "",
       "VMware"},
      {"in quotes", drscout_conf({{"VmPlatform", "\"VmWare\""}}), "pass", "", "VmWare"},
      {"empty", "", "fail damaged", "it is empty", ""},
      {"no section", "[vxagent.transport]\nHostname=10.0.0.4\n", "fail damaged",
       "it has no section [vxagent]", ""},
      {"cut off", "[vxagent]\nHostId=1\n[vxagent.tr", "fail damaged",
       "line 3: the section has no closing bracket", ""},
      {"zeros", drscout_conf() + std::string(8, '\0'), "fail damaged", "line 12: binary data", ""},
      {"no platform", drscout_conf({{"VmPlatform", ""}}), "fail platform-unset", "", "(empty)"},
      {"no key for it", drscout_conf({{"VmPlatform", "-"}}), "fail platform-unset", "", "(empty)"},
      {"another platform", drscout_conf({{"VmPlatform", "HyperV"}}), "fail platform-unset", "",
       "HyperV"},
      {"template", drscout_conf({{"HostId", "1234_45466_67689"}}), "fail never-configured", "", ""},
      {"nearly the template", drscout_conf({{"HostId", "1234_45466_67680"}}), "pass", "", "VmWare"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict =
        healthy_agent().with("host.agent-config", one.text).verdict(agent_config);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "problem") == one.problem);
    CHECK(value(verdict, "platform") == one.platform);
    if (verdict.status == Status::fail) CHECK(value(verdict, "path") == "/usr/local/drscout.conf");
    check_is_declared(agent_config, verdict);
  }
}

TEST_CASE("agent.config: a file that is not there is unknown") {
  CHECK(outcome(healthy_agent().without("host.agent-config").verdict(agent_config)) ==
        "unknown not-found");
}
