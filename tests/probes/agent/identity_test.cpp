#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe agent_identity;
}
using namespace fbd;

namespace {

// vmware_uuid with its first three groups in the other byte order.
constexpr const char* swapped_uuid = "1e2c4d56-0a7f-7e4b-9a3d-0c5b8f1e2d3c";
constexpr const char* another_uuid = "0badf00d-0000-4000-8000-00000000cafe";

}  // namespace

TEST_CASE("agent.identity: the machine it was, and the machine it is") {
  struct Case {
    const char* what;
    Changes config;
    std::string dmi;
    const char* outcome;
    std::string missing;
  };
  // Where the agent was persisted on VMware, and is in Azure now.
  const Changes no_platform{{"IsAzureVm", "-"}, {"HyperVisorName", "-"}};
  const Case cases[] = {
      {"the same", {}, dmi_of_vmware(), "pass", ""},
      {"the same in capitals",
       {},
       dmi_of_vmware("564D2C1E-7F0A-4B7E-9A3D-0C5B8F1E2D3C"),
       "pass",
       ""},
      {"the same in the other byte order", {}, dmi_of_vmware(swapped_uuid), "pass", ""},
      {"the same, nothing else stored", no_platform, dmi_of_vmware(), "pass", ""},

      {"copied on VMware", {}, dmi_of_vmware(another_uuid), "fail clone", ""},
      {"copied in Azure",
       {{"IsAzureVm", "true"}, {"HyperVisorName", "Microsoft"}},
       dmi_of_azure(),
       "fail clone",
       ""},
      {"one digit differs",
       {},
       dmi_of_vmware("564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3d"),
       "fail clone",
       ""},
      {"another machine was expected",
       {{"FailoverVmBiosId", azure_uuid}},
       dmi_of_vmware(another_uuid),
       "fail clone",
       ""},
      {"an expected machine of zeros is none",
       {{"FailoverVmBiosId", "00000000-0000-0000-0000-000000000000"}},
       dmi_of_vmware(another_uuid),
       "fail clone",
       ""},
      {"only the hypervisor is stored, and is the same",
       {{"IsAzureVm", "-"}},
       dmi_of_vmware(another_uuid),
       "fail clone",
       ""},
      {"an unknown hypervisor says nothing",
       {{"HyperVisorName", "Xen"}},
       dmi_of_vmware(another_uuid),
       "fail clone",
       ""},

      {"failed over", {}, dmi_of_azure(), "warn failover-unnoticed", ""},
      {"failed over, by IsAzureVm alone",
       {{"HyperVisorName", "-"}},
       dmi_of_azure(),
       "warn failover-unnoticed",
       ""},
      {"failed over, by the hypervisor alone",
       {{"IsAzureVm", "-"}},
       dmi_of_azure(),
       "warn failover-unnoticed",
       ""},
      {"failed back",
       {{"IsAzureVm", "1"}, {"HyperVisorName", "Microsoft HyperV"}},
       dmi_of_vmware(another_uuid),
       "warn failover-unnoticed",
       ""},
      {"expected UUID",
       {{"FailoverVmBiosId", another_uuid}},
       dmi_of_vmware(another_uuid),
       "warn failover-unnoticed",
       ""},
      {"expected UUID in the other byte order",
       {{"FailoverVmBiosId", swapped_uuid}, {"SystemUUID", another_uuid}},
       dmi_of_vmware(),
       "warn failover-unnoticed",
       ""},

      {"nothing stored",
       {{"SystemUUID", "-"}},
       dmi_of_vmware(),
       "warn not-persisted",
       "SystemUUID"},
      {"an empty one stored",
       {{"SystemUUID", ""}},
       dmi_of_azure(),
       "warn not-persisted",
       "SystemUUID"},
      {"nothing to tell a failover by", no_platform, dmi_of_vmware(another_uuid),
       "warn not-persisted", "IsAzureVm and HyperVisorName"},

      {"no UUID", {}, dmi_of_vmware(""), "fail uuid-missing", ""},
      {"zeros", {}, dmi_of_vmware("00000000-0000-0000-0000-000000000000"), "fail uuid-missing", ""},
      {"no UUID and none stored",
       {{"SystemUUID", "-"}},
       dmi_of_vmware(""),
       "fail uuid-missing",
       ""},

      {"who is not root", {}, dmi_of_vmware("denied"), "unknown denied", ""},
      {"a master target does not look",
       {{"Role", "MasterTarget"}},
       dmi_of_vmware(another_uuid),
       "skipped not-collected",
       ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = healthy_agent()
                                .with("host.agent-config", drscout_conf(one.config))
                                .with("host.platform", one.dmi)
                                .verdict(agent_identity);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "missing") == one.missing);
    check_is_declared(agent_identity, verdict);
  }
}

TEST_CASE("agent.identity: shows both, and says how to see what is hidden") {
  OneHost host = healthy_agent();
  const Verdict clone =
      host.with("host.platform", dmi_of_vmware(another_uuid)).verdict(agent_identity);
  CHECK(value(clone, "stored") == vmware_uuid);
  CHECK(value(clone, "current") == another_uuid);
  const Verdict hidden =
      host.with("host.platform", dmi_of_vmware("denied")).verdict(agent_identity);
  CHECK(hidden.reason->message ==
        "vm01: /sys/devices/virtual/dmi/id/product_uuid: "
        "permission denied; run this as root");
}
