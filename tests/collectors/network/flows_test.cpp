#include "collectors/network/flows.h"

#include <set>

#include <doctest/doctest.h>

namespace fbd {
namespace {

Host host(const char* name, Roles roles, Os os = Os::gnu_linux) {
  Host host;
  host.name = name;
  host.roles = roles;
  host.os = os;
  return host;
}

std::set<std::string> abouts(const Site& site, const Host& from) {
  std::set<std::string> all;
  for (const Endpoint& endpoint : endpoints_of(site, from)) all.insert(endpoint.about());
  return all;
}

TEST_CASE("every flow has an id of its own without a dot, and cites its source") {
  std::set<std::string_view> seen;
  for (const Flow& flow : flows()) {
    CAPTURE(flow.id);
    CHECK(seen.insert(flow.id).second);
    CHECK(flow.id.find('.') == std::string_view::npos);
    CHECK_FALSE(flow.source.empty());
    CHECK_FALSE(flow.purpose.empty());
    CHECK((flow.to.bits != 0) != !flow.urls.empty());
    CHECK(find_flow(flow.id) == &flow);
  }
}

TEST_CASE("who has to reach whom") {
  Site site;
  site.stack = Stack::classic;
  site.hosts = {host("web01", {Role::protected_vm}),
                host("cs01", {Role::configuration_server, Role::process_server}, Os::windows),
                host("mt01", {Role::master_target}), host("vc01", {Role::vcenter}, Os::unknown),
                host("esx01", {Role::esxi}, Os::esxi)};
  using Set = std::set<std::string>;
  CHECK(abouts(site, site.hosts[0]) == Set{"control.cs01", "data.cs01"});
  CHECK(abouts(site, site.hosts[1]) == Set{"to-master-target.mt01", "vsphere.vc01", "vsphere.esx01",
                                           "azure.login.microsoftonline.com",
                                           "azure.management.azure.com", "push-ssh.web01"});
  CHECK(abouts(site, site.hosts[2]) ==
        Set{"control.cs01", "failback-data.cs01", "vsphere.vc01", "vsphere.esx01", "nfc.esx01"});
  CHECK(abouts(site, site.hosts[3]).empty());
  for (const Host& from : site.hosts)
    for (const Endpoint& endpoint : endpoints_of(site, from)) {
      const std::optional<Endpoint> again = endpoint_of(site, from, endpoint.about());
      REQUIRE(again);
      CHECK(again->flow == endpoint.flow);
      CHECK(again->to == endpoint.to);
      CHECK(again->port == endpoint.port);
    }
  CHECK_FALSE(endpoint_of(site, site.hosts[0], "data.web01"));
  CHECK_FALSE(endpoint_of(site, site.hosts[0], "azure.login.microsoftonline.com"));
  CHECK_FALSE(endpoint_of(site, site.hosts[0], "data"));

  site.stack = Stack::modernized;
  CHECK(abouts(site, site.hosts[0]) == Set{"vm-azure.login.microsoftonline.com"});
}

TEST_CASE("ports and addresses are those of the site file") {
  Site site;
  site.stack = Stack::classic;
  site.hosts = {host("web01", {Role::protected_vm}), host("ps01", {Role::process_server})};
  site.hosts[1].data_port = 9500;
  site.hosts.push_back(host("vc01", {Role::vcenter}));
  site.hosts[2].url = "https://vcenter.contoso.com:444/sdk";
  CHECK(endpoint_of(site, site.hosts[0], "data.ps01")->port == 9500);
  CHECK(endpoint_of(site, site.hosts[1], "vsphere.vc01")->address == "vcenter.contoso.com");
}

}  // namespace
}  // namespace fbd
