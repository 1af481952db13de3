// Two properties of every scenario: the same evidence always gives the same report, and evidence
// that is taken away can only make a verdict unknown, never turn it round.
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <iterator>
#include <map>
#include <random>
#include <thread>

#include <doctest/doctest.h>

#include "kb/report/report.h"
#include "probes/catalog.h"
#include "tests/house/scenarios.h"

namespace fbd {
namespace {

std::string report_of(const Bundle& bundle, const Knowledge& knowledge) {
  const std::vector<Finding> findings = judge(catalog(), bundle.site, bundle.evidence);
  const Report report = make_report(bundle.site, bundle.evidence, findings, knowledge);
  return to_text(report, {}) + to_json(report);
}

/// Verdicts by probe and hosts.
std::map<std::string, Status> verdicts(const Bundle& bundle) {
  std::map<std::string, Status> all;
  for (const Finding& finding : judge(catalog(), bundle.site, bundle.evidence)) {
    std::string key = finding.probe;
    for (const std::string& host : finding.hosts) key += " " + host;
    all[key] = finding.verdict.status;
  }
  return all;
}

/// What a verdict may become when evidence is missing: itself or unknown. A warning may not become
/// a failure nor a pass either.
bool may_become(Status before, Status after) { return before == after || after == Status::unknown; }

TEST_CASE("the same bundle gives the same report, whatever locale, time zone or thread") {
  const Knowledge knowledge = Knowledge::built_in();
  const char* zones[] = {"UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"};
  const char* locales[] = {"C", "C.UTF-8", "POSIX", ""};
  for (const Scenario& scenario : scenarios()) {
    CAPTURE(scenario.name);
    const std::string expected = report_of(scenario.bundle, knowledge);
    for (std::size_t round = 0; round < std::size(zones); ++round) {
      setenv("TZ", zones[round], 1);
      tzset();
      std::setlocale(LC_ALL, locales[round]);
      std::vector<std::string> reports(3);
      {
        std::vector<std::jthread> threads;
        for (std::string& report : reports)
          threads.emplace_back([&] { report = report_of(scenario.bundle, knowledge); });
      }
      for (const std::string& report : reports) REQUIRE(report == expected);
    }
  }
  std::setlocale(LC_ALL, "C");
}

TEST_CASE("missing evidence can only make a verdict unknown") {
  const std::vector<Scenario> all = scenarios();
  REQUIRE_FALSE(all.empty());
  std::mt19937 random(20261123);
  std::map<std::string, std::map<std::string, Status>> whole;  // by scenario
  for (int round = 0; round < 1000; ++round) {
    const Scenario& scenario = all[static_cast<std::size_t>(round) % all.size()];
    const auto [known, is_new] = whole.try_emplace(scenario.name);
    if (is_new) known->second = verdicts(scenario.bundle);
    const std::map<std::string, Status>& before = known->second;
    Bundle poorer = scenario.bundle;
    std::string removed;
    const int how_many = std::uniform_int_distribution<int>(1, 4)(random);
    for (int i = 0; i < how_many && !poorer.evidence.entries().empty(); ++i) {
      auto victim = poorer.evidence.entries().begin();
      std::advance(victim, std::uniform_int_distribution<std::size_t>(
                               0, poorer.evidence.entries().size() - 1)(random));
      removed += victim->first.host + ":" + victim->first.question + " ";
      poorer.evidence.erase(Asked(victim->first));
    }
    for (const auto& verdict : verdicts(poorer)) {
      const std::string& key = verdict.first;
      const Status status = verdict.second;
      CAPTURE(scenario.name);
      CAPTURE(removed);
      CAPTURE(key);
      REQUIRE(before.count(key) == 1);
      CHECK_MESSAGE(may_become(before.at(key), status), name(before.at(key)), " became ",
                    name(status));
    }
  }
}

TEST_CASE("a host without evidence yields no failure, no warning and no pass") {
  for (const Scenario& scenario : scenarios()) {
    Bundle empty = scenario.bundle;
    empty.evidence = {};
    for (const auto& verdict : verdicts(empty)) {
      const std::string& key = verdict.first;
      const Status status = verdict.second;
      CAPTURE(scenario.name);
      CAPTURE(key);
      CHECK((status == Status::unknown || status == Status::skipped));
    }
  }
}

}  // namespace
}  // namespace fbd
