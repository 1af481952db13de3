#include <functional>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "collectors/host/windows_host.h"
#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe windows_agent;
extern const Probe windows_agent_services;
extern const Probe windows_certificates;
extern const Probe master_target_retention_drive;
extern const Probe master_target_retention_volume;

namespace {

using Json = nlohmann::json;

constexpr std::int64_t now = 1'000'000;
constexpr std::int64_t day = 86'400;

Json service(const char* name) {
  return {{"name", name}, {"state", "Running"}, {"start", "Auto"}, {"version", "9.62.7112.1"}};
}

Json volume(const char* letter, const char* filesystem, bool system) {
  return {{"letter", letter},   {"filesystem", filesystem}, {"size", 100'000'000},
          {"free", 50'000'000}, {"system", system},         {"page_file", system}};
}

/// A Windows master target with nothing wrong; synthetic, in the form of the question's script.
Json well() {
  return {{"os", "Windows"},
          {"time", now},
          {"up", 5000},
          {"cpu", 1},
          {"memory", 100},
          {"memory_free", 50},
          {"cache", ""},
          {"agent_volume", "C:"},
          {"services", {service("svagents"), service("InMage Scout Application Service")}},
          {"volumes", {volume("C:", "NTFS", true), volume("R:", "NTFS", false)}},
          {"agent",
           {{"directory", "C:\\agent"},
            {"server", "10.0.0.4"},
            {"host", "5A0E"},
            {"config",
             {"[vxagent]", "HostId = 5A0E", "Role = MasterTarget", "CSType = CSLegacy",
              "[vxagent.transport]", "Hostname = 10.0.0.4", "Port = 443"}}}},
          {"certificates", {{{"subject", "CN=a"}, {"issuer", "CN=a"}, {"until", now + 900 * day}}}},
          {"logs", Json::array()}};
}

/// It is registered with the server of the site, where that matters.
OneHost windows(const Probe& probe) {
  OneHost host(Role::master_target);
  host.site.stack = Stack::classic;
  host.site.hosts.front().os = Os::windows;
  if (&probe != &windows_agent) return host;
  Host server;
  server.name = "cs01";
  server.address = "10.0.0.4";
  server.roles = {Role::configuration_server};
  host.site.hosts.push_back(server);
  return host;
}

using Change = std::function<void(Json&)>;

Verdict verdict_after(const Probe& probe, const Change& change) {
  Json json = well();
  change(json);
  OneHost host = windows(probe);
  host.with("host.windows", json.dump());
  const Verdict verdict = host.verdict(probe);
  check_is_declared(probe, verdict);
  return verdict;
}

struct Case {
  const char* name;
  Change change;
  const char* expected;
};

void check_all(const Probe& probe, std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    const std::string name = one.name;
    CAPTURE(name);
    CHECK(outcome(verdict_after(probe, one.change)) == one.expected);
  }
  OneHost host = windows(probe);
  for (const char* broken : {"", "{}", "Get-CimInstance : Access denied"})
    CHECK(outcome(host.with("host.windows", broken).verdict(probe)) == "unknown malformed");
  CHECK(outcome(host.never_asked("host.windows").verdict(probe)) == "unknown not-collected");
  CHECK(outcome(host.without("host.windows", ErrorKind::timed_out).verdict(probe)) ==
        "unknown timed-out");
}

void nothing(Json&) {}

TEST_CASE("master-target.retention-drive: the rules for R:") {
  const auto r = [](Change change) -> Change {
    return [change = std::move(change)](Json& json) { change(json["volumes"][1]); };
  };
  check_all(master_target_retention_drive,
            {{"well", nothing, "pass"},
             {"no R:", [](Json& j) { j["volumes"].erase(1); }, "fail missing"},
             {"no volumes at all", [](Json& j) { j["volumes"] = Json::array(); }, "fail missing"},
             {"another letter", r([](Json& v) { v["letter"] = "S:"; }), "warn other-letter"},
             {"another letter, FAT", r([](Json& v) {
                v["letter"] = "S:";
                v["filesystem"] = "FAT32";
              }),
              "fail missing"},
             {"lower case", r([](Json& v) { v["letter"] = "r:"; }), "pass"},
             {"locked", r([](Json& v) {
                v["filesystem"] = nullptr;
                v["size"] = nullptr;
              }),
              "fail unformatted"},
             {"FAT", r([](Json& v) { v["filesystem"] = "FAT"; }), "fail fat"},
             {"FAT32", r([](Json& v) { v["filesystem"] = "FAT32"; }), "fail fat"},
             {"exFAT", r([](Json& v) { v["filesystem"] = "exFAT"; }), "fail fat"},
             {"ReFS", r([](Json& v) { v["filesystem"] = "ReFS"; }), "pass"},
             {"size zero", r([](Json& v) { v["size"] = 0; }), "fail empty"},
             {"the system", r([](Json& v) { v["system"] = true; }), "fail system"},
             {"the agent", [](Json& j) { j["agent_volume"] = "R:"; }, "fail install-volume"},
             {"the cache", [](Json& j) { j["cache"] = "r:"; }, "fail install-volume"},
             {"5 %", r([](Json& v) { v["free"] = 5'000'100; }), "pass"},
             {"less", r([](Json& v) { v["free"] = 4'000'000; }), "warn low"},
             {"a page file", r([](Json& v) { v["page_file"] = true; }), "warn page-file"}});
  const Verdict cache =
      verdict_after(master_target_retention_drive, [](Json& json) { json["cache"] = "R:"; });
  CHECK(value(cache, "what") == "the process server with its cache");
}

void set(Json& json, std::size_t at, const char* line) { json["agent"]["config"][at] = line; }

TEST_CASE("windows.agent: installed, configured, and with the site's server") {
  check_all(
      windows_agent,
      {{"well", nothing, "pass"},
       {"nothing",
        [](Json& j) {
          j["services"] = Json::array();
          j["agent"] = {{"directory", nullptr}, {"config", Json::array()}};
        },
        "fail missing"},
       {"no service", [](Json& j) { j["services"] = Json::array(); }, "fail incomplete"},
       {"no directory", [](Json& j) { j["agent"]["directory"] = nullptr; }, "fail incomplete"},
       {"no drscout.conf", [](Json& j) { j["agent"]["config"] = Json::array(); },
        "fail incomplete"},
       {"template", [](Json& j) { set(j, 1, "HostId = 1234_45466_67689"); },
        "fail never-configured"},
       {"no id", [](Json& j) { set(j, 1, "HostId ="); }, "fail never-configured"},
       {"blank", [](Json& j) { set(j, 5, "Hostname = "); }, "fail address-blank"},
       {"no Hostname", [](Json& j) { j["agent"]["config"].erase(5); }, "fail address-blank"},
       {"other",
        [](Json& j) {
          set(j, 5, "Hostname = 10.0.0.5");
          j["agent"]["server"] = "10.0.0.5";
        },
        "fail other-server"},
       {"a name", [](Json& j) { set(j, 5, "Hostname = cs01"); }, "pass"},
       {"the registry differs", [](Json& j) { j["agent"]["server"] = "10.0.0.5"; },
        "warn two-servers"},
       {"the registry says nothing", [](Json& j) { j["agent"]["server"] = nullptr; }, "pass"},
       {"damaged", [](Json& j) { set(j, 0, "[vxagent"); }, "unknown malformed"},
       {"modernized, paired",
        [](Json& j) {
          set(j, 3, "CSType = CSPrime");
          j["agent"]["config"].erase(5);
        },
        "pass"},
       {"modernized, not paired",
        [](Json& j) {
          set(j, 2, "CloudPairingStatus = Incomplete");
          set(j, 3, "CSType=CSPrime");
        },
        "fail pairing-incomplete"},
       {"brought from an older line", [](Json& j) { j.erase("agent"); }, "unknown not-collected"}});
  const Verdict half =
      verdict_after(windows_agent, [](Json& json) { json["services"] = Json::array(); });
  CHECK(value(half, "absent") == "the service svagents");
  CHECK(value(half, "there") == "InstallDirectory in the registry, drscout.conf");
}

TEST_CASE("windows.agent-services: running, and starting by themselves") {
  check_all(
      windows_agent_services,
      {{"well", nothing, "pass"},
       {"stopped", [](Json& j) { j["services"][1]["state"] = "Stopped"; }, "fail stopped"},
       {"one is not there", [](Json& j) { j["services"].erase(1); }, "fail stopped"},
       {"by hand", [](Json& j) { j["services"][0]["start"] = "Manual"; }, "warn not-automatic"},
       {"stopped and disabled",
        [](Json& j) {
          j["services"][0]["state"] = "Stopped";
          j["services"][0]["start"] = "Disabled";
        },
        "fail stopped"},
       {"no agent",
        [](Json& j) {
          j["services"] = Json::array();
          j["agent"]["directory"] = "";
        },
        "unknown not-found"}});
}

TEST_CASE("windows.certificates: of the same name and issuer the newest counts") {
  const auto add = [](const char* subject, std::int64_t until) -> Change {
    return [=](Json& json) {
      json["certificates"].push_back({{"subject", subject}, {"issuer", "CN=a"}, {"until", until}});
    };
  };
  check_all(windows_certificates,
            {{"well", nothing, "pass"},
             {"none", [](Json& j) { j["certificates"] = Json::array(); }, "pass"},
             {"expired", add("CN=b", now - 1), "warn expired"},
             {"expired and replaced", add("CN=a", now - 1), "pass"},
             {"in 59 days", add("CN=b", now + 59 * day), "warn near-expiry"},
             {"in 61 days", add("CN=b", now + 61 * day), "pass"}});
}

TEST_CASE("a probe about Linux has nothing to say of a Windows machine") {
  OneHost host = windows(master_target_retention_volume);
  CHECK(outcome(host.verdict(master_target_retention_volume)) == "skipped not-collected");
  host.site.hosts.front().os = Os::gnu_linux;
  CHECK(outcome(host.verdict(master_target_retention_volume)) == "unknown not-collected");
  CHECK(outcome(host.verdict(master_target_retention_drive)) == "skipped not-collected");
}

}  // namespace
}  // namespace fbd
