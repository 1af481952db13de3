#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_stack;
}
using namespace fbd;

namespace {

const std::string s2_classic = "/usr/local/ASR/Vx/bin/s2 -> s2V2A";
const std::string s2_modernized = "/usr/local/ASR/Vx/bin/s2 -> s2A2A";
const std::string svagents_classic = "/usr/local/ASR/Vx/bin/svagents -> svagentsV2A";
const std::string svagents_modernized = "/usr/local/ASR/Vx/bin/svagents -> svagentsA2A";
const std::string source_config = "/usr/local/ASR/Vx/etc/SourceConfig.json";
const std::string passphrase = "/usr/local/InMage/private/connection.passphrase";

}  // namespace

TEST_CASE("agent.stack: what the configuration says against what the files say") {
  struct Case {
    const char* what;
    Changes config;
    std::vector<std::string> files;
    const char* outcome;
    std::string stack, configured, evidence;
  };
  const Case cases[] = {
      {"classic", {}, {s2_classic, svagents_classic, passphrase}, "pass", "classic", "", ""},
      {"modernized",
       {{"CSType", "CSPrime"}},
       {s2_modernized, svagents_modernized, source_config},
       "pass",
       "modernized",
       "",
       ""},
      {"classic, not registered yet",
       {},
       {s2_classic, svagents_classic},
       "pass",
       "classic",
       "",
       ""},
      {"one link of the other stack",
       {},
       {s2_modernized, svagents_classic},
       "warn mixed",
       "",
       "CSType=CSLegacy",
       s2_modernized},
      {"the other stack's file is still there",
       {{"CSType", "CSPrime"}},
       {s2_modernized, svagents_modernized, source_config, passphrase},
       "warn mixed",
       "",
       "CSType=CSPrime",
       passphrase},
      {"both other signs",
       {},
       {svagents_modernized, source_config, passphrase},
       "warn mixed",
       "",
       "CSType=CSLegacy",
       svagents_modernized + ", " + source_config},
      {"a master target is always classic",
       {{"CSType", "CSPrime"}, {"Role", "MasterTarget"}},
       {s2_modernized},
       "warn mixed",
       "",
       "CSType=CSPrime",
       "Role=MasterTarget"},
      {"a classic master target",
       {{"Role", "MasterTarget"}},
       {s2_classic},
       "pass",
       "classic",
       "",
       ""},
      {"no CSType, classic files", {{"CSType", "-"}}, {s2_classic}, "pass", "classic", "", ""},
      {"no CSType, modernized files",
       {{"CSType", ""}},
       {source_config},
       "pass",
       "modernized",
       "",
       ""},
      {"no CSType, files of both",
       {{"CSType", "-"}},
       {s2_classic, source_config},
       "warn mixed",
       "",
       "no CSType",
       s2_classic + "; " + source_config},
      {"a CSType nobody knows",
       {{"CSType", "CSNext"}},
       {s2_classic},
       "unknown malformed",
       "",
       "",
       ""},
      {"no file tells", {}, {"/usr/local/ASR/Vx/bin/s2"}, "unknown not-found", "", "", ""},
      {"no file at all", {}, {}, "unknown not-found", "", "", ""},
      {"one file is hidden", {}, {s2_classic, "? " + passphrase}, "unknown denied", "", "", ""},
      {"hidden, and mixed anyway",
       {},
       {s2_modernized, "? " + passphrase},
       "warn mixed",
       "",
       "CSType=CSLegacy",
       s2_modernized},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = healthy_agent()
                                .with("host.agent-config", drscout_conf(one.config))
                                .with("host.agent-files", listing(one.files))
                                .verdict(agent_stack);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "stack") == one.stack);
    CHECK(value(verdict, "configured") == one.configured);
    CHECK(value(verdict, "evidence") == one.evidence);
    check_is_declared(agent_stack, verdict);
  }
}

TEST_CASE("agent.stack: tells role and version, and does without the version") {
  const Verdict with = healthy_agent().verdict(agent_stack);
  CHECK(value(with, "role") == "Agent");
  CHECK(value(with, "version") == "9.66.7567.1");
  const Verdict without = healthy_agent().without("host.agent-version").verdict(agent_stack);
  CHECK(outcome(without) == "pass");
  CHECK(value(without, "version") == "");
}

TEST_CASE("agent.stack: a damaged configuration says nothing about the stack") {
  const Verdict verdict = healthy_agent().with("host.agent-config", "").verdict(agent_stack);
  CHECK(outcome(verdict) == "unknown malformed");
  CHECK(verdict.reason->message == "vm01: /usr/local/drscout.conf is damaged: it is empty");
}

TEST_CASE("agent.stack: where the agent is installed is asked before its files are") {
  OneHost host = healthy_agent();
  host.evidence = {};
  const Probe* const probes[] = {&agent_stack};
  std::vector<std::string> asked;
  const auto ask_all = [&] {
    for (const Need& need : needs(probes, host.site))
      if (const auto question = need.next({host.site, host.evidence, host.site.hosts.front()}))
        asked.push_back(question->id);
  };
  ask_all();
  CHECK(asked == std::vector<std::string>{"host.agent-config", "host.agent-version"});
  host.with("host.agent-config", drscout_conf()).with("host.agent-version", vx_version());
  asked.clear();
  ask_all();
  CHECK(asked == std::vector<std::string>{"host.agent-files"});
}
