#include "kb/terminal/discovered_site.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/site_text.h"
#include "collectors/evidence/text.h"
#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/site_machines.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {
namespace {

constexpr std::size_t most_hosts = 500;

/// From the API's name of a guest. Source: vSphere Web Services API,
/// VirtualMachineGuestOsIdentifier.
Os os_of(std::string_view guest) {
  constexpr std::array<std::string_view, 12> linux_names{"ubuntu", "rhel",   "centos", "debian",
                                                         "sles",   "oracle", "fedora", "asianux",
                                                         "coreos", "Linux",  "linux",  "photon"};
  if (guest.starts_with("win")) return Os::windows;
  for (const std::string_view one : linux_names)
    if (guest.find(one) != guest.npos) return Os::gnu_linux;
  return Os::unknown;
}

bool is_lasting(std::string_view address) {
  return is_address_with_prefix(address) && !same_word(address.substr(0, 4), "fe80") &&
         !address.starts_with("169.254.");
}

class Discovery {
 public:
  Discovery(const Context& context, const VsphereVms& vms)
      : context_(context), vms_(vms), details_(known<VsphereSiteMachines>(context).value) {}

  DiscoveredSite run(const Site& written) {
    found_.site = written;
    for (Host& host : found_.site.hosts)
      if (host.roles.has_any({Role::protected_vm, Role::master_target, Role::configuration_server,
                              Role::process_server}))
        fill_in(host);
    add_hosts();
    return std::move(found_);
  }

 private:
  template <class... Values>
  void note(fmt::format_string<Values...> text, Values&&... values) {
    found_.notes.push_back(fmt::format(text, std::forward<Values>(values)...));
  }

  void fill_in(Host& host) {
    const bool is_vcenter = context_.host.roles.has(Role::vcenter);
    if (is_vcenter && !host.vcenter.empty() && host.vcenter != context_.host.name) return;
    const std::vector<const VsphereVm*> vms = vms_.of(host);
    if (vms.empty())
      return note("{}: no machine there has its {}", host.name,
                  host.vm_name.empty() ? "name or address" : "vm-name");
    if (vms.size() > 1)
      return note(
          "{}: {} machines there can be it; write its vm-name by hand, and rename one of "
          "them if both have the same name",
          host.name, vms.size());
    const VsphereVm& vm = *vms.front();
    if (vm.host) used_hosts_.emplace(*vm.host);
    if (host.vm_name.empty() && vm.name) host.vm_name = std::string(*vm.name);
    if (host.vcenter.empty() && is_vcenter) host.vcenter = context_.host.name;
    if (host.os == Os::unknown && vm.guest) host.os = os_of(*vm.guest);
    // A protected VM is dialled where it runs now, and that is Azure; others are where they are.
    if (host.roles.has(Role::protected_vm))
      add_addresses(host, vm);
    else if (host.address.empty() && vm.address && is_address(*vm.address))
      host.address = std::string(*vm.address);
  }

  void add_addresses(Host& host, const VsphereVm& vm) {
    if (!host.addresses.empty()) return;
    const SiteMachine* const details = details_ ? details_->machine(vm.ref) : nullptr;
    if (details && details->addresses)
      for (const GuestAddress& one : *details->addresses)
        if (is_lasting(one.address)) host.addresses.push_back(one.address);
    if (host.addresses.empty())
      note("{}: its addresses are not known there; that takes running VMware Tools", host.name);
  }

  void add_hosts() {
    const Result<VsphereHosts> hosts = known<VsphereHosts>(context_).value;
    if (!hosts) return note("ESXi hosts: {}", hosts.error().message);
    std::size_t added = 0;
    for (const VsphereHost& one : *hosts->all) {
      if (!used_hosts_.empty() && !used_hosts_.contains(one.ref)) continue;
      if (!one.name) {
        note("{}: {}", one.ref, one.name.error().message);
      } else if (!is_in_site(*one.name) && added < most_hosts) {
        add_host(*one.name);
        ++added;
      }
    }
  }

  bool is_in_site(std::string_view name) const {
    return std::any_of(found_.site.hosts.begin(), found_.site.hosts.end(), [&](const Host& host) {
      return same_word(host.name, name) || same_word(host.address, name);
    });
  }

  void add_host(const std::string& name) {
    if (!is_host_name(name))
      return note("{}: this cannot be a host's name in a site file", printable(name, 80));
    Host host;
    host.name = name;
    host.roles.add(Role::esxi);
    host.os = Os::esxi;
    if (context_.host.roles.has(Role::vcenter)) host.vcenter = context_.host.name;
    found_.site.hosts.push_back(std::move(host));
  }

  const Context& context_;
  const VsphereVms& vms_;
  const Result<VsphereSiteMachines> details_;
  std::set<std::string> used_hosts_;
  DiscoveredSite found_;
};

}  // namespace

Result<DiscoveredSite> discovered_site(const Site& written, const Context& context) {
  const Result<VsphereVms> vms = known<VsphereVms>(context).value;
  if (!vms) return tl::unexpected<Error>(vms.error());
  return Discovery(context, *vms).run(written);
}

}  // namespace fbd
