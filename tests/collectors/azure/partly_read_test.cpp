#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/appliances.h"
#include "collectors/azure/containers.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/master_targets.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/protected_items.h"

namespace fbd {
namespace {

constexpr std::string_view refused =
    R"({"path":"/subscriptions/s/f2","error":{"kind":"failed","status":500,"code":"X",)"
    R"("message":"HTTP 500"}})";

/// A vault, and what it answered.
struct OneVault {
  Site site;
  Evidence evidence;

  OneVault() {
    site.azure = Vault{"11112222-3333-4444-5555-666677778888", "group", "vault01", "", ""};
    site.hosts.push_back(host_of(*site.azure));
  }
  OneVault& with(const std::string& question, Result<std::string> answer) {
    evidence.record({"vault01", question, AzureGet{}},
                    {std::chrono::sys_seconds{}, {}, std::move(answer)});
    return *this;
  }
  Context context() const { return {site, evidence, site.hosts.front()}; }
  template <class F>
  Known<F> get() const {
    return known<F>(context());
  }
  template <class F>
  std::string asks() const {
    const std::optional<Question> question = next_question<F>(context());
    return question ? question->id : "";
  }
};

std::string answers(std::string_view one, std::string_view other = "") {
  return fmt::format(R"({{"date":"Thu, 26 Nov 2026 21:00:00 GMT","answers":[{}{}{}]}})", one,
                     other.empty() ? "" : ",", other);
}

std::string values(std::string_view path, std::string_view all) {
  return fmt::format(R"({{"path":"{}","pages":[{{"value":[{}]}}]}})", path, all);
}

constexpr std::string_view fabric =
    R"({"path":"/subscriptions/s/f1","pages":[{"id":"/subscriptions/s/f1","properties":{)"
    R"("friendlyName":"CS01","customDetails":{"instanceType":"VMware",)"
    R"("processServers":[{"friendlyName":"PS01"}],"masterTargetServers":[{"name":"MT01"}]}}}]})";

TEST_CASE("one fabric that cannot be read keeps no other from being read") {
  OneVault vault;
  vault.with("azure.fabric", answers(fabric, refused));
  const Result<Fabrics> fabrics = vault.get<Fabrics>().value;
  REQUIRE(fabrics);
  CHECK(fabrics->all.size() == 1);
  REQUIRE(fabrics->unread.size() == 1);
  CHECK(fabrics->unread[0].path == "/subscriptions/s/f2");
  CHECK(fabrics->unread[0].why.kind == ErrorKind::failed);
  CHECK(vault.get<ProcessServers>().value->all.size() == 1);
  CHECK(vault.get<ProcessServers>().value->unread.size() == 1);
  CHECK(vault.get<MasterTargets>().value->unread.size() == 1);
  CHECK(vault.get<ApplianceParts>().value->unread.size() == 1);
}

TEST_CASE("where no fabric can be read nothing is known of any") {
  OneVault vault;
  vault.with("azure.fabric", answers(refused));
  CHECK_FALSE(vault.get<Fabrics>().value);
  CHECK(vault.get<MasterTargets>().value.error().message.find("HTTP 500") != std::string::npos);
}

TEST_CASE("of two VMware sites one is read") {
  OneVault vault;
  vault.with(
      "azure.discovered-machines",
      answers(values("/subscriptions/s/m", R"({"properties":{"displayName":"web01"}})"), refused));
  const Result<DiscoveredMachines> machines = vault.get<DiscoveredMachines>().value;
  REQUIRE(machines);
  CHECK(machines->all.size() == 1);
  CHECK(machines->unread.size() == 1);
}

constexpr std::string_view item =
    R"({"name":"web01","properties":{"providerSpecificDetails":{"instanceType":"InMageRcm"}}})";

TEST_CASE("where the list of all items cannot be read, each container's is") {
  OneVault vault;
  CHECK(vault.asks<ProtectedItems>() == "azure.protected-items");
  vault.with("azure.protected-items", error(ErrorKind::failed, "HTTP 400"));
  CHECK(vault.asks<ProtectedItems>() == "azure.fabrics");
  vault.with("azure.fabrics",
             answers(values("/subscriptions/s", R"({"id":"/subscriptions/s/f1"})")));
  CHECK(vault.asks<ProtectedItems>() == "azure.containers");
  vault.with("azure.containers",
             answers(values("/subscriptions/s/f1", R"({"id":"/subscriptions/s/f1/c1"},
                                                     {"id":"/subscriptions/s/f1/c2"})")));
  const std::optional<Question> question = next_question<ProtectedItems>(vault.context());
  REQUIRE(question);
  CHECK(question->id == "azure.container-items");
  CHECK(std::get<AzureGet>(question->request).paths ==
        std::vector<std::string>{"/subscriptions/s/f1/c1/replicationProtectedItems",
                                 "/subscriptions/s/f1/c2/replicationProtectedItems"});
  CHECK(vault.get<ProtectedItems>().value.error().kind == ErrorKind::not_collected);
  vault.with("azure.container-items", answers(values("/subscriptions/s/f1/c1", item), refused));
  CHECK(vault.asks<ProtectedItems>().empty());
  const Result<ProtectedItems> items = vault.get<ProtectedItems>().value;
  REQUIRE(items);
  CHECK(items->all.size() == 1);
  CHECK(items->unread.size() == 1);
}

TEST_CASE("who may not read the list is not asked for its parts") {
  for (const ErrorKind kind : {ErrorKind::denied, ErrorKind::unreachable, ErrorKind::timed_out}) {
    CAPTURE(name(kind));
    OneVault vault;
    vault.with("azure.protected-items", error(kind, "no"));
    CHECK(vault.asks<ProtectedItems>().empty());
    CHECK(vault.get<ProtectedItems>().value.error().message == "no");
  }
}

TEST_CASE("a part of the items never passes for all of them") {
  OneVault vault;
  vault.with("azure.protected-items", error(ErrorKind::failed, "HTTP 400"))
      .with("azure.fabrics", answers(values("/subscriptions/s", R"({"id":"/subscriptions/s/f1"})")))
      .with("azure.containers",
            answers(values("/subscriptions/s/f1", R"({"id":"/subscriptions/s/f1/c1"})"), refused));
  CHECK(vault.asks<ProtectedItems>().empty());
  CHECK(vault.get<ProtectedItems>().value.error().message == "HTTP 400");
}

TEST_CASE("an appliance tells which part it lacks") {
  OneVault vault;
  vault.with("azure.appliances",
             answers(values("/subscriptions/s/a", R"({"name":"default","properties":
                 {"providerSpecificDetails":{"instanceType":"InMageRcm","appliances":[
                 {"name":"A1","processServer":{"id":"1"},"rcmProxy":{"id":"2"},
                  "replicationAgent":{"id":"3"},"reprotectAgent":null,"dra":{"id":"4"}},
                 {"name":"A2","processServer":{"id":"5"},"rcmProxy":null}]}}})")));
  const Result<Appliances> appliances = vault.get<Appliances>().value;
  REQUIRE(appliances);
  REQUIRE(appliances->all.size() == 2);
  CHECK(appliances->all[0].name == "A1");
  CHECK(appliances->all[0].missing == std::vector<std::string>{"reprotect agent"});
  CHECK(appliances->all[1].missing.empty());  // no more than a second process server
}

TEST_CASE("a vault without appliances is not asked for them") {
  OneVault vault;
  vault.with("azure.fabric", answers(fabric));
  const std::optional<Question> question = next_question<Appliances>(vault.context());
  REQUIRE(question);
  CHECK(std::get<AzureGet>(question->request).paths.empty());
}

}  // namespace
}  // namespace fbd
