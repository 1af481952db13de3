#include "kb/terminal/earlier.h"

#include <fmt/format.h>

#include "collectors/evidence/tree.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/earlier_network.h"

namespace fbd {
namespace {

constexpr std::string_view earlier_question = EarlierNetwork::question;

Result<NetworkBaseline> earlier_of(const Bundle& older, const std::string& host) {
  const std::string_view question = ConfiguredNetwork::origins().front().id;
  const Evidence::Entry* entry = older.evidence.find(host, question);
  if (!entry)
    return error(ErrorKind::not_found,
                 fmt::format("{}: the older bundle has no network configuration of it", host));
  const Result<std::string>& answer = entry->observation.answer;
  if (!answer) return tl::unexpected<Error>(answer.error());
  Result<std::vector<TreeEntry>> files = read_tree(*answer);
  if (!files) return tl::unexpected<Error>(files.error());
  return NetworkBaseline{host, entry->observation.at, std::move(*files), {}};
}

Result<Bundle> read_older(const std::string& file) {
  Result<Bundle> older = read_bundle(file);
  if (!older)
    older.error().message = fmt::format("the older bundle (--before): {}", older.error().message);
  return older;
}

std::string machines_of(const Bundle& older) {
  std::vector<std::string> names;
  for (const Host& host : older.site.hosts) names.push_back(host.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

bool has_earlier(const Bundle& found) {
  for (const Host* host : found.site.in({Role::protected_vm}))
    if (found.evidence.find(host->name, earlier_question)) return true;
  return false;
}

}  // namespace

Result<NetworkBaseline> network_before(const std::string& file, const std::string& host) {
  const Result<Bundle> older = read_older(file);
  if (!older) return tl::unexpected<Error>(older.error());
  if (older->site.host(host)) return earlier_of(*older, host);
  std::vector<const Host*> machines;
  for (const Host& one : older->site.hosts)
    if (older->evidence.find(one.name, ConfiguredNetwork::origins().front().id))
      machines.push_back(&one);
  if (machines.size() == 1) return earlier_of(*older, machines.front()->name);
  return error(ErrorKind::not_found, fmt::format("{}: nothing in it is of {}; its machines: {}",
                                                 file, host, machines_of(*older)));
}

Result<void> add_earlier(Bundle& found, const std::string& file) {
  if (!file.empty()) found.site.before = file;
  if (found.site.before.empty() || has_earlier(found)) return {};
  const Result<Bundle> older = read_older(found.site.before);
  if (!older) return tl::unexpected<Error>(older.error());
  std::size_t known = 0;
  for (const Host* host : found.site.in({Role::protected_vm})) {
    const Result<NetworkBaseline> kept = earlier_of(*older, host->name);
    if (kept) ++known;
    Result<std::string> earlier = kept ? Result<std::string>(write_baseline(*kept, "null"))
                                       : Result<std::string>(tl::unexpected<Error>(kept.error()));
    const Evidence::Entry* entry =
        older->evidence.find(host->name, ConfiguredNetwork::origins().front().id);
    found.evidence.record(
        {host->name, std::string(earlier_question), ReadFile{found.site.before}},
        {entry ? entry->observation.at : std::chrono::sys_seconds{}, {}, std::move(earlier)});
  }
  if (known > 0) return {};
  return error(ErrorKind::not_found,
               fmt::format("{}: it has no network configuration of the protected VMs looked at; "
                           "its machines: {}",
                           found.site.before, machines_of(*older)));
}

void keep_earlier(const Evidence& evidence, Bundle& found) {
  for (const Host* host : found.site.in({Role::protected_vm}))
    if (const Evidence::Entry* entry = evidence.find(host->name, earlier_question))
      found.evidence.record({host->name, std::string(earlier_question), entry->request},
                            entry->observation);
}

}  // namespace fbd
