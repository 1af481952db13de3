#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe process_server_services;
extern const Probe process_server_load;
extern const Probe process_server_cache;
extern const Probe process_server_heartbeat;
extern const Probe config_server_services;

namespace {

OneHost windows(Role role) {
  OneHost host(role);
  host.site.stack = Stack::classic;
  host.site.hosts.front().os = Os::windows;
  return host;
}

std::string judged(OneHost host, const Probe& probe, std::string answer) {
  host.with("host.windows", std::move(answer));
  const Verdict verdict = host.verdict(probe);
  check_is_declared(probe, verdict);
  return outcome(verdict);
}

/// The time is 1000000, as that of every observation.
std::string answer(int cpu, int free_memory, int free_cache, long long log,
                   std::string_view more_services = "") {
  std::string services;
  for (const char* name : {"cxprocessserver", "ProcessServer", "ProcessServerMonitor",
                           "InMage PushInstall", "LogUpload"})
    services +=
        fmt::format(R"({{"name":"{}","state":"Running","start":"Auto","version":"9"}},)", name);
  services += more_services;
  if (services.ends_with(',')) services.pop_back();
  return fmt::format(
      R"({{"os":"Windows","time":1000000,"cpu":{},"memory":1000,"memory_free":{},"services":[{}],
          "volumes":[{{"letter":"C:","filesystem":"NTFS","size":100,"free":50}},
          {{"letter":"E:","filesystem":"NTFS","size":100000,"free":{}}}],"cache":"E:",
          "certificates":[{{"subject":"CN=ps01","until":2000000}}],"logs":[{}, 5]}})",
      cpu, free_memory, services, free_cache, log);
}

TEST_CASE("process-server: load, cache and heartbeat against the documented limits") {
  const OneHost host = windows(Role::process_server);
  CHECK(judged(host, process_server_load, answer(80, 200, 50000, 999'990)) == "pass");
  CHECK(judged(host, process_server_load, answer(81, 200, 50000, 999'990)) == "warn cpu-high");
  CHECK(judged(host, process_server_load, answer(96, 200, 50000, 999'990)) == "fail cpu-critical");
  CHECK(judged(host, process_server_load, answer(10, 190, 50000, 999'990)) == "warn memory-high");
  CHECK(judged(host, process_server_load, answer(10, 40, 50000, 999'990)) ==
        "fail memory-critical");

  CHECK(judged(host, process_server_cache, answer(1, 500, 31000, 999'990)) == "pass");
  CHECK(judged(host, process_server_cache, answer(1, 500, 29000, 999'990)) == "warn low");
  CHECK(judged(host, process_server_cache, answer(1, 500, 24000, 999'990)) == "fail critical");

  CHECK(judged(host, process_server_heartbeat, answer(1, 500, 1, 1'000'000 - 15 * 60)) == "pass");
  CHECK(judged(host, process_server_heartbeat, answer(1, 500, 1, 1'000'000 - 16 * 60)) ==
        "warn stale");
  CHECK(judged(host, process_server_heartbeat, R"({"time":1000000,"services":[]})") ==
        "unknown not-found");
  CHECK(judged(host, process_server_cache, R"({"time":1000000,"services":[]})") ==
        "unknown not-found");
  for (const char* broken :
       {"", "{}", "[]", R"({"time":"x","services":[]})", "Get-CimInstance : error"})
    CHECK(judged(host, process_server_load, broken) == "unknown malformed");
}

TEST_CASE("services that have to run") {
  const OneHost host = windows(Role::process_server);
  CHECK(judged(host, process_server_services, answer(1, 500, 1, 1)) == "pass");
  // With the mark of UTF-8, as PowerShell writes it.
  CHECK(judged(host, process_server_services, "\xEF\xBB\xBF" + answer(1, 500, 1, 1)) == "pass");
  const std::string one_stopped =
      R"({"time":1,"services":[{"name":"cxprocessserver","state":"Stopped","start":"Auto"}]})";
  CHECK(
      judged(host, process_server_services,
             answer(1, 500, 1, 1,
                    R"({"name":"LogUpload","state":"Running","start":"Manual","version":"9"})")) ==
      "pass");  // the first of a name counts
  std::string by_hand = answer(1, 500, 1, 1);
  by_hand.replace(by_hand.find("Auto"), 4, "Manual");
  CHECK(judged(host, process_server_services, by_hand) == "warn not-automatic");
  OneHost stopped = windows(Role::process_server);
  stopped.with("host.windows", one_stopped);
  const Verdict verdict = stopped.verdict(process_server_services);
  CHECK(outcome(verdict) == "fail stopped");
  CHECK(value(verdict, "services").starts_with("cxprocessserver, ProcessServer (not installed)"));

  const OneHost server = windows(Role::configuration_server);
  CHECK(judged(server, config_server_services, answer(1, 500, 1, 1)) == "fail stopped");
  std::string more;
  for (const char* name : {"tmansvc", "dra", "MySQL", "w3svc"})
    more += fmt::format(R"({{"name":"{}","state":"Running","start":"Auto"}},)", name);
  CHECK(judged(server, config_server_services, answer(1, 500, 1, 1, more)) == "pass");
}

TEST_CASE("a Windows machine that is not reached is skipped, and judged by what a person brought") {
  OneHost host = windows(Role::process_server);
  host.site.hosts.front().reach = Reach::none;
  CHECK(outcome(host.verdict(process_server_load)) == "skipped not-collected");
  CHECK(judged(host, process_server_load, answer(96, 200, 50000, 999'990)) == "fail cpu-critical");
}

}  // namespace
}  // namespace fbd
