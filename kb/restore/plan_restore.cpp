#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interface_intent.h"
#include "kb/restore/bring_up.h"
#include "kb/restore/renamed.h"
#include "kb/restore/restore_plan.h"

// Source: AzMigrate-Hydration, post-rec-script.sh and setazureip.sh (what is moved where),
// vConService (the markers make the next boot write DHCP again).

namespace fbd {
namespace {

constexpr std::string_view redacted = "<redacted>";

/// The markers that make the agent's boot service turn every interface to DHCP again.
constexpr std::string_view markers[] = {"/etc/vxagent/setazureip", "/etc/vxagent/setvmwareip"};

/// Files that are asked for, but are no configuration to be restored: who reads what, and what
/// packages bring along.
bool is_configuration(std::string_view path) {
  for (std::string_view prefix :
       {"/etc/os-release", "/etc/redhat-release", "/etc/rc", "/etc/init.d/", "/etc/vxagent/",
        "/etc/systemd/system/", "/etc/sysconfig/network-scripts/ifup-eth"})
    if (path.starts_with(prefix)) return false;
  return path.starts_with("/etc/") && !is_failover_backup(path) &&
         path.find("INMAGE") == std::string_view::npos;
}

/// Where a copy that Site Recovery made belongs: "" if it is no copy.
std::string original_of(std::string_view path) {
  for (std::string_view folder : {"/asr_nw/", "/inmage_nw/", "/azure_sms_bck/"}) {
    const std::size_t at = path.find(folder);
    if (at != std::string_view::npos)
      return std::string(path.substr(0, at + 1)) + std::string(path.substr(at + folder.size()));
  }
  for (std::string_view suffix : {"-INMAGE-ORG", ".bck_azure_sms"})
    if (path.ends_with(suffix)) return std::string(path.substr(0, path.size() - suffix.size()));
  return "";
}

bool is_static(const IpConfiguration& ip) {
  return ip.method == AddressMethod::fixed && !ip.addresses.empty();
}

class Planner {
 public:
  explicit Planner(const RestoreInput& input) : input_(input) {
    for (const TreeEntry& entry : input.files)
      if (entry.kind == TreeEntry::Kind::file) now_[entry.path] = &entry;
  }

  Result<RestorePlan> plan() {
    if (input_.baseline) {
      const Result<ConfiguredNetwork> before =
          read_configured_network(write_tree(input_.baseline->files));
      if (!before) return tl::unexpected<Error>(before.error());
      plan_.source = fmt::format("the baseline of {}", human_time(input_.baseline->at));
      from_baseline(*before);
    } else {
      from_copies();
    }
    if (plan_.files.empty() || plan_.expected.empty()) return nothing();
    remove_markers();
    commands();
    return std::move(plan_);
  }

 private:
  tl::unexpected<Error> nothing() const {
    if (plan_.expected.empty())
      return error(ErrorKind::not_found,
                   input_.baseline
                       ? fmt::format("{} has no static address", plan_.source)
                       : "there is no baseline, and none of Site Recovery's copies of network "
                         "files holds a static address");
    return error(ErrorKind::not_found, fmt::format("the files are already as in {}", plan_.source));
  }

  void from_baseline(const ConfiguredNetwork& before) {
    expect(intents(before.connections, false));
    std::set<std::string> known;
    for (const TreeEntry& entry : input_.baseline->files) {
      if (entry.kind != TreeEntry::Kind::file || !is_configuration(entry.path)) continue;
      known.insert(entry.path);
      const std::string path = renamed_path(entry.path, names_);
      known.insert(path);
      write(path, entry.mode, renamed_content(entry.path, entry.bytes, names_),
            "as it was in the baseline");
    }
    remove_newcomers(known);
  }

  void from_copies() {
    std::set<std::string> sources, known;
    const std::vector<InterfaceIntent> copies = intents(input_.now.connections, true);
    std::vector<InterfaceIntent> with_static;
    for (const InterfaceIntent& copy : copies)
      if (is_static(copy.ipv4)) with_static.push_back(copy);
    expect(with_static);
    for (const InterfaceIntent& copy : with_static)
      for (const Connection* connection : copy.connections)
        for (const SourcePlace& place : connection->sources)
          if (is_failover_backup(place.file)) sources.insert(place.file);
    // What lies beside them belongs to them: routes, and SUSE's files of the same interface.
    for (const auto& [path, entry] : now_) {
      const std::string original = original_of(path);
      const bool belongs =
          original.find("route") != std::string::npos || original == "/etc/sysconfig/network";
      if (original.empty() || sources.empty() || (!sources.count(path) && !belongs)) continue;
      known.insert(original);
      const std::string target = renamed_path(original, names_);
      known.insert(target);
      write(target, entry->mode, renamed_content(original, entry->bytes, names_),
            fmt::format("as Site Recovery kept it in {}", path));
    }
    for (const std::string& path : sources)
      plan_.source += (plan_.source.empty() ? "" : ", ") + path;
    remove_newcomers(known);
  }

  /// Interfaces that are to have their addresses again, under the names that they have now.
  void expect(const std::vector<InterfaceIntent>& wanted) {
    if (input_.running) names_ = new_names(wanted, *input_.running);
    for (const auto& [old_name, new_name] : names_)
      plan_.notes.push_back(fmt::format("{} is called {} now", old_name, new_name));
    for (const InterfaceIntent& intent : wanted) {
      if (!is_static(intent.ipv4)) continue;
      const auto renamed = names_.find(intent.interface);
      const std::string name = renamed == names_.end() ? intent.interface : renamed->second;
      for (const Cidr& address : intent.ipv4.addresses)
        plan_.expected.push_back({name, address.address, intent.ipv4.gateway});
    }
  }

  void write(const std::string& path, unsigned mode, const std::string& content, std::string why) {
    const auto there = now_.find(path);
    if (there != now_.end() && there->second->bytes == content) return;
    if (content.find(redacted) != std::string::npos) {
      plan_.notes.push_back(fmt::format(
          "{} holds a secret that was not kept; restore it from a backup of the machine", path));
      return;
    }
    FileChange change{path, mode, content, std::nullopt, std::move(why)};
    if (there != now_.end()) change.before = there->second->bytes;
    plan_.files.push_back(std::move(change));
  }

  /// Files that were not there and give one of the interfaces DHCP, or that Site Recovery wrote.
  void remove_newcomers(const std::set<std::string>& known) {
    const auto is_expected = [this](const Connection& connection) {
      return std::any_of(plan_.expected.begin(), plan_.expected.end(), [&](const auto& one) {
        return connection.applies_to(one.interface, "") != Applies::no;
      });
    };
    std::set<std::string> removed;
    for (const Connection& connection : input_.now.connections) {
      const std::string& file = connection.file();
      if (connection.backup || known.count(file) || removed.count(file) || !is_configuration(file))
        continue;
      const bool is_dhcp = connection.ipv4.method == AddressMethod::dhcp;
      if (!connection.by_failover && !(is_dhcp && input_.baseline && is_expected(connection)))
        continue;
      const auto there = now_.find(file);
      if (there == now_.end()) continue;
      plan_.files.push_back({file, 0, std::nullopt, there->second->bytes,
                             connection.by_failover ? "Site Recovery wrote it: DHCP"
                                                    : "it was not there, and says DHCP"});
      removed.insert(file);
    }
  }

  void remove_markers() {
    for (std::string_view marker : markers) {
      const auto there = now_.find(std::string(marker));
      if (there == now_.end()) continue;
      plan_.files.insert(plan_.files.begin(), {there->first, 0, std::nullopt, there->second->bytes,
                                               "with it the next boot writes DHCP again"});
    }
  }

  void commands() {
    if (!input_.running) {
      plan_.notes.emplace_back("a mounted disk: nothing is run; it counts from the next boot on");
      return;
    }
    std::set<std::string> interfaces;
    for (const ExpectedAddress& one : plan_.expected) interfaces.insert(one.interface);
    std::set<NetworkStack> stacks;
    for (const FileChange& change : plan_.files)
      if (const auto stack = stack_of(change.path, input_.now.ifcfg.reader)) stacks.insert(*stack);
    for (const NetworkStack stack : stacks)
      add_commands(plan_, stack, {interfaces.begin(), interfaces.end()});
  }

  const RestoreInput& input_;
  std::map<std::string, const TreeEntry*> now_;
  std::map<std::string, std::string> names_;  // old to new
  RestorePlan plan_;
};

}  // namespace

Result<RestorePlan> plan_restore(const RestoreInput& input) { return Planner(input).plan(); }

}  // namespace fbd
