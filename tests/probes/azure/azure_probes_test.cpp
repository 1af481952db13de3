#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"
#include "probes/catalog.h"
#include "tests/probes/azure/codes_of.h"

namespace fbd {

extern const Probe azure_agent_registration;
extern const Probe azure_agent_heartbeat;
extern const Probe azure_master_target;
extern const Probe azure_process_server;
extern const Probe azure_reprotectable;
extern const Probe azure_retention_window;
extern const Probe azure_vault;

namespace {

constexpr std::chrono::sys_seconds now{
    std::chrono::seconds(1795726800)};  // 2026-11-26 21:00:00 UTC

/// A vault that answered one question as a test says.
struct OneVault {
  Site site;
  Evidence evidence;

  OneVault() {
    site.azure = Vault{"sub", "group", "vault01", "", ""};
    site.hosts.push_back(host_of(*site.azure));
  }
  /// The local clock of the observation is wrong by years on purpose: nobody may look at it.
  OneVault& with(const std::string& question, Result<std::string> answer) {
    evidence.record({"vault01", question, AzureGet{}},
                    {std::chrono::sys_seconds{}, {}, std::move(answer)});
    return *this;
  }
  OneVault& with_value(const std::string& question, std::string_view value) {
    return with(question,
                fmt::format(R"({{"date":"Thu, 26 Nov 2026 21:00:00 GMT","answers":[{{"path":"/x",)"
                            R"("pages":[{{"value":[{}]}}]}}]}})",
                            value));
  }
  std::string codes(const Probe& probe) const { return codes_of(probe, site, evidence); }
};

std::string ago(int minutes) { return iso_time(now - std::chrono::minutes(minutes)); }

TEST_CASE("an agent has time to register after a failover, by the clock of Azure") {
  struct Case {
    std::string registered;
    int failover;
    std::string codes;
  };
  const Case cases[] = {
      {"true", 100, "pass"},
      {"null", 100, "unknown:unknown"},
      {"false", 29, "warn:wait"},
      {"\"false\"", 29, "warn:wait"},
      {"\"False\"", 31, "fail:failed"},
      {"false", 100, "fail:failed"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.registered);
    CAPTURE(one.failover);
    const std::string item = fmt::format(
        R"({{"name":"web01","properties":{{"activeLocation":"Recovery",
            "lastSuccessfulFailoverTime":"{}","providerSpecificDetails":{{"instanceType":"InMageRcm",
            "isAgentRegistrationSuccessfulAfterFailover":{}}}}}}})",
        ago(one.failover), one.registered);
    CHECK(OneVault()
              .with_value("azure.protected-items", item)
              .with_value("azure.jobs", "")
              .codes(azure_agent_registration) == one.codes);
  }
}

TEST_CASE("the time to register begins when the failover's job ended") {
  const std::string item = fmt::format(
      R"({{"name":"web01","properties":{{"activeLocation":"Recovery",
          "lastSuccessfulFailoverTime":"{}","providerSpecificDetails":{{"instanceType":"InMageRcm",
          "isAgentRegistrationSuccessfulAfterFailover":false}}}}}})",
      ago(50));
  const auto codes = [&](int ended) {
    return OneVault()
        .with_value("azure.protected-items", item)
        .with_value("azure.jobs",
                    fmt::format(R"({{"properties":{{"scenarioName":"UnplannedFailover",
                        "targetObjectName":"web01","startTime":"{}","endTime":"{}"}}}})",
                                ago(50), ago(ended)))
        .codes(azure_agent_registration);
  };
  CHECK(codes(14) == "warn:wait");
  CHECK(codes(16) == "fail:failed");
}

TEST_CASE("an agent that was heard since the failover is registered, whatever else is not told") {
  const auto codes = [](int heard) {
    const std::string item = fmt::format(
        R"({{"name":"web01","properties":{{"activeLocation":"Recovery",
            "lastSuccessfulFailoverTime":"{}","providerSpecificDetails":{{"instanceType":"InMageRcm",
            "isAgentRegistrationSuccessfulAfterFailover":null,
            "mobilityAgentDetails":{{"lastHeartbeatUtc":"{}"}}}}}}}})",
        ago(100), ago(heard));
    return OneVault()
        .with_value("azure.protected-items", item)
        .with_value("azure.jobs", "")
        .codes(azure_agent_registration);
  };
  CHECK(codes(5) == "pass");
  CHECK(codes(120) == "unknown:unknown");
}

/// A machine of the classic stack that replicates back, as a list tells it and as a GET does.
std::string reversed(std::string_view window) {
  return fmt::format(R"({{"id":"/subscriptions/s/web01-new","name":"web01-new","properties":
      {{"friendlyName":"web01","protectionState":"Protected","allowedOperations":
      ["UnplannedFailover"],"providerSpecificDetails":{{"instanceType":"InMage",
      "activeSiteType":"Azure","protectedDisks":[],"retentionWindowStart":{0},
      "retentionWindowEnd":{0}}}}}}})",
                     window);
}

TEST_CASE("points in time are told by a GET of an item, and by no list") {
  const auto codes = [](const std::string& get) {
    return OneVault()
        .with_value("azure.protected-items", reversed("null"))
        .with_value("azure.items", get)
        .codes(azure_retention_window);
  };
  CHECK(codes(reversed("\"2026-11-26T20:00:00Z\"")) == "pass");
  CHECK(codes(reversed("null")) == "warn:none");
  CHECK(codes("") == "unknown:unknown");
}

TEST_CASE("the master target of the configuration server itself needs no datastores") {
  const auto codes = [](std::string_view others) {
    return OneVault()
        .with_value("azure.protected-items", "")
        .with_value("azure.fabric", fmt::format(R"({{"id":"/f","properties":{{"customDetails":{{
                        "instanceType":"VMware","hostName":"CS01","ipAddress":"10.0.0.1",
                        "lastHeartbeat":"{0}","masterTargetServers":[{{"name":"CS01",
                        "ipAddress":"10.0.0.1","lastHeartbeat":"{0}","dataStores":[],
                        "retentionVolumes":[]}}{1}]}}}}}})",
                                                ago(5), others))
        .codes(azure_master_target);
  };
  const std::string other = fmt::format(
      R"(,{{"name":"MT01","lastHeartbeat":"{}","dataStores":[{{"symbolicName":"d","type":"VMFS"}}],
          "retentionVolumes":[{{"volumeName":"R","capacityInBytes":9}}]}})",
      ago(5));
  CHECK(codes(other) == "pass");
  CHECK(codes("") == "fail:no-datastores fail:no-retention");
}

TEST_CASE("heartbeats of agents, and none at all") {
  struct Case {
    std::string type;
    std::string heartbeat;
    std::string codes;
  };
  const Case cases[] = {
      {"InMageRcm", '"' + ago(15) + '"', "pass"},
      {"InMageRcm", '"' + ago(16) + '"', "fail:silent"},
      {"InMageRcm", "null", "unknown:unknown"},
      {"InMageRcm", "\"1601-01-01T00:00:00Z\"", "unknown:unknown"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.heartbeat);
    const std::string item = fmt::format(
        R"({{"name":"web01","properties":{{"activeLocation":"Primary","providerSpecificDetails":
            {{"instanceType":"{}","mobilityAgentDetails":{{"lastHeartbeatUtc":{}}}}}}}}})",
        one.type, one.heartbeat);
    CHECK(OneVault().with_value("azure.protected-items", item).codes(azure_agent_heartbeat) ==
          one.codes);
  }
}

TEST_CASE("a process server's heartbeat is measured against its configuration server's") {
  const auto codes = [](int server, int process_server) {
    return OneVault()
        .with_value("azure.fabric",
                    fmt::format(R"({{"id":"/f","properties":{{"friendlyName":"CS01","customDetails":
                        {{"instanceType":"VMware","lastHeartbeat":"{}","processServers":[
                        {{"friendlyName":"PS01","lastHeartbeat":"{}"}}]}}}}}})",
                                ago(server), ago(process_server)))
        .codes(azure_process_server);
  };
  CHECK(codes(12, 13) == "pass");
  CHECK(codes(12, 27) == "pass");
  CHECK(codes(12, 28) == "fail:silent");
}

TEST_CASE("what Azure says about reading the vault") {
  const auto codes = [](ErrorKind kind, std::string message) {
    return OneVault().with("azure.fabrics", error(kind, std::move(message))).codes(azure_vault);
  };
  CHECK(codes(ErrorKind::denied, "HTTP 403") == "fail:denied");
  CHECK(codes(ErrorKind::not_found, "HTTP 404") == "fail:not-found");
  CHECK(codes(ErrorKind::not_found, "the site file does not say") == "unknown:unknown");
  CHECK(codes(ErrorKind::timed_out, "429") == "unknown:unknown");
  CHECK(OneVault().with("azure.fabrics", "<html>").codes(azure_vault) == "unknown:unknown");
}

TEST_CASE("verdicts of one code are merged, and errors of the service by their codes") {
  Verdicts verdicts;
  verdicts.warn("low", {{"name", "a"}, {"percent", "3"}});
  verdicts.fail("gone", {{"name", "b"}});
  verdicts.warn("low", {{"name", "c"}, {"percent", "3"}});
  verdicts.fail("error", {{"service_code", "1"}, {"name", "d"}});
  verdicts.fail("error", {{"service_code", "2"}, {"name", "e"}});
  verdicts.unknown("PS01", "when it last heard from");
  const std::vector<Verdict> merged = verdicts.merged();
  REQUIRE(merged.size() == 5);
  CHECK(merged[0].code == "gone");
  CHECK(merged[1].values.at("name") == "d");
  CHECK(merged[2].values.at("name") == "e");
  CHECK(merged[3].values == Values{{"name", "a, c"}, {"percent", "3"}});
  CHECK(merged[4].status == Status::unknown);
}

}  // namespace
}  // namespace fbd
