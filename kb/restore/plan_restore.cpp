#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interface_intent.h"
#include "kb/restore/bring_up.h"
#include "kb/restore/generated.h"
#include "kb/restore/renamed.h"
#include "kb/restore/restore_plan.h"
#include "kb/restore/restored_files.h"

// Source: AzMigrate-Hydration, post-rec-script.sh and setazureip.sh (what is moved where),
// vConService (the markers make the next boot write DHCP again).

namespace fbd {
namespace {

constexpr std::string_view redacted = "<redacted>";

/// The markers that make the agent's boot service turn every interface to DHCP again.
constexpr std::string_view markers[] = {"/etc/vxagent/setazureip", "/etc/vxagent/setvmwareip"};

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
    if (input_.given) {
      plan_.source = "the addresses that were given";
      if (std::string problem = from_given(*input_.given); !problem.empty())
        return error(ErrorKind::not_found, std::move(problem));
    } else if (input_.baseline) {
      const Result<ConfiguredNetwork> before =
          read_configured_network(write_tree(input_.baseline->files));
      if (!before) return tl::unexpected<Error>(before.error());
      plan_.source = fmt::format("the {} of {}", input_.kept_in, human_time(input_.baseline->at));
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

  /// Why not, or "".
  std::string from_given(const StaticInterface& wanted) {
    InterfaceIntent intent{wanted.name, {}, wanted.ipv4, wanted.ipv6, wanted.mtu};
    expect({intent});
    std::set<std::string> known;
    std::string problem = generate(wanted, known);
    if (problem.empty()) remove_newcomers(known);
    return problem;
  }

  /// The connection whose place a new one takes: the one by which the interface has DHCP now, else
  /// any that is in force for it.
  const Connection* in_place(const std::string& interface) const {
    const Connection* found = nullptr;
    for (const Connection& one : input_.now.connections) {
      if (one.backup || one.status != ConnectionStatus::ok ||
          one.applies_to(interface, "") == Applies::no)
        continue;
      if (input_.is_network_manager_gone && one.stack == NetworkStack::nm_keyfile) continue;
      if (!found ||
          (found->ipv4.method != AddressMethod::dhcp && one.ipv4.method == AddressMethod::dhcp))
        found = &one;
    }
    return found;
  }

  std::string generate(StaticInterface wanted, std::set<std::string>& known) {
    const Connection* now = in_place(wanted.name);
    if (!now)
      return fmt::format("no file configures {} now, so it is not known which network stack has it",
                         wanted.name);
    if (wanted.ipv6.method == AddressMethod::none) wanted.ipv6 = now->ipv6;
    Result<std::vector<FileChange>> changes = generated(wanted, *now, now_, plan_.notes);
    if (!changes) return changes.error().message;
    known.insert(now->file());
    for (FileChange& change : *changes) {
      known.insert(change.path);
      if (change.before != change.content) plan_.files.push_back(std::move(change));
    }
    return "";
  }

  /// Profiles of NetworkManager bring nothing up when it is gone: what they said is said again to
  /// whoever has the interface now.
  void replace_profiles(const std::vector<InterfaceIntent>& before, std::set<std::string>& known) {
    for (const InterfaceIntent& intent : before) {
      const bool is_profile =
          std::all_of(intent.connections.begin(), intent.connections.end(),
                      [](const Connection* one) { return one->stack == NetworkStack::nm_keyfile; });
      if (!is_static(intent.ipv4) || !is_profile) continue;
      const auto renamed = names_.find(intent.interface);
      const std::string name = renamed == names_.end() ? intent.interface : renamed->second;
      const std::string problem = generate({name, intent.ipv4, intent.ipv6, intent.mtu}, known);
      plan_.notes.push_back(fmt::format(
          "{} was configured by NetworkManager, which is not installed{}", name,
          problem.empty() ? "; now the stack that has it today brings it up" : ", and " + problem));
    }
  }

  void from_baseline(const ConfiguredNetwork& before) {
    const std::vector<InterfaceIntent> wanted = intents(before.connections, false);
    expect(wanted);
    std::set<std::string> known;
    for (const TreeEntry& entry : input_.baseline->files) {
      if (entry.kind != TreeEntry::Kind::file || !is_configuration(entry.path)) continue;
      known.insert(entry.path);
      const std::string path = renamed_path(entry.path, names_);
      known.insert(path);
      write(path, entry.mode, renamed_content(entry.path, entry.bytes, names_), "as it was before");
    }
    if (input_.is_network_manager_gone) replace_profiles(wanted, known);
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

  /// Files that Site Recovery wrote, and those that were not there when the baseline was saved and
  /// give one of the interfaces DHCP by its name. One for all interfaces has other reasons to be.
  void remove_newcomers(const std::set<std::string>& known) {
    const auto is_expected = [this](const Connection& connection) {
      return std::any_of(plan_.expected.begin(), plan_.expected.end(),
                         [&](const auto& one) { return connection.interface == one.interface; });
    };
    std::set<std::string> removed;
    for (const Connection& connection : input_.now.connections) {
      const std::string& file = connection.file();
      if (connection.backup || known.count(file) || removed.count(file) || !is_configuration(file))
        continue;
      const bool is_dhcp = connection.ipv4.method == AddressMethod::dhcp;
      if (!connection.by_failover &&
          !(is_dhcp && input_.baseline && !input_.given && is_expected(connection)))
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
