#include "probes/catalog.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {

#define PROBE(room, name) extern const Probe room##_##name;
#include "probes/catalog.def"
#undef PROBE

std::span<const Probe* const> catalog() {
  static constexpr const Probe* all[] = {
#define PROBE(room, name) &room##_##name,
#include "probes/catalog.def"
#undef PROBE
  };
  return all;
}

const Probe* find_probe(std::string_view id) {
  for (const Probe* probe : catalog())
    if (probe->id == id) return probe;
  return nullptr;
}

std::vector<Need> needs(std::span<const Probe* const> probes, const Site& site) {
  std::vector<Need> all;
  for (const Probe* probe : probes) probe->decision.needs(site, all);
  return all;
}

namespace {

bool on_another_stack(const Probe& probe, const Site& site) {
  return probe.stack != Stack::unknown && site.stack != Stack::unknown && probe.stack != site.stack;
}

/// Whether the probe is about another system than that of the finding's first host. Only the site
/// decides it, so what is left out does not depend on evidence.
bool is_of_another_system(const Probe& probe, const Site& site, const Finding& finding) {
  if (probe.os == Os::unknown || finding.hosts.empty()) return false;
  const Host* host = site.host(finding.hosts.front());
  return host && host->os != Os::unknown && host->os != probe.os;
}

/// Leaves those of the findings from `first` on that the probe is about; or says that there is
/// none.
void leave_own_system(const Probe& probe, const Site& site, std::size_t first,
                      std::vector<Finding>& findings) {
  const auto begin = findings.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = std::remove_if(begin, findings.end(), [&](const Finding& one) {
    return is_of_another_system(probe, site, one);
  });
  const bool has_none_left = end == begin && end != findings.end();
  findings.erase(end, findings.end());
  if (has_none_left)
    findings.push_back({std::string(probe.id),
                        {},
                        skipped(fmt::format("no {} machine is known in such a role",
                                            probe.os == Os::windows ? "Windows" : "Linux")),
                        {},
                        {}});
}

}  // namespace

std::vector<Finding> judge(std::span<const Probe* const> probes, const Site& site,
                           const Evidence& evidence) {
  std::vector<Finding> findings;
  for (const Probe* probe : probes) {
    if (on_another_stack(*probe, site)) {
      findings.push_back({std::string(probe->id),
                          {},
                          skipped(fmt::format("the {} stack has no such thing", name(site.stack))),
                          {},
                          {}});
      continue;
    }
    const std::size_t before = findings.size();
    probe->decision.judge(probe->id, site, evidence, findings);
    leave_own_system(*probe, site, before, findings);
  }
  return findings;
}

std::vector<KnownCode> known_codes(std::span<const Probe* const> probes) {
  std::vector<KnownCode> all;
  for (const Probe* probe : probes) {
    for (const Code& code : probe->codes) {
      KnownCode known{fmt::format("{}.{}", probe->id, code.name), code.status, {"host"}};
      std::string_view rest = code.values;
      while (!(rest = trimmed(rest)).empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        known.values.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end);
      }
      all.push_back(std::move(known));
    }
  }
  return all;
}

}  // namespace fbd
