#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_configured;
}
using namespace fbd;

TEST_CASE("agent.configured: what the configurator wrote at its end") {
  struct Case {
    std::string text;
    const char* outcome;
  };
  const Case cases[] = {
      {vx_version("AGENT_CONFIGURATION_STATUS=Succeeded\n"), "pass"},
      {vx_version("AGENT_CONFIGURATION_STATUS = succeeded \r\n"), "pass"},
      {vx_version("AGENT_CONFIGURATION_STATUS=Failed\n"), "fail failed"},
      {vx_version("AGENT_CONFIGURATION_STATUS=Succeeded\nAGENT_CONFIGURATION_STATUS=Failed\n"),
       "fail failed"},
      {vx_version(""), "fail unfinished"},
      {vx_version("AGENT_CONFIGURATION_STATUS=\n"), "fail unfinished"},
      {vx_version("AGENT_CONFIGURATION_STATUS=Perhaps\n"), "unknown malformed"},
      {"", "unknown malformed"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const Verdict verdict =
        healthy_agent().with("host.agent-version", one.text).verdict(agent_configured);
    CHECK(outcome(verdict) == one.outcome);
    check_is_declared(agent_configured, verdict);
  }
  CHECK(outcome(healthy_agent().without("host.agent-version").verdict(agent_configured)) ==
        "unknown not-found");
}
