#include "kb/restore/generated.h"

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Files = std::map<std::string, const TreeEntry*>;

constexpr std::string_view why = "generated";
/// After the files of installers, cloud-init and Site Recovery: netplan merges by name.
constexpr std::string_view netplan_last = "/etc/netplan/99-failback-doctor.yaml";
constexpr std::string_view red_hat = "/etc/sysconfig/network-scripts/";
constexpr std::string_view suse = "/etc/sysconfig/network/";

class Generator {
 public:
  Generator(const StaticInterface& wanted, const Connection& now, const Files& files)
      : wanted_(wanted), now_(now), files_(files) {}

  std::vector<FileChange> changes;
  std::vector<std::string> notes;

  /// Why it cannot be done, or "".
  std::string run() {
    switch (now_.stack) {
      case NetworkStack::netplan:
        write(netplan_last, 0600, netplan_text(wanted_, now_.id));
        return "";
      case NetworkStack::nm_keyfile:
        write(now_.file(), 0600, keyfile_text(wanted_));
        return "";
      case NetworkStack::ifcfg_rh:
      case NetworkStack::network_scripts:
        write(now_.file(), 0644, ifcfg_text(wanted_));
        if (const std::string routes = ifcfg_routes_text(wanted_); !routes.empty())
          write(std::string(red_hat) + "route-" + wanted_.name, 0644, routes);
        return "";
      case NetworkStack::suse_ifcfg:
        write(now_.file(), 0644, suse_ifcfg_text(wanted_));
        if (const std::string routes = suse_routes_text(wanted_); !routes.empty())
          write(std::string(suse) + "ifroute-" + wanted_.name, 0644, routes);
        if (!wanted_.ipv4.dns.empty())
          notes.push_back(
              fmt::format("name servers belong in {}config: NETCONFIG_DNS_STATIC_"
                          "SERVERS=\"{}\", then \"netconfig update -f\"",
                          suse, fmt::join(wanted_.ipv4.dns, " ")));
        return "";
      case NetworkStack::networkd:
        // One that is made at boot, by netplan or cloud-init, is not to be written into.
        if (!now_.file().starts_with("/etc/") || is_for_several())
          write(fmt::format("/etc/systemd/network/05-failback-doctor-{}.network", wanted_.name),
                0644, networkd_text(wanted_));
        else
          write(now_.file(), 0644, networkd_text(wanted_));
        return "";
      case NetworkStack::ifupdown:
        return edit([this](std::string_view old) {
          return with_stanzas(old, wanted_.name, ifupdown_text(wanted_));
        });
      case NetworkStack::dhcpcd:
        if (wanted_.ipv4.addresses.size() > 1)
          return "dhcpcd gives an interface one fixed address only";
        return edit([this](std::string_view old) {
          const bool is_ended = old.empty() || old.back() == '\n';
          return std::string(old) + (is_ended ? "" : "\n") + "\n" + dhcpcd_text(wanted_);
        });
    }
    return "";
  }

 private:
  /// Chosen by a pattern: other interfaces may live by it as well.
  bool is_for_several() const { return now_.interface.empty(); }

  void write(std::string_view path, unsigned mode, std::string content) {
    FileChange change{std::string(path), mode, std::move(content), std::nullopt, std::string(why)};
    if (const auto there = files_.find(change.path); there != files_.end()) {
      change.before = there->second->bytes;
      change.mode = there->second->mode;
    }
    changes.push_back(std::move(change));
  }

  template <typename Change>
  std::string edit(const Change& change) {
    const auto there = files_.find(now_.file());
    if (there == files_.end()) return fmt::format("{} was not read", now_.file());
    write(now_.file(), 0644, change(there->second->bytes));
    return "";
  }

  const StaticInterface& wanted_;
  const Connection& now_;
  const Files& files_;
};

}  // namespace

Result<std::vector<FileChange>> generated(const StaticInterface& wanted, const Connection& now,
                                          const Files& files, std::vector<std::string>& notes) {
  const std::string place = fmt::format("{} ({}, {})", wanted.name, name(now.stack), now.file());
  if (!now.controller.empty() || !now.ports.empty() || !now.parent.empty())
    return error(ErrorKind::not_found,
                 fmt::format("{}: it is part of a bond, bridge or VLAN; give it its address there "
                             "by hand",
                             place));
  const bool is_whole_file =
      now.stack == NetworkStack::nm_keyfile || now.stack == NetworkStack::ifcfg_rh ||
      now.stack == NetworkStack::network_scripts || now.stack == NetworkStack::suse_ifcfg;
  if (is_whole_file && !now.file().starts_with("/etc/"))
    return error(ErrorKind::not_found,
                 fmt::format("{}: it is not configured by a file below /etc", place));
  Generator generator(wanted, now, files);
  if (const std::string problem = generator.run(); !problem.empty())
    return error(ErrorKind::not_found, fmt::format("{}: {}", place, problem));
  notes.insert(notes.end(), generator.notes.begin(), generator.notes.end());
  return std::move(generator.changes);
}

}  // namespace fbd
