#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe protected_vm_machine;
}
using namespace fbd;

TEST_CASE("protected-vm.machine: where it is, and where it came from") {
  const std::string from_vmware = drscout_conf(),
                    from_azure = drscout_conf({{"VmPlatform", "Azure"}});
  const std::string unset = drscout_conf({{"VmPlatform", ""}});
  const std::string absent = "absent";
  const std::vector<std::string> none, traces{"/etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0"};
  const std::string failed_over = "failed over: a VMware VM running in Azure";
  const std::string failed_back = "failed back: on VMware, with traces of Azure";
  struct Case {
    const char* what;
    std::string config, dmi;
    std::vector<std::string> traces;
    const char* outcome;
    std::string where;
  };
  const Case cases[] = {
      {"failed over", from_vmware, dmi_of_azure(), traces, "pass", failed_over},
      {"failed over, no traces", from_vmware, dmi_of_azure(), none, "pass", failed_over},
      {"born in Azure", from_azure, dmi_of_azure(), none, "fail born-in-azure", ""},
      {"born in Azure, in other letters", drscout_conf({{"VmPlatform", "AZURE"}}), dmi_of_azure(),
       none, "fail born-in-azure", ""},
      {"on VMware", from_vmware, dmi_of_vmware(), none, "pass", "on VMware"},
      {"failed back", from_vmware, dmi_of_vmware(), traces, "pass", failed_back},
      {"an agent for Azure is not in Azure", from_azure, dmi_of_vmware(), none, "pass",
       "on VMware"},
      {"who is not root", from_vmware, dmi_of_azure("denied"), none, "pass", failed_over},
      {"physical", from_vmware, dmi("", "Dell Inc.", vmware_uuid), none, "pass",
       "neither Azure nor VMware: Dell Inc."},
      {"Hyper-V is not Azure", from_vmware, dmi("1234", "Microsoft Corporation", vmware_uuid), none,
       "pass", "neither Azure nor VMware: Microsoft Corporation"},
      {"no vendor", from_vmware, dmi("", "", vmware_uuid), none, "pass",
       "neither Azure nor VMware: a vendor that is not named"},

      {"no agent, on VMware", absent, dmi_of_vmware(), none, "pass", "on VMware"},
      {"no agent, failed back", absent, dmi_of_vmware(), traces, "pass", failed_back},
      {"no agent, traces in Azure", absent, dmi_of_azure(), traces, "pass", failed_over},
      {"no agent, nothing tells", absent, dmi_of_azure(), none, "unknown not-found", ""},
      {"no platform, nothing tells", unset, dmi_of_azure(), none, "unknown not-found", ""},
      {"no platform, traces", unset, dmi_of_azure(), traces, "pass", failed_over},
      {"damaged, in Azure", "", dmi_of_azure(), none, "unknown malformed", ""},
      {"damaged, on VMware", "", dmi_of_vmware(), none, "pass", "on VMware"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    OneHost host = healthy_agent()
                       .with("host.platform", one.dmi)
                       .with("host.failover-traces", listing(one.traces));
    if (one.config == absent)
      host.without("host.agent-config");
    else
      host.with("host.agent-config", one.config);
    const Verdict verdict = host.verdict(protected_vm_machine);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "where") == one.where);
    check_is_declared(protected_vm_machine, verdict);
  }
}

TEST_CASE("protected-vm.machine: what could not be learned leaves it open") {
  for (const ErrorKind kind : {ErrorKind::denied, ErrorKind::timed_out, ErrorKind::unreachable}) {
    for (const char* question : {"host.agent-config", "host.platform", "host.failover-traces"}) {
      CAPTURE(question);
      CAPTURE(name(kind));
      CHECK(outcome(healthy_agent().without(question, kind).verdict(protected_vm_machine)) ==
            "unknown " + std::string(name(kind)));
      CHECK(outcome(healthy_agent().never_asked(question).verdict(protected_vm_machine)) ==
            "unknown not-collected");
    }
  }
}

TEST_CASE("protected-vm.machine: a master target is not asked") {
  CHECK(outcome(healthy_agent(Role::master_target).verdict(protected_vm_machine)) ==
        "skipped not-collected");
}
