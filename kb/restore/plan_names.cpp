#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/article.h"
#include "kb/restore/bring_up.h"
#include "kb/restore/renamed.h"
#include "kb/restore/repair.h"
#include "kb/restore/restored_files.h"
#include "kb/restore/text_edits.h"

// Sources: udev(7) (ATTR{address}, NAME), ip-link(8); cloud-init, Network configuration, "Disabling
// network configuration".

namespace fbd {
namespace {

constexpr std::string_view no_cloud_network =
    "/etc/cloud/cloud.cfg.d/99-disable-network-config.cfg";

class NamesPlanner {
 public:
  explicit NamesPlanner(const RepairInput& input)
      : input_(input),
        edits_(input.files),
        adapter_(input_.value("adapter")),
        interface_(input_.value("interface")),
        file_(input_.value("file")) {}

  Result<RestorePlan> plan() {
    plan_.source = fmt::format("what {} says now, for the adapter that is there", file_);
    const std::string& code = input_.verdict.code;
    if (code == "other-mac") return other_mac();
    if (code == "stale-rule") return stale_rule();
    if (code == "azure-only")
      return error(ErrorKind::not_found,
                   fmt::format("{} is for the adapter of Azure, and no other file is for {}; "
                               "\"failback-doctor fix protected-vm.static-address\" brings back "
                               "what was there before, or with --address what you give",
                               file_, adapter_));
    rename(interface_, adapter_);
    if (code == "old-names")
      plan_.notes.push_back(fmt::format(
          "to have the name {} back instead, take net.ifnames=0 off the kernel's command line, and "
          "restart; \"failback-doctor kb show protected-vm.interface-names.old-names\" tells how",
          interface_));
    return done(adapter_);
  }

 private:
  /// Of "00:0d:3a:01:02:03 (an address of Azure)".
  std::string mac() const {
    const std::string text = input_.value("mac");
    return text.substr(0, text.find(' '));
  }

  Result<RestorePlan> done(const std::string& interface) {
    if (edits_.changes().empty())
      return error(ErrorKind::not_found,
                   fmt::format("{} is not a file that can be changed by itself; \"kb show\" tells "
                               "how it is done by hand",
                               file_));
    const Result<ConfiguredNetwork> after = edits_.network();
    if (!after) return tl::unexpected<Error>(after.error());
    const RunningInterface* now = input_.running ? input_.running->find(adapter_) : nullptr;
    if (in_force_for(*after, interface, now ? now->mac : input_.value("adapter_mac")).empty())
      return error(ErrorKind::not_found,
                   fmt::format("with {} changed, still nothing would be for {}; \"kb show\" tells "
                               "how it is done by hand",
                               file_, interface));
    return finished(std::move(plan_), edits_, input_, {interface});
  }

  Result<RestorePlan> other_mac() {
    const std::string* text = edits_.text(file_);
    if (!text) return done(adapter_);
    const Connection* one = connection();
    const bool names_it = one && !one->interface.empty();
    // netplan and .link files give the adapter with that address its old name.
    const bool is_renamed = names_it && one->stack == NetworkStack::netplan;
    edits_.write(file_, with_word(*text, mac(), input_.value("adapter_mac")),
                 fmt::format("{} has the address {} now", adapter_, input_.value("adapter_mac")));
    by_name_of_mac();
    keep_cloud_init_out();
    if (names_it && !is_renamed && one->interface != adapter_) rename(one->interface, adapter_);
    if (is_renamed && one->interface != adapter_ && input_.running) rename_running(one->interface);
    return done(is_renamed ? one->interface : adapter_);
  }

  const Connection* connection() const {
    for (const Connection& one : input_.now.connections)
      if (!one.backup && one.file() == file_ && one.match &&
          std::find(one.match->macs.begin(), one.match->macs.end(), mac()) != one.match->macs.end())
        return &one;
    return nullptr;
  }

  /// SUSE's "ifcfg-eth-id-00:50:56:.." says its address by its name.
  void by_name_of_mac() {
    const std::size_t at = file_.find("/ifcfg-eth-id-");
    if (at == std::string::npos) return;
    const std::string target = file_.substr(0, at) + "/ifcfg-" + adapter_;
    const std::string* text = edits_.text(file_);
    if (!text || edits_.text(target)) return;
    edits_.write(target, *text, fmt::format("what {} says, for {}", file_, adapter_));
    edits_.remove(file_, "it is for an adapter that is gone");
  }

  /// What it wrote it writes again at the next boot.
  void keep_cloud_init_out() {
    const auto& outputs = input_.around.cloud_init.outputs;
    const bool is_its = std::any_of(outputs.begin(), outputs.end(),
                                    [&](const FileLine& one) { return one.file == file_; });
    if (!is_its || !input_.around.cloud_init.disabled_by.empty()) return;
    const auto& network = input_.around.cloud_init.network;
    if (network && network->text == "disabled") return;
    edits_.write(std::string(no_cloud_network), "network: {config: disabled}\n",
                 "cloud-init would write the file again at the next boot");
  }

  /// Every file of the network's configuration that names it.
  void rename(const std::string& from, const std::string& to) {
    const std::map<std::string, std::string> names{{from, to}};
    for (const TreeEntry& entry : input_.files) {
      if (entry.kind != TreeEntry::Kind::file || !is_configuration(entry.path) ||
          !stack_of(entry.path, input_.now.ifcfg.reader))
        continue;
      const std::string* text = edits_.text(entry.path);
      if (!text) continue;
      const std::string path = renamed_path(entry.path, names);
      std::string content = renamed_content(entry.path, *text, names);
      if (path == entry.path) {
        edits_.write(path, std::move(content), fmt::format("{} is called {} now", from, to));
        continue;
      }
      edits_.write(path, std::move(content), fmt::format("what {} says, for {}", entry.path, to),
                   entry.mode);
      edits_.remove(entry.path, fmt::format("{} is called {} now", from, to));
    }
  }

  /// The rule gives the name to the adapter that is there; what gave that one another name goes.
  Result<RestorePlan> stale_rule() {
    const std::string rule = input_.value("rule"), own = input_.value("adapter_mac");
    const std::string* text = edits_.text(rule);
    if (!text) return error(ErrorKind::not_found, fmt::format("{} was not read", rule));
    std::string changed;
    int number = 0;
    for (std::string_view line : lines(*text)) {
      ++number;
      const NamingRule* one = rule_at(rule, number);
      const bool is_wanted = one && one->name == interface_;
      if (one && !is_wanted && same_word(one->mac, own)) continue;
      changed += is_wanted ? with_word(line, one->mac, own) : std::string(line);
      changed += '\n';
    }
    edits_.write(rule, changed,
                 fmt::format("{} is the adapter with the address {}", interface_, own));
    if (const std::string* file = edits_.text(file_))
      edits_.write(file_, with_word(*file, mac(), own), "the adapter has another address now");
    if (input_.running) rename_running(interface_);
    return done(interface_);
  }

  const NamingRule* rule_at(const std::string& file, int line) const {
    for (const NamingRule& one : input_.around.naming_rules)
      if (one.file == file && one.line == line) return &one;
    return nullptr;
  }

  void rename_running(const std::string& to) {
    const std::string was = shell_quoted(adapter_), is = shell_quoted(to);
    // Taken back, the second does nothing: there is no such adapter any more.
    plan_.after.push_back(
        fmt::format("ip link set dev {0} down && ip link set dev {0} name {1}", was, is));
    plan_.undo.push_back(
        fmt::format("ip link set dev {0} down && ip link set dev {0} name {1}; "
                    "ip link set dev {1} up",
                    is, was));
  }

  const RepairInput& input_;
  FileEdits edits_;
  std::string adapter_, interface_, file_;
  RestorePlan plan_;
};

}  // namespace

Result<RestorePlan> plan_names(const RepairInput& input) { return NamesPlanner(input).plan(); }

}  // namespace fbd
