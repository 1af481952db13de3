#include "kb/terminal/repair_plan.h"

#include <array>

#include <fmt/format.h>

#include "collectors/host/resolver_copies.h"
#include "collectors/network/interface_intent.h"
#include "collectors/network/running_links.h"
#include "kb/restore/repair.h"
#include "kb/terminal/options.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::array<std::string_view, 4> probes{
    "protected-vm.interface-names", "protected-vm.default-route", "protected-vm.name-resolution",
    "protected-vm.network-configuration"};

/// What a question was answered with, as files; none if it was not.
template <class Fact>
std::vector<TreeEntry> files_of(const Bundle& found, const Host& host) {
  const Known<Fact> fact = known<Fact>({found.site, found.evidence, host});
  if (fact.asked.empty()) return {};
  const Evidence::Entry* entry = found.evidence.find(host.name, fact.asked.back().question);
  if (!entry || !entry->observation.answer) return {};
  Result<std::vector<TreeEntry>> files = read_tree(*entry->observation.answer);
  return files ? std::move(*files) : std::vector<TreeEntry>{};
}

void add_new(std::vector<TreeEntry>& to, std::vector<TreeEntry> from) {
  const std::size_t before = to.size();
  for (TreeEntry& one : from) {
    bool is_there = false;
    for (std::size_t i = 0; i < before; ++i) is_there = is_there || to[i].path == one.path;
    if (!is_there) to.push_back(std::move(one));
  }
}

/// "ens192=eth0": a person has found it out.
Result<Verdict> renamed(const std::string& text, const ConfiguredNetwork& now,
                        const RunningAddresses* running) {
  const std::size_t equals = text.find('=');
  const std::string from = text.substr(0, equals);
  const std::string to = equals == std::string::npos ? "" : text.substr(equals + 1);
  if (from.empty() || to.empty() || text.find_first_of(" /\n") != std::string::npos)
    return error(ErrorKind::malformed, "--rename takes OLD=NEW, two names of interfaces");
  if (running && !running->find(to))
    return error(ErrorKind::not_found, fmt::format("--rename: there is no interface {}", to));
  for (const Connection& one : now.connections)
    if (!one.backup && chosen_interface(one) == from)
      return fail("renamed", {{"adapter", to}, {"interface", from}, {"file", one.file()}});
  return error(ErrorKind::not_found, fmt::format("--rename: no file is for {}", from));
}

/// Of a mounted disk, whose services nobody can ask: what its files alone show, or nothing.
std::optional<Verdict> without_servers(const Resolver& resolver) {
  if (!resolver.exists && !resolver.link_target.empty())
    return fail("dangling", {{"target", resolver.link_target}, {"owner", resolver.owner}});
  if (resolver.servers.empty()) return fail("empty", {{"what", "/etc/resolv.conf"}});
  for (const FileLine& one : resolver.servers)
    if (one.text == "168.63.129.16")
      return fail("azure-server", {{"server", one.text}, {"file", one.file}});
  return std::nullopt;
}

Result<Verdict> judged(const Bundle& found, std::string_view probe) {
  const Probe* one = find_probe(probe);
  const std::vector<Finding> findings = judge(std::array{one}, found.site, found.evidence);
  if (findings.empty())
    return error(ErrorKind::not_found, fmt::format("{} judged nothing here", probe));
  const Verdict& verdict = findings.front().verdict;
  if (verdict.status == Status::fail || verdict.status == Status::warn) return verdict;
  return error(ErrorKind::not_found, verdict.reason
                                         ? verdict.reason->message
                                         : fmt::format("{} finds nothing to repair", probe));
}

}  // namespace

std::span<const std::string_view> repaired_probes() { return probes; }

void add_repair_options(po::options_description& options) {
  options.add_options()("rename", po::value<std::string>()->value_name("OLD=NEW"),
                        "the configuration for OLD is for the interface NEW")(
      "keep", po::value<std::string>()->value_name("NAME"),
      "of two default routes the interface, of two managers the file that is to count");
}

std::vector<decltype(Need::next)> repair_needs() {
  return {&next_question<NetworkSurroundings>, &next_question<ResolverCopies>,
          &next_question<UnitFiles>, &next_question<InitLinks>};
}

Result<RestorePlan> repair_plan(const Bundle& found, const Host& host, std::string_view probe,
                                const NetworkBaseline* kept, const po::variables_map& given) {
  const Context context{found.site, found.evidence, host};
  const Known<ConfiguredNetwork> now = known<ConfiguredNetwork>(context);
  if (!now.value) return tl::unexpected<Error>(now.value.error());
  const Known<NetworkSurroundings> around = known<NetworkSurroundings>(context);
  if (!around.value) return tl::unexpected<Error>(around.value.error());
  const Known<RunningAddresses> running = known<RunningAddresses>(context);
  const bool is_live = host.reach == Reach::local;
  if (is_live && !running.value) return tl::unexpected<Error>(running.value.error());

  const std::string rename = text_of(given, "rename");
  std::optional<Verdict> of_disk;
  if (!is_live && probe == probes[2]) of_disk = without_servers(around.value->resolver);
  const Result<Verdict> verdict =
      !rename.empty() ? renamed(rename, *now.value, is_live ? &*running.value : nullptr)
      : of_disk       ? Result<Verdict>(*of_disk)
                      : judged(found, probe);
  if (!verdict) return tl::unexpected<Error>(verdict.error());
  std::vector<TreeEntry> files = files_of<ConfiguredNetwork>(found, host);
  add_new(files, files_of<NetworkSurroundings>(found, host));
  add_new(files, files_of<ResolverCopies>(found, host));
  RepairInput input{*verdict, files, *now.value, *around.value};
  input.baseline = kept;
  input.running = is_live ? &*running.value : nullptr;
  const Known<UnitFiles> units = known<UnitFiles>(context);
  const Known<InitLinks> init = known<InitLinks>(context);
  std::optional<NetworkServices> services;
  if (units.value && init.value) services = network_services(*units.value, *init.value);
  input.services = services ? &*services : nullptr;
  input.dns = list_of(given, "dns");
  input.keep = text_of(given, "keep");
  if (probe == probes[0]) return plan_names(input);
  if (probe == probes[1]) return plan_gateways(input);
  if (probe == probes[2]) return plan_servers(input);
  return plan_managers(input);
}

}  // namespace fbd
