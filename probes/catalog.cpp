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

}  // namespace

std::vector<Finding> judge(std::span<const Probe* const> probes, const Site& site,
                           const Evidence& evidence) {
  std::vector<Finding> findings;
  for (const Probe* probe : probes) {
    if (on_another_stack(*probe, site))
      findings.push_back({std::string(probe->id),
                          {},
                          skipped(fmt::format("the {} stack has no such thing", name(site.stack))),
                          {},
                          {}});
    else
      probe->decision.judge(probe->id, site, evidence, findings);
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
