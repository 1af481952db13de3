// What a probe says about a vault, in one line.
#pragma once

#include <string>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/site.h"
#include "probes/probe.h"

namespace fbd {

/// "fail:stopped warn:old pass": what a probe says about a site, in order.
inline std::string codes_of(const Probe& probe, const Site& site, const Evidence& evidence) {
  const Probe* const probes[] = {&probe};
  std::string all;
  for (const Finding& finding : judge(probes, site, evidence))
    all += (all.empty() ? "" : " ") + std::string(name(finding.verdict.status)) +
           (finding.verdict.code.empty() ? "" : ":" + finding.verdict.code);
  return all;
}

}  // namespace fbd
