#include "probes/decided_by.h"

#include <fmt/format.h>

namespace fbd::detail {

void Draft::note(const std::vector<Asked>& asked, std::chrono::sys_seconds when) {
  for (const Asked& one : asked)
    if (std::find(evidence.begin(), evidence.end(), one) == evidence.end()) evidence.push_back(one);
  at = std::max(at, when);
}

Verdict not_judged(const Draft& draft) {
  return draft.not_reached ? skipped(draft.missing->message) : unknown(*draft.missing);
}

void add_need(std::vector<Need>& needs, Need need) {
  if (std::find(needs.begin(), needs.end(), need) == needs.end()) needs.push_back(std::move(need));
}

Finding finished(std::string_view probe, std::span<const Host* const> hosts, Draft draft,
                 Verdict verdict) {
  Finding finding{std::string(probe), {}, std::move(verdict), std::move(draft.evidence), draft.at};
  for (const Host* host : hosts) finding.hosts.push_back(host->name);
  // What is about all hosts of a role at once is about no one of them.
  finding.verdict.values.try_emplace("host", hosts.empty() ? "the site" : hosts.front()->name);
  return finding;
}

Finding nobody(std::string_view probe, Roles roles) {
  return {
      std::string(probe), {}, skipped(fmt::format("no {} is known", title(roles, "or"))), {}, {}};
}

void for_each_combination(const Site& site, std::span<const Roles> roles,
                          const std::function<void(std::span<const Host* const>)>& each) {
  std::vector<std::vector<const Host*>> candidates;
  for (Roles wanted : roles) candidates.push_back(site.in(wanted));
  std::vector<std::size_t> index(roles.size(), 0);
  std::vector<const Host*> chosen(roles.size());
  while (true) {
    for (std::size_t i = 0; i < roles.size(); ++i) chosen[i] = candidates[i][index[i]];
    each(chosen);
    // Count like an odometer: the last role turns fastest.
    std::size_t digit = roles.size();
    while (digit > 0 && ++index[digit - 1] == candidates[digit - 1].size()) index[--digit] = 0;
    if (digit == 0) return;
  }
}

}  // namespace fbd::detail
