#include "tests/probes/protected_vm/answers.h"

namespace fbd {
extern const Probe protected_vm_default_route;
}
using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";

std::string ifcfg(const std::string& device, const std::string& gateway,
                  const std::string& more = "") {
  return "DEVICE=" + device + "\nBOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=24\nONBOOT=yes\n" +
         (gateway.empty() ? "" : "GATEWAY=" + gateway + "\n") + more;
}

/// "eth0 eth1": interfaces that are up.
std::string up_ones(const std::vector<std::string>& names) {
  std::string json = R"([{"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"addr_info":[]})";
  for (const std::string& name : names)
    json += R"(,{"ifname":")" + name + R"(","flags":["UP","LOWER_UP"],"link_type":"ether",)" +
            R"("address":"00:50:56:00:00:01","addr_info":[]})";
  return json + "]";
}

OneHost machine(const FileTexts& files, const std::vector<std::string>& interfaces,
                const std::string& of_kernel) {
  OneHost host;
  host.with("host.platform", dmi_of_vmware())
      .with("network.configuration", tree(files))
      .with("network.addresses", up_ones(interfaces))
      .with("network.routes", of_kernel);
  return host;
}

struct Case {
  const char* what;
  FileTexts files;
  std::string routes;
  const char* outcome;
  const char* values = "";
};

}  // namespace

TEST_CASE("protected-vm.default-route") {
  const FileTexts one{{scripts + "ifcfg-eth0", ifcfg("eth0", "10.1.2.1")}};
  const FileTexts two{{scripts + "ifcfg-eth0", ifcfg("eth0", "10.1.2.1")},
                      {scripts + "ifcfg-eth1", ifcfg("eth1", "10.1.3.1")}};
  const std::string next_hops =
      R"([{"dst":"default","flags":[],"nexthops":[{"gateway":"10.1.2.1","dev":"eth0","weight":1},)"
      R"({"gateway":"10.1.3.1","dev":"eth1","weight":1}]}])"
      "\ninet6\n[]\n";
  const std::string by_routers =
      R"([{"dst":"default","gateway":"10.1.2.1","dev":"eth0"}])"
      "\ninet6\n"
      R"([{"dst":"default","gateway":"fe80::1","dev":"eth0","protocol":"ra","metric":1024},)"
      R"({"dst":"default","gateway":"fe80::2","dev":"eth1","protocol":"ra","metric":1024}])";
  const std::string other_table =
      R"([{"dst":"default","gateway":"10.1.2.1","dev":"eth0"},)"
      R"({"dst":"default","gateway":"10.1.3.1","dev":"eth1","table":"100"}])"
      "\ninet6\n[]\n";
  const std::string only_table = R"([{"dst":"default","gateway":"10.1.3.1","dev":"eth1",)"
                                 R"("table":"100"}])"
                                 "\ninet6\n[]\n";
  const Case cases[] = {
      {"it is there", one, routes({{"eth0", "10.1.2.1"}}), "pass"},
      {"it is not", one, routes({}), "fail missing", "10.1.2.1 eth0"},
      {"in another table it does not count", one, only_table, "fail missing", "10.1.2.1 eth0"},
      {"a route to everywhere is a gateway, too",
       {{"/etc/netplan/01.yaml",
         "network:\n  ethernets:\n    eth0:\n      addresses: [10.1.2.3/24]\n      routes:\n"
         "        - {to: default, via: 10.1.2.1}\n"}},
       routes({}),
       "fail missing",
       "10.1.2.1 eth0"},
      {"an isolated network", {{scripts + "ifcfg-eth0", ifcfg("eth0", "")}}, routes({}), "pass"},
      {"DHCP may have given none",
       {{scripts + "ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=dhcp\n"}},
       routes({}),
       "unknown not-found"},
      {"no file at all", {}, routes({}), "unknown not-found"},
      {"only a backup has one",
       {{scripts + "ifcfg-eth0", ifcfg("eth0", "")},
        {scripts + "asr_nw/ifcfg-eth0", ifcfg("eth0", "10.1.2.1")}},
       routes({}),
       "pass"},
      {"two of different metrics", two,
       routes({{"eth0", "10.1.2.1", 100}, {"eth1", "10.1.3.1", 101}}), "pass"},
      {"two of the same metric", two, routes({{"eth0", "10.1.2.1"}, {"eth1", "10.1.3.1"}}),
       "warn two-equal", "eth0 eth1"},
      {"two by one interface", one, routes({{"eth0", "10.1.2.1"}, {"eth0", "10.1.2.2"}}), "pass"},
      {"two next hops of one route", two, next_hops, "pass"},
      {"two routers of IPv6", one, by_routers, "pass"},
      {"a second table", one, other_table, "pass"},
      {"two configured, one there", two, routes({{"eth0", "10.1.2.1"}}), "warn two-configured",
       "eth0 eth1"},
      {"two configured with metrics",
       {{"/etc/netplan/01.yaml",
         "network:\n  ethernets:\n    eth0:\n      addresses: [10.1.2.3/24]\n      routes:\n"
         "        - {to: default, via: 10.1.2.1, metric: 100}\n    eth1:\n"
         "      addresses: [10.1.3.3/24]\n      routes:\n"
         "        - {to: default, via: 10.1.3.1, metric: 200}\n"}},
       routes({{"eth0", "10.1.2.1", 100}}),
       "pass"},
      {"two profiles for one interface",
       {{"/etc/NetworkManager/system-connections/a",
         "[connection]\ntype=ethernet\ninterface-name=eth0\n[ipv4]\nmethod=manual\n"
         "address1=10.1.2.3/24,10.1.2.1\n"},
        {"/etc/NetworkManager/system-connections/b",
         "[connection]\ntype=ethernet\ninterface-name=eth0\n[ipv4]\nmethod=manual\n"
         "address1=10.9.2.3/24,10.9.2.1\n"}},
       routes({{"eth0", "10.1.2.1", 100}}),
       "pass"},
      {"the second is for an interface that is not there",
       {{scripts + "ifcfg-eth0", ifcfg("eth0", "10.1.2.1")},
        {scripts + "ifcfg-eth7", ifcfg("eth7", "10.1.3.1")}},
       routes({{"eth0", "10.1.2.1"}}),
       "pass"},
      {"a file that cannot be read",
       {{"? " + scripts + "ifcfg-eth0", ""}},
       routes({}),
       "unknown denied"},
  };
  for (const Case& each : cases) {
    CAPTURE(std::string(each.what));
    const Verdict verdict =
        machine(each.files, {"eth0", "eth1"}, each.routes).verdict(protected_vm_default_route);
    CHECK(outcome(verdict) == each.outcome);
    CAPTURE((verdict.reason ? verdict.reason->message : ""));
    if (verdict.status == Status::fail)
      CHECK(value(verdict, "gateway") + " " + value(verdict, "interface") == each.values);
    if (verdict.status == Status::warn)
      CHECK(value(verdict, "first") + " " + value(verdict, "second") == each.values);
    check_is_declared(protected_vm_default_route, verdict);
  }
}

TEST_CASE("protected-vm.default-route: elsewhere, and what is not known") {
  const FileTexts one{{scripts + "ifcfg-eth0", ifcfg("eth0", "10.1.2.1")}};
  OneHost azure = machine(one, {"eth0"}, routes({}));
  azure.with("host.platform", dmi_of_azure());
  CHECK(azure.verdict(protected_vm_default_route).status == Status::skipped);
  for (const char* question : {"network.configuration", "network.addresses", "network.routes"}) {
    CAPTURE(question);
    OneHost host = machine(one, {"eth0"}, routes({}));
    CHECK(outcome(host.never_asked(question).verdict(protected_vm_default_route)) ==
          "unknown not-collected");
  }
}
