// "fix": gives a machine its network back, after showing everything and a typed yes.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/os_release.h"
#include "collectors/network/network_manager_package.h"
#include "kb/restore/carry_out.h"
#include "kb/restore/plan_manager.h"
#include "kb/restore/restore_plan.h"
#include "kb/terminal/agreement.h"
#include "kb/terminal/baseline_file.h"
#include "kb/terminal/earlier.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/given_addresses.h"
#include "kb/terminal/one_host.h"
#include "kb/terminal/repair_plan.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view addresses = "protected-vm.static-address";
constexpr std::string_view manager = "protected-vm.network-manager";

constexpr std::string_view about =
    "  fix protected-vm.static-address   static addresses that the way through Azure turned into\n"
    "                                    DHCP: those of --address, or of an older bundle, or of\n"
    "                                    the baseline, else of Site Recovery's own copies\n"
    "  fix protected-vm.network-manager  the NetworkManager package that was removed on the way,\n"
    "                                    from the distribution's repositories, or from a\n"
    "                                    mounted medium with --medium\n"
    "  fix protected-vm.interface-names  configuration for a name or MAC address that no\n"
    "                                    adapter has, and rules that keep a name for one that\n"
    "                                    is gone\n"
    "  fix protected-vm.default-route    two default routes, or one that is missing\n"
    "  fix protected-vm.name-resolution  name servers that are gone, or are Azure's\n"
    "  fix protected-vm.network-configuration\n"
    "                                    two programs for one interface, or none that starts\n"
    "  fix --undo                        takes back a fix that was cut off\n"
    "Shows every file with its difference and every command first, and does nothing before you\n"
    "have typed \"yes\". Every file it replaces is kept. When the addresses are not there in "
    "time,\n"
    "or their gateways do not answer, or this program dies, everything is put back as it was.";

/// What the network was like before: of an older bundle if one is named, else the saved baseline.
Result<NetworkBaseline> kept_network(const Host& host, const po::variables_map& given) {
  const std::string bundle = text_of(given, "before"), file = text_of(given, "baseline");
  if (!bundle.empty()) return network_before(bundle, host.name);
  return baseline_from_file(file.empty() ? host.root + std::string(baseline_file) : file);
}

Result<RestorePlan> plan_for_manager(const Bundle& found, const Host& host,
                                     const std::string& folder) {
  if (host.reach != Reach::local)
    return error(ErrorKind::not_found,
                 "a package is installed on the running machine, not on a mounted disk");
  const Context context{found.site, found.evidence, host};
  const Known<ConfiguredNetwork> network = known<ConfiguredNetwork>(context);
  const Known<NetworkManagerPackage> package = known<NetworkManagerPackage>(context);
  const Known<OsRelease> os = known<OsRelease>(context);
  if (!network.value) return tl::unexpected<Error>(network.value.error());
  if (!package.value) return tl::unexpected<Error>(package.value.error());
  if (!os.value) return tl::unexpected<Error>(os.value.error());
  if (folder.empty()) return plan_network_manager(*package.value, *os.value, *network.value);
  const Result<Medium> medium = read_medium(folder, os.value->family());
  if (!medium) return tl::unexpected<Error>(medium.error());
  return plan_network_manager(*package.value, *os.value, *network.value, &*medium);
}

/// Nothing if none was saved; one that was named has to be there.
Result<std::optional<NetworkBaseline>> kept_if_any(const Host& host,
                                                   const po::variables_map& given) {
  Result<NetworkBaseline> kept = kept_network(host, given);
  const bool is_named = given.count("baseline") != 0 || given.count("before") != 0;
  if (kept) return std::move(*kept);
  if (is_named || kept.error().kind != ErrorKind::not_found)
    return tl::unexpected<Error>(kept.error());
  return std::nullopt;
}

Result<RestorePlan> plan_against(const Bundle& found, const Host& host, std::string_view probe,
                                 const po::variables_map& given) {
  const Result<std::optional<NetworkBaseline>> kept = kept_if_any(host, given);
  if (!kept) return tl::unexpected<Error>(kept.error());
  return repair_plan(found, host, probe, *kept ? &**kept : nullptr, given);
}

/// The plan, or why there is none.
Result<RestorePlan> plan_for(const Bundle& found, const Host& host,
                             const po::variables_map& given) {
  const Context context{found.site, found.evidence, host};
  const Known<ConfiguredNetwork> now = known<ConfiguredNetwork>(context);
  if (!now.value) return tl::unexpected<Error>(now.value.error());
  const Evidence::Entry* entry = found.evidence.find(host.name, now.asked.back().question);
  Result<std::vector<TreeEntry>> files = read_tree(*entry->observation.answer);
  if (!files) return tl::unexpected<Error>(files.error());
  const Result<std::optional<NetworkBaseline>> kept = kept_if_any(host, given);
  if (!kept) return tl::unexpected<Error>(kept.error());
  const Known<RunningAddresses> running = known<RunningAddresses>(context);
  if (host.reach == Reach::local && !running.value)
    return tl::unexpected<Error>(running.value.error());
  RestoreInput input{std::move(*files), *now.value, *kept ? &**kept : nullptr,
                     host.reach == Reach::local ? &*running.value : nullptr};
  if (given.count("before")) input.kept_in = "older bundle";
  const Known<NetworkManagerPackage> package = known<NetworkManagerPackage>(context);
  using State = NetworkManagerPackage::State;
  input.is_network_manager_gone = package.value && (package.value->state == State::absent ||
                                                    package.value->state == State::removed);
  Result<std::optional<StaticInterface>> wanted = given_addresses(given, input.now, input.running);
  if (!wanted) return tl::unexpected<Error>(wanted.error());
  input.given = std::move(*wanted);
  return plan_restore(input);
}

int carry_out_plan(std::string_view probe, const RestorePlan& plan, const RestoreOptions& options) {
  const RestoreResult result = carry_out(plan, options);
  if (!result.journal.empty() && !plan.files.empty())
    fmt::print("What was replaced is kept in {}.\n", result.journal.string());
  if (!result.is_restored) {
    fmt::print("Not restored: {}.\n", result.why_not);
    return 2;
  }
  fmt::print("Restored. Check it: failback-doctor check --probe {}\n", probe);
  return 0;
}

int undo(const std::string& root) {
  const std::filesystem::path at = root.empty() ? "/" : root;
  const std::vector<std::filesystem::path> open = RestoreJournal::open_ones(at);
  if (open.empty()) {
    fmt::print("No fix was cut off; nothing is to be taken back.\n");
    return 0;
  }
  int code = 0;
  for (auto folder = open.rbegin(); folder != open.rend(); ++folder) {
    Result<RestoreJournal> journal = RestoreJournal::read(*folder);
    if (!journal) return failed(journal.error().message);
    fmt::print("{}: its files will be put back as they were{}.\n", folder->string(),
               root.empty() ? ", and its commands run" : "");
    for (const std::string& command : journal->after())
      if (root.empty()) fmt::print("  run  {}\n", command);
    if (!is_agreed()) {
      fmt::print("Nothing was done.\n");
      return could_not_run;
    }
    if (const Result<void> undone = undo_restore(*journal, root.empty()); !undone) {
      failed(undone.error().message);
      code = 2;
    }
  }
  return code;
}

}  // namespace

int run_fix(const Arguments& arguments) {
  Options options{"fix",
                  "fix PROBE [--baseline FILE | --before FILE | --address ADDRESS/PREFIX ...] "
                  "[--root DIR] [--dry-run]",
                  about};
  options.words = {"what"};
  options.accepted.add_options()("baseline", po::value<std::string>()->value_name("FILE"),
                                 "what the network was like before")(
      "before", po::value<std::string>()->value_name("FILE"),
      "an older bundle of this machine, in place of a baseline")(
      "dry-run", "show the plan and end")("undo", "take back a fix that was cut off")(
      "patience", po::value<int>()->value_name("SECONDS"),
      "how long the addresses may take to be there (default: 30)")(
      "root", po::value<std::string>()->value_name("DIR"),
      "a mounted disk: files are restored there, and no command is run");
  options.accepted.add_options()("medium", po::value<std::string>()->value_name("DIR"),
                                 "the mounted installation medium, for the package");
  add_address_options(options.accepted);
  add_repair_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  Place place;
  place.root = text_of(parsed.given, "root");
  if (parsed.given.count("undo")) return undo(place.root);
  const std::string what = text_of(parsed.given, "what");
  std::vector<std::string_view> all{addresses, manager};
  all.insert(all.end(), repaired_probes().begin(), repaired_probes().end());
  const auto chosen = std::find_if(all.begin(), all.end(), [&](std::string_view probe) {
    return what == probe || what.starts_with(std::string(probe) + ".");
  });
  if (chosen == all.end())
    return misused("fix", fmt::format("fix what? There is: {}{}", fmt::join(all, ", "),
                                      what.empty() ? "" : did_you_mean(what, all)));
  if (parsed.given.count("baseline") + parsed.given.count("before") +
          parsed.given.count("address") >
      1)
    return misused("fix", "only one of --baseline, --before and --address can be given");
  const int patience = parsed.given.count("patience") ? parsed.given["patience"].as<int>() : 30;
  if (patience < 1 || patience > 600) return misused("fix", "--patience takes 1 to 600 seconds");

  const std::string root = place.root.empty() ? "/" : place.root;
  if (const auto open = RestoreJournal::open_ones(root); !open.empty())
    return failed(
        fmt::format("{}: a fix was cut off there. Take it back first, with \"fix --undo\"",
                    open.front().string()));

  std::vector<decltype(Need::next)> next{
      &next_question<ConfiguredNetwork>, &next_question<RunningAddresses>,
      &next_question<NetworkManagerPackage>, &next_question<OsRelease>};
  std::vector<const Probe*> probes;
  if (*chosen != addresses && *chosen != manager) {
    // Also where no agent is left to tell what the machine was.
    place.roles = {Role::protected_vm};
    probes.push_back(find_probe(*chosen));
    for (const auto one : repair_needs()) next.push_back(one);
  }
  const Result<Bundle> found = examine(place, probes, next);
  if (!found) return failed(found.error().message);
  const Result<const Host*> host = chosen_host(found->site, "");
  if (!host) return failed(host.error().message);
  const Result<RestorePlan> plan =
      *chosen == manager     ? plan_for_manager(*found, **host, text_of(parsed.given, "medium"))
      : *chosen == addresses ? plan_for(*found, **host, parsed.given)
                             : plan_against(*found, **host, *chosen, parsed.given);
  if (!plan) return failed(plan.error().message);
  fmt::print("{}", to_text(*plan));
  if (parsed.given.count("dry-run")) return 0;
  if (!is_agreed()) {
    fmt::print("Nothing was done.\n");
    return could_not_run;
  }
  RestoreOptions how;
  how.root = root;
  how.patience = std::chrono::seconds(patience);
  how.runs_commands = place.root.empty();
  how.tell = [](const std::string& step) {
    fmt::print("  {}\n", step);
    std::fflush(stdout);
  };
  return carry_out_plan(*chosen, *plan, how);
}

}  // namespace fbd
