// The replay of a redacted bundle gives the findings of the live run, but for the stand-ins.
#include <doctest/doctest.h>

#include "collectors/evidence/bundle_redaction.h"
#include "probes/catalog.h"
#include "tests/house/scenarios.h"

namespace fbd {
namespace {

constexpr StandInKey key{9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6};

TEST_CASE("a redacted bundle gives the same findings, with stand-ins") {
  for (const Scenario& scenario : scenarios()) {
    CAPTURE(scenario.name);
    KnownNames names;
    names.add_site(scenario.bundle.site);
    const BundleRedaction redaction(RedactLevel::all, key, names, {});
    Replacements done;
    std::vector<Leak> leaks;
    Bundle redacted{scenario.bundle.program, redaction.cleaned(scenario.bundle.site, done), {}};
    REQUIRE(redacted.site.hosts.size() == scenario.bundle.site.hosts.size());
    for (const auto& [asked, entry] : scenario.bundle.evidence.entries())
      redacted.evidence.record(
          redaction.cleaned(Question{asked.host, asked.question, entry.request}, done),
          redaction.cleaned(entry.request, entry.observation, done, leaks));
    for (const Leak& leak : leaks) FAIL_CHECK(leak.line << ": " << leak.what);

    const std::vector<Finding> before =
        judge(catalog(), scenario.bundle.site, scenario.bundle.evidence);
    const std::vector<Finding> after = judge(catalog(), redacted.site, redacted.evidence);
    CHECK(before.size() == after.size());
    if (before.size() != after.size()) continue;
    for (std::size_t i = 0; i < before.size(); ++i) {
      CAPTURE(before[i].probe);
      CHECK(before[i].probe == after[i].probe);
      CHECK(before[i].verdict.status == after[i].verdict.status);
      CHECK(before[i].verdict.code == after[i].verdict.code);
      REQUIRE(before[i].hosts.size() == after[i].hosts.size());
      for (std::size_t j = 0; j < before[i].hosts.size(); ++j)
        CHECK(redaction.cleaned_name(before[i].hosts[j], done) == after[i].hosts[j]);
    }
  }
}

}  // namespace
}  // namespace fbd
