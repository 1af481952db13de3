#include "kb/terminal/earlier.h"

#include <fmt/format.h>

#include "collectors/evidence/tree.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/earlier_network.h"

namespace fbd {
namespace {

constexpr std::string_view earlier_question = EarlierNetwork::question;

/// The older bundle's answer about one machine, in the form of a baseline.
Result<std::string> earlier_of(const Bundle& older, const std::string& host) {
  const std::string_view question = ConfiguredNetwork::origins().front().id;
  const Evidence::Entry* entry = older.evidence.find(host, question);
  if (!entry)
    return error(ErrorKind::not_found,
                 fmt::format("{}: the older bundle has no network configuration of it", host));
  const Result<std::string>& answer = entry->observation.answer;
  if (!answer) return answer;
  Result<std::vector<TreeEntry>> files = read_tree(*answer);
  if (!files) return tl::unexpected<Error>(files.error());
  return write_baseline({host, entry->observation.at, std::move(*files), {}}, "null");
}

bool has_earlier(const Bundle& found) {
  for (const Host* host : found.site.in({Role::protected_vm}))
    if (found.evidence.find(host->name, earlier_question)) return true;
  return false;
}

}  // namespace

Result<void> add_earlier(Bundle& found, const std::string& file) {
  if (!file.empty()) found.site.before = file;
  if (found.site.before.empty() || has_earlier(found)) return {};
  const Result<Bundle> older = read_bundle(found.site.before);
  if (!older)
    return error(older.error().kind,
                 fmt::format("the older bundle (--before): {}", older.error().message));
  std::size_t known = 0;
  for (const Host* host : found.site.in({Role::protected_vm})) {
    Result<std::string> earlier = earlier_of(*older, host->name);
    if (earlier) ++known;
    const Evidence::Entry* entry =
        older->evidence.find(host->name, ConfiguredNetwork::origins().front().id);
    found.evidence.record(
        {host->name, std::string(earlier_question), ReadFile{found.site.before}},
        {entry ? entry->observation.at : std::chrono::sys_seconds{}, {}, std::move(earlier)});
  }
  if (known > 0) return {};
  std::vector<std::string> names;
  for (const Host& host : older->site.hosts) names.push_back(host.name);
  return error(ErrorKind::not_found,
               fmt::format("{}: it has no network configuration of the protected VMs looked at; "
                           "its machines: {}",
                           found.site.before, fmt::join(names, ", ")));
}

void keep_earlier(const Evidence& evidence, Bundle& found) {
  for (const Host* host : found.site.in({Role::protected_vm}))
    if (const Evidence::Entry* entry = evidence.find(host->name, earlier_question))
      found.evidence.record({host->name, std::string(earlier_question), entry->request},
                            entry->observation);
}

}  // namespace fbd
