#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_registered;
}
using namespace fbd;

namespace {

/// A site whose configuration servers have these addresses.
OneHost with_servers(const std::vector<std::string>& addresses, const Changes& config) {
  OneHost host = healthy_agent();
  for (const std::string& address : addresses) {
    Host server;
    server.name = "cs" + std::to_string(host.site.hosts.size());
    server.address = address;
    server.os = Os::windows;
    server.roles.add(Role::configuration_server);
    host.site.hosts.push_back(server);
  }
  return host.with("host.agent-config", drscout_conf(config));
}

}  // namespace

TEST_CASE("agent.registered: what the configuration says about the registration") {
  struct Case {
    const char* what;
    Stack site;
    Changes config;
    const char* outcome;
  };
  const Changes modernized{{"CSType", "CSPrime"}, {"Hostname", ""}};
  const Case cases[] = {
      {"classic", Stack::classic, {}, "pass"},
      {"classic, blanked", Stack::classic, {{"Hostname", ""}}, "fail address-blank"},
      {"classic, blanked, pairing is another stack's",
       Stack::classic,
       {{"CloudPairingStatus", "Incomplete"}},
       "pass"},
      {"classic, no such key", Stack::classic, {{"Hostname", "-"}}, "unknown not-found"},
      {"modernized has no address there", Stack::modernized, modernized, "pass"},
      {"the agent knows its stack better than the site", Stack::classic, modernized, "pass"},
      {"and the other way round", Stack::modernized, {{"Hostname", ""}}, "fail address-blank"},
      {"modernized, paired",
       Stack::modernized,
       {{"CSType", "CSPrime"}, {"CloudPairingStatus", "complete"}},
       "pass"},
      {"modernized, not paired",
       Stack::modernized,
       {{"CSType", "CSPrime"}, {"CloudPairingStatus", "Incomplete"}},
       "fail pairing-incomplete"},
      {"modernized, not paired, other case",
       Stack::modernized,
       {{"CSType", "CSPrime"}, {"CloudPairingStatus", "incomplete"}},
       "fail pairing-incomplete"},
      {"an old agent on a classic site",
       Stack::classic,
       {{"CSType", "-"}, {"Hostname", ""}},
       "fail address-blank"},
      {"an old agent, nobody knows the stack",
       Stack::unknown,
       {{"CSType", "-"}, {"Hostname", ""}},
       "fail address-blank"},
      {"a data mover of the modernized stack",
       Stack::unknown,
       {{"CSType", "-"}, {"Hostname", ""}, {"DiffSourceExePathname", "/x/bin/s2A2A"}},
       "pass"},
      {"the site says modernized, the agent nothing",
       Stack::modernized,
       {{"CSType", "-"}, {"Hostname", ""}},
       "pass"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    OneHost host = healthy_agent().with("host.agent-config", drscout_conf(one.config));
    host.site.stack = one.site;
    const Verdict verdict = host.verdict(agent_registered);
    CHECK(outcome(verdict) == one.outcome);
    check_is_declared(agent_registered, verdict);
  }
}

TEST_CASE("agent.registered: with the configuration server of the site") {
  struct Case {
    const char* what;
    std::vector<std::string> servers;
    Changes config;
    const char* outcome;
    std::string expected;
  };
  const Case cases[] = {
      {"the same", {"10.0.0.4"}, {}, "pass", ""},
      {"another", {"10.0.0.5"}, {}, "fail other-server", "10.0.0.5"},
      {"a name cannot be compared", {"cs01.example.com"}, {}, "pass", ""},
      {"nor can the agent's", {"10.0.0.5"}, {{"Hostname", "cs01"}}, "pass", ""},
      {"a name, and an address for Azure",
       {"cs01.example.com"},
       {{"CsAddressForAzureComponents", "10.0.0.5"}},
       "pass",
       ""},
      {"one of two", {"10.0.0.5", "10.0.0.4"}, {}, "pass", ""},
      {"none of two", {"10.0.0.5", "10.0.0.6"}, {}, "fail other-server", "10.0.0.5"},
      {"none of two, one a name", {"10.0.0.5", "cs02"}, {}, "pass", ""},
      {"by the address for Azure",
       {"10.0.0.5"},
       {{"CsAddressForAzureComponents", "10.0.0.5"}},
       "pass",
       ""},
      {"IPv6, spelled otherwise", {"2001:db8::4"}, {{"Hostname", "2001:DB8:0:0::4"}}, "pass", ""},
      {"IPv6, another",
       {"2001:db8::5"},
       {{"Hostname", "2001:db8::4"}},
       "fail other-server",
       "2001:db8::5"},
      {"nobody knows one", {}, {}, "pass", ""},
      {"blank comes first", {"10.0.0.5"}, {{"Hostname", ""}}, "fail address-blank", ""},
      {"modernized has none", {"10.0.0.5"}, {{"CSType", "CSPrime"}}, "pass", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = with_servers(one.servers, one.config).verdict(agent_registered);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "expected") == one.expected);
    check_is_declared(agent_registered, verdict);
  }
}

TEST_CASE("agent.registered: the first 15 minutes in Azure are for waiting") {
  struct Case {
    const char* what;
    std::string dmi, uptime;
    const char* outcome;
    std::string left, minutes_up;
  };
  const Case cases[] = {
      {"just now", dmi_of_azure(), up(0), "warn wait", "15", "0"},
      {"after a second", dmi_of_azure(), up(0, 1), "warn wait", "15", "0"},
      {"after a minute", dmi_of_azure(), up(1), "warn wait", "14", "1"},
      {"half way", dmi_of_azure(), up(7, 30), "warn wait", "8", "7"},
      {"14:59", dmi_of_azure(), up(14, 59), "warn wait", "1", "14"},
      {"15:00", dmi_of_azure(), up(15), "pass", "", ""},
      {"on VMware", dmi_of_vmware(), up(1), "pass", "", ""},
      {"who is not root", dmi_of_azure("denied"), up(1), "warn wait", "14", "1"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    OneHost host = healthy_agent().with("host.platform", one.dmi).with("host.uptime", one.uptime);
    const Verdict verdict = host.verdict(agent_registered);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "minutes_left") == one.left);
    CHECK(value(verdict, "minutes_up") == one.minutes_up);
    check_is_declared(agent_registered, verdict);

    host.with("host.agent-config", drscout_conf({{"Hostname", ""}}));
    CHECK(outcome(host.verdict(agent_registered)) == "fail address-blank");
  }
}

TEST_CASE("agent.registered: without evidence there is no verdict") {
  for (const char* question : {"host.agent-config", "host.uptime", "host.platform"}) {
    CAPTURE(question);
    CHECK(outcome(healthy_agent().never_asked(question).verdict(agent_registered)) ==
          "unknown not-collected");
    CHECK(outcome(healthy_agent().without(question, ErrorKind::denied).verdict(agent_registered)) ==
          "unknown denied");
  }
  CHECK(outcome(healthy_agent().with("host.agent-config", "junk").verdict(agent_registered)) ==
        "unknown malformed");
}
