#include "probes/azure/readiness.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "probes/catalog.h"
#include "tests/probes/azure/codes_of.h"

namespace fbd {

extern const Probe azure_agent_agreement;
extern const Probe azure_server_agreement;

namespace {

constexpr std::chrono::sys_seconds now{
    std::chrono::seconds(1795726800)};  // 2026-11-26 21:00:00 UTC

std::string ago(int minutes) { return iso_time(now - std::chrono::minutes(minutes)); }

/// A site with a vault, and machines that were asked as well.
struct Sources {
  Site site;
  Evidence evidence;

  Sources() {
    site.vm = "web01";
    site.azure = Vault{"11112222-3333-4444-5555-666677778888", "group", "vault01", "", ""};
    site.hosts.push_back(host_of(*site.azure));
    azure("azure.protected-items",
          R"({"id":"/subscriptions/s/web01","name":"web01","properties":{"activeLocation":
          "Recovery","policyFriendlyName":"daily","providerSpecificDetails":{"instanceType":
          "InMageAzureV2","osType":"Linux"}}})");
    azure("azure.items", "");
  }
  Sources& host(std::string name, Role role, Os os) {
    Host host;
    host.name = std::move(name);
    host.roles.add(role);
    host.os = os;
    host.reach = Reach::ssh;
    if (role == Role::vcenter) {
      host.reach = Reach::none;
      host.url = "https://vc01/sdk";
      host.account = Account{"asr@vsphere.local", {}};
    }
    site.hosts.push_back(host);
    return *this;
  }
  Sources& with(const std::string& host, const std::string& question, Result<std::string> answer,
                int minutes_ago = 0) {
    evidence.record({host, question, AzureGet{}},
                    {now - std::chrono::minutes(minutes_ago), {}, std::move(answer)});
    return *this;
  }
  Sources& azure(const std::string& question, std::string_view value) {
    return with("vault01", question,
                fmt::format(R"({{"date":"Thu, 26 Nov 2026 21:00:00 GMT","answers":[{{"path":"/x",)"
                            R"("pages":[{{"value":[{}]}}]}}]}})",
                            value));
  }
  Sources& silent(const std::string& question) {
    return with("vault01", question, error(ErrorKind::failed, "HTTP 500"));
  }
  Sources& windows(const std::string& host, std::string_view services, int minutes_ago = 0) {
    return with(host, "host.windows",
                fmt::format(R"({{"os":"Windows","time":1,"cpu":1,"memory":2,"memory_free":1,)"
                            R"("services":[{}],"volumes":[{{"letter":"C:","filesystem":"NTFS",)"
                            R"("size":9,"free":5}},{{"letter":"R:","filesystem":"NTFS","size":9,)"
                            R"("free":5}}],"cache":"","certificates":[],"logs":[]}})",
                            services),
                minutes_ago);
  }
  Sources& retention_mounted(std::string_view options = "rw") {
    return with("mt01", "host.volumes",
                fmt::format("/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /mnt/retention ext4 {} 0 0\n"
                            "[fstab]\n[df]\n"
                            "Filesystem 1024-blocks Used Available Capacity Mounted on\n"
                            "/dev/sdb1 100 10 90 10% /mnt/retention\n",
                            options));
  }
  /// "datastore1", or "MISSING: why"
  std::string input(std::string_view what) const {
    const std::optional<Readiness> readiness = readiness_of(site, evidence);
    if (!readiness) return "no report";
    for (const ReprotectInput& one : readiness->inputs)
      if (one.what == what) return one.value.empty() ? "MISSING: " + one.missing : one.value;
    return "no input: " + readiness->instead;
  }
  std::string codes(const Probe& probe) const { return codes_of(probe, site, evidence); }
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string service(std::string_view name, std::string_view state = "Running") {
  return fmt::format(R"({{"name":"{}","state":"{}","start":"Auto","version":"9"}})", name, state);
}

std::string process_server_services(std::string_view last) {
  return service("cxprocessserver") + "," + service("ProcessServer") + "," +
         service("InMage PushInstall") + "," + service("LogUpload") + "," +
         service("ProcessServerMonitor", last);
}

std::string classic_fabric(std::string_view retention, std::string_view type = "Linux") {
  return fmt::format(R"({{"id":"/subscriptions/s/f","properties":{{"friendlyName":"cs01",
      "customDetails":{{"instanceType":"VMware","lastHeartbeat":"{0}",
      "processServers":[{{"friendlyName":"ps01","lastHeartbeat":"{0}"}}],
      "masterTargetServers":[{{"name":"mt01","osType":"{2}","lastHeartbeat":"{0}",
        "retentionVolumes":[{1}],"dataStores":[{{"symbolicName":"ds1","type":"VMFS"}}]}}],
      "runAsAccounts":[{{"accountId":"1","accountName":"asr"}}]}}}}}})",
                     ago(5), retention, type);
}

constexpr std::string_view retention = R"({"volumeName":"/mnt/retention","capacityInBytes":"9"})";

TEST_CASE("where Azure does not say, the machines do") {
  Sources all;
  all.silent("azure.fabric").silent("azure.policies").silent("azure.vcenters");
  CHECK(all.input("master target") == "MISSING: HTTP 500");
  all.host("mt01", Role::master_target, Os::gnu_linux)
      .host("ps01", Role::process_server, Os::windows)
      .host("vc01", Role::vcenter, Os::unknown);
  all.with("mt01", "host.processes", "systemd\nsvagentsV2A\nappservice\n").retention_mounted();
  all.windows("ps01", process_server_services("Running"));
  all.with("vc01", "vsphere.account",
           R"({"ref":"SessionManager:SessionManager","outcome":"accepted","user":"VC\\asr",)"
           R"("asked_as":"asr@vsphere.local"})");
  CHECK(holds(all.input("master target"), "mt01 (by its own word; Azure: HTTP 500"));
  CHECK(holds(all.input("process server"), "ps01 (by its own word"));
  CHECK(holds(all.input("retention drive"), "/mnt/retention (by its own word"));
  CHECK(holds(all.input("account"), "VC\\asr (of vc01) (by its own word"));
  CHECK(holds(all.input("policy"), "daily-failback (its usual name"));
}

TEST_CASE("where Azure does not say and the machines say no, both are told") {
  Sources all;
  all.silent("azure.fabric");
  all.host("mt01", Role::master_target, Os::gnu_linux)
      .host("ps01", Role::process_server, Os::windows);
  all.with("mt01", "host.processes", "systemd\n");
  all.windows("ps01", process_server_services("Stopped"));
  CHECK(all.input("master target") ==
        "MISSING: HTTP 500; mt01: the daemons of its agent do not run");
  CHECK(all.input("process server") ==
        "MISSING: HTTP 500; ps01: services that do not run: ProcessServerMonitor");
}

TEST_CASE("a volume that Azure does not list yet is told") {
  Sources all;
  all.azure("azure.fabric", classic_fabric(""));
  CHECK(holds(all.input("master target"), "mt01 has no retention volume"));
  all.host("mt01", Role::master_target, Os::gnu_linux);
  all.with("mt01", "host.processes", "svagents\nappservice\n").retention_mounted();
  CHECK(holds(all.input("master target"), "has /mnt/retention by its own word"));
}

TEST_CASE("a volume that Azure lists and the machine lost is told") {
  Sources all;
  all.azure("azure.fabric", classic_fabric(retention));
  CHECK(all.input("retention drive") == "/mnt/retention");
  all.host("mt01", Role::master_target, Os::gnu_linux);
  all.with("mt01", "host.processes", "svagents\nappservice\n");
  all.with("mt01", "host.volumes", "/dev/sda1 / ext4 rw 0 0\n[fstab]\n[df]\n");
  CHECK(holds(all.input("retention drive"), "nothing is mounted there"));
}

TEST_CASE("an account that vCenter refuses will not do") {
  for (const std::string_view user : {"asr@vsphere.local", "other@vsphere.local"}) {
    CAPTURE(user);
    Sources all;
    all.azure("azure.fabric", classic_fabric(retention)).azure("azure.vcenters", R"({"properties":
        {"friendlyName":"vc01","runAsAccountId":"1"}})");
    all.host("vc01", Role::vcenter, Os::unknown);
    all.with("vc01", "vsphere.account",
             fmt::format(R"({{"ref":"SessionManager:SessionManager","outcome":"wrong-password",)"
                         R"("fault":"InvalidLogin","message":"","asked_as":"{}"}})",
                         user));
    const std::string account = all.input("account");
    CAPTURE(account);
    CHECK(holds(account, "MISSING") == user.starts_with("asr"));
  }
}

TEST_CASE("a master target on Windows: whose word is the older") {
  const auto codes = [](std::string_view state, int seen, int heartbeat) {
    Sources all;
    all.host("mt01", Role::master_target, Os::windows);
    all.windows("mt01",
                service("svagents", state) + "," + service("InMage Scout Application Service"),
                seen);
    all.azure("azure.fabric", fmt::format(R"({{"id":"/f","properties":{{"customDetails":{{
        "instanceType":"VMware","lastHeartbeat":"{}","masterTargetServers":[{{"name":"MT01",
        "lastHeartbeat":"{}"}}]}}}}}})",
                                          ago(0), ago(heartbeat)));
    return all.codes(azure_server_agreement);
  };
  CHECK(codes("Running", 0, 5) == "pass");
  CHECK(codes("Stopped", 0, 5) == "fail:stopped-since");
  CHECK(codes("Stopped", 60, 5) == "warn:stopped-before");
  CHECK(codes("Running", 0, 40) == "fail:not-heard");
}

TEST_CASE("the process server of an appliance: whose word is the older") {
  const auto codes = [](std::string_view state, int heartbeat) {
    Sources all;
    all.host("appl01", Role::appliance, Os::windows);
    all.windows("appl01", service("ProcessServer", state) + "," + service("ProcessServerMonitor"));
    all.azure("azure.fabric", fmt::format(R"({{"id":"/f","properties":{{"customDetails":{{
        "instanceType":"InMageRcm","processServers":[{{"name":"APPL01",
        "fqdn":"appl01.example.com","lastHeartbeatUtc":"{}"}}]}}}}}})",
                                          ago(heartbeat)));
    return all.codes(azure_server_agreement);
  };
  CHECK(codes("Running", 5) == "pass");
  CHECK(codes("Stopped", 5) == "fail:stopped-since");
  CHECK(codes("Running", 40) == "fail:not-heard");
}

TEST_CASE("an agent that was seen stopped before Azure heard of it is no failure") {
  const auto codes = [](int seen) {
    Sources all;
    all.host("web01", Role::protected_vm, Os::gnu_linux);
    all.with("web01", "host.processes", "systemd\n", seen);
    all.evidence.erase({"vault01", "azure.protected-items"});
    all.azure("azure.fabric", "")
        .azure("azure.protected-items",
               fmt::format(
                   R"({{"name":"web01","properties":{{"providerSpecificDetails":{{"instanceType":
            "InMageRcm","mobilityAgentDetails":{{"lastHeartbeatUtc":"{}"}}}}}}}})",
                   ago(10)));
    return all.codes(azure_agent_agreement);
  };
  CHECK(codes(5) == "fail:stopped-since");
  CHECK(codes(15) == "warn:stopped-before");
}

}  // namespace
}  // namespace fbd
