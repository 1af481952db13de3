#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/restore/repair.h"
#include "kb/restore/text_edits.h"

// Sources: NetworkManager.conf(5) unmanaged-devices; systemd.network(5) Unmanaged; sysconfig.txt of
// initscripts, ONBOOT; ifcfg(5) of wicked, STARTMODE; dhcpcd.conf(5) denyinterfaces;
// NetworkManager, nm-settings-keyfile(5), "Secrets" (mode 0600).

namespace fbd {
namespace {

class ManagersPlanner {
 public:
  explicit ManagersPlanner(const RepairInput& input) : input_(input), edits_(input.files) {}

  Result<RestorePlan> plan() {
    if (input_.verdict.code == "refused") return refused();
    if (input_.verdict.code == "not-started") return not_started();
    return two_managers();
  }

 private:
  const Connection* connection_of(const std::string& file) const {
    for (const Connection& one : input_.now.connections)
      if (!one.backup && one.file() == file) return &one;
    return nullptr;
  }

  Result<RestorePlan> by_hand(const std::string& file) const {
    return error(ErrorKind::not_found,
                 fmt::format("{} cannot be mended by itself; \"failback-doctor kb show "
                             "protected-vm.network-configuration.{}\" tells how it is done by hand",
                             file, input_.verdict.code));
  }

  Result<RestorePlan> refused() {
    const std::string file = input_.value("file");
    const std::string* text = edits_.text(file);
    if (!text) return by_hand(file);
    const std::size_t name = file.rfind('/') + 1;
    if (file.substr(name) == "50-azure_migrate_dhcp.yaml") {
      plan_.source = "what is there, without what Site Recovery added";
      edits_.remove(file, "it is for Azure, and keeps all others from being read");
    } else if (input_.value("reason").find("permissions") != std::string::npos ||
               input_.value("reason").find("mode") != std::string::npos) {
      plan_.source = "what is there, with the mode that its reader demands";
      edits_.set_mode(file, 0600, "only root may read it");
    } else {
      return by_hand(file);
    }
    return finished(std::move(plan_), edits_, input_, interfaces());
  }

  Result<RestorePlan> not_started() {
    const std::string manager = input_.value("manager"), state = input_.value("state");
    if (!input_.running)
      return error(ErrorKind::not_found, "a service is started on the running machine only");
    const std::string service = state.substr(0, state.find(".service"));
    if (state.find("not found") != std::string::npos || service.empty() ||
        state.find("masked") != std::string::npos)
      return error(ErrorKind::not_found,
                   fmt::format("{}: first it has to be there; see \"failback-doctor fix "
                               "protected-vm.network-manager\", or \"kb show\"",
                               state));
    plan_.source = fmt::format("{}, which is for {}", input_.value("file"), manager);
    const bool has_systemd = !input_.services || !input_.services->find(service) ||
                             input_.services->find(service)->by == InitLinks::Init::systemd;
    if (has_systemd) {
      plan_.after = {fmt::format("systemctl enable {}.service", service),
                     fmt::format("systemctl start {}.service", service)};
      plan_.undo = {fmt::format("systemctl disable {}.service", service),
                    fmt::format("systemctl stop {}.service", service)};
    } else {
      plan_.after = {fmt::format("chkconfig {} on", service),
                     fmt::format("service {} start", service)};
      plan_.undo = {fmt::format("chkconfig {} off", service),
                    fmt::format("service {} stop", service)};
    }
    const Connection* first = connection_of(input_.value("file"));
    for (const Connection& one : input_.now.connections)
      if (first && !one.backup && one.at_boot && one.status == ConnectionStatus::ok &&
          one.stack == first->stack && !one.interface.empty() &&
          one.ipv4.method == AddressMethod::fixed)
        for (const Cidr& address : one.ipv4.addresses)
          plan_.expected.push_back({one.interface, address.address, one.ipv4.gateway});
    return std::move(plan_);
  }

  Result<RestorePlan> two_managers() {
    const std::string files[] = {input_.value("first_file"), input_.value("second_file")};
    const std::string managers[] = {input_.value("first"), input_.value("second")};
    const int winner = chosen(files, managers);
    if (winner < 0)
      return error(
          ErrorKind::not_found,
          fmt::format("whose is {}? Say with --keep which file is to count: {} ({}) or {} "
                      "({})",
                      input_.value("interface"), files[0], managers[0], files[1], managers[1]));
    plan_.source = fmt::format("what is there; {} keeps {}{}", managers[winner],
                               input_.value("interface"), why_);
    if (!take_from(files[1 - winner])) return by_hand(files[1 - winner]);
    return finished(std::move(plan_), edits_, input_, {input_.value("interface")});
  }

  /// By a person's word; by the baseline, if only one was there then; a static address rather than
  /// DHCP. -1: it cannot be told.
  int chosen(const std::string (&files)[2], const std::string (&managers)[2]) {
    for (int i = 0; i < 2; ++i)
      if (!input_.keep.empty() && (input_.keep == files[i] || input_.keep == managers[i])) return i;
    if (!input_.keep.empty()) return -1;
    bool was[2] = {false, false}, is_static[2] = {false, false};
    for (int i = 0; i < 2; ++i) {
      if (input_.baseline)
        for (const TreeEntry& entry : input_.baseline->files)
          was[i] = was[i] || (entry.path == files[i] && entry.kind == TreeEntry::Kind::file);
      for (const Connection& one : input_.now.connections)
        if (!one.backup && one.file() == files[i] &&
            one.applies_to(input_.value("interface"), "") == Applies::yes)
          is_static[i] = is_static[i] || one.ipv4.method == AddressMethod::fixed;
    }
    if (was[0] != was[1]) {
      why_ = fmt::format(", as in the baseline of {}", human_time(input_.baseline->at));
      return was[0] ? 0 : 1;
    }
    if (is_static[0] != is_static[1]) {
      why_ = ", by whose file the address is static";
      return is_static[0] ? 0 : 1;
    }
    return -1;
  }

  bool take_from(const std::string& file) {
    const std::string interface = input_.value("interface");
    const std::string why = fmt::format("{} is another one's", interface);
    bool done = false;
    for (const Connection& one : input_.now.connections) {
      if (one.backup || one.file() != file || one.applies_to(interface, "") == Applies::no)
        continue;
      const std::string* text = edits_.text(file);
      if (!text || !file.starts_with("/etc/")) return false;
      done = true;
      switch (one.stack) {
        case NetworkStack::nm_keyfile:
        case NetworkStack::ifcfg_rh:
          edits_.write(
              fmt::format("/etc/NetworkManager/conf.d/90-failback-doctor-{}.conf", interface),
              fmt::format("[keyfile]\nunmanaged-devices+=interface-name:{}\n", interface), why);
          if (one.stack == NetworkStack::ifcfg_rh)
            edits_.write(file, with_shell_setting(*text, "NM_CONTROLLED", "no"), why);
          if (plan_.after.empty())
            plan_.after.emplace_back("systemctl reload NetworkManager.service");
          break;
        case NetworkStack::network_scripts:
          edits_.write(file, with_shell_setting(*text, "ONBOOT", "no"), why);
          break;
        case NetworkStack::suse_ifcfg:
          edits_.write(file, with_shell_setting(*text, "STARTMODE", "'off'"), why);
          break;
        case NetworkStack::ifupdown:
          edits_.write(file, without_stanzas(*text, interface), why);
          break;
        case NetworkStack::networkd:
          if (one.interface == interface)
            edits_.remove(file, why);
          else
            edits_.write(
                fmt::format("/etc/systemd/network/05-failback-doctor-{}.network", interface),
                fmt::format("[Match]\nName={}\n\n[Link]\nUnmanaged=yes\n", interface), why);
          break;
        case NetworkStack::netplan:
          edits_.write(file, without_yaml_entry(*text, one.line()), why);
          if (lines(*edits_.text(file)).size() < 3) edits_.remove(file, why);
          break;
        case NetworkStack::dhcpcd:
          edits_.write(file, fmt::format("denyinterfaces {}\n{}", interface, *text), why);
          break;
      }
    }
    return done;
  }

  /// Those that any file in force is for.
  std::vector<std::string> interfaces() const {
    std::vector<std::string> all;
    if (input_.running)
      for (const RunningInterface& one : input_.running->interfaces)
        if (one.name != "lo" && !in_force_for(input_.now, one.name, one.mac).empty())
          all.push_back(one.name);
    return all;
  }

  const RepairInput& input_;
  FileEdits edits_;
  std::string why_;
  RestorePlan plan_;
};

}  // namespace

Result<RestorePlan> plan_managers(const RepairInput& input) {
  return ManagersPlanner(input).plan();
}

}  // namespace fbd
