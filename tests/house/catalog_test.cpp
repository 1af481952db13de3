// One walk through the whole house: probes, codes, articles and scenarios fit together.
#include <algorithm>
#include <filesystem>
#include <set>

#include <doctest/doctest.h>

#include "kb/engine/knowledge.h"
#include "kb/engine/messages.h"
#include "kb/report/report.h"
#include "probes/catalog.h"
#include "tests/house/scenarios.h"
#include "tests/tests_directory.h"

namespace fbd {
namespace {

std::vector<std::string_view> probe_ids() {
  std::vector<std::string_view> ids;
  for (const Probe* probe : catalog()) ids.push_back(probe->id);
  return ids;
}

std::set<std::string> codes_of_scenarios() {
  std::set<std::string> codes;
  for (const Scenario& scenario : scenarios())
    for (const Finding& finding : judge(catalog(), scenario.bundle.site, scenario.bundle.evidence))
      if (finding.verdict.status == Status::fail || finding.verdict.status == Status::warn)
        codes.insert(finding.code());
  return codes;
}

TEST_CASE("every probe has an id of its own, which is its file's name") {
  std::set<std::string_view> seen;
  for (const Probe* probe : catalog()) {
    CAPTURE(probe->id);
    CHECK(seen.insert(probe->id).second);
    std::string path(probe->id);
    std::replace(path.begin(), path.end(), '-', '_');
    std::replace(path.begin(), path.end(), '.', '/');
    CHECK(std::filesystem::exists(std::filesystem::path(tests_directory()) / ".." / "probes" /
                                  (path + ".cpp")));
    CHECK(probe->question.ends_with("?"));
    CHECK_FALSE(probe->rule.empty());
    // The codes of known messages are those of their articles.
    CHECK(probe->codes.empty() == (probe->id == "logs.message"));
  }
}

TEST_CASE(
    "the knowledge base has no complaint: every code has its article, every article its code") {
  const Knowledge knowledge = Knowledge::built_in();
  std::vector<KnownCode> codes = known_codes(catalog());
  for (KnownCode& code : message_codes(knowledge)) codes.push_back(std::move(code));
  const std::vector<std::string_view> probes = probe_ids();
  std::vector<Complaint> complaints = lint(knowledge, codes, probes);
  for (Complaint& one : lint_messages(knowledge)) complaints.push_back(std::move(one));
  for (Complaint& one : run_examples(knowledge).failures) complaints.push_back(std::move(one));
  for (const Complaint& complaint : complaints)
    FAIL_CHECK(complaint.file << ":" << complaint.line << ": " << complaint.message);
  CHECK(known_messages(knowledge).size() > 50);
}

TEST_CASE("every code is shown by a scenario, and no scenario shows an undeclared one") {
  const std::set<std::string> shown = codes_of_scenarios();
  std::set<std::string> declared;
  for (const KnownCode& code : known_codes(catalog())) {
    declared.insert(code.code);
    if (!shown.count(code.code)) FAIL_CHECK("no scenario shows " << code.code);
  }
  // Known messages are shown by the examples in their articles.
  for (const KnownCode& code : message_codes(Knowledge::built_in())) declared.insert(code.code);
  for (const std::string& code : shown)
    if (!declared.count(code))
      FAIL_CHECK("a scenario shows " << code << ", which no probe declares");
}

TEST_CASE("findings come with the status and the values that their code declares") {
  const std::vector<KnownCode> codes = known_codes(catalog());
  for (const Scenario& scenario : scenarios()) {
    for (const Finding& finding :
         judge(catalog(), scenario.bundle.site, scenario.bundle.evidence)) {
      const auto known = std::find_if(codes.begin(), codes.end(), [&](const KnownCode& code) {
        return code.code == finding.code();
      });
      if (known == codes.end()) continue;
      CAPTURE(scenario.name);
      CAPTURE(finding.code());
      CHECK(known->status == finding.verdict.status);
      for (const std::string& value : known->values) {
        CAPTURE(value);
        CHECK(finding.verdict.values.count(value) == 1);
      }
    }
  }
}

TEST_CASE("no report shows an unfilled {value}") {
  const Knowledge knowledge = Knowledge::built_in();
  for (const Scenario& scenario : scenarios()) {
    const std::vector<Finding> findings =
        judge(catalog(), scenario.bundle.site, scenario.bundle.evidence);
    const Report report =
        make_report(scenario.bundle.site, scenario.bundle.evidence, findings, knowledge);
    for (const Cause& cause : report.causes) {
      CAPTURE(scenario.name);
      CAPTURE(cause.finding->code());
      REQUIRE(cause.article);
      for (const std::string& value : used_values(*cause.article)) {
        CAPTURE(value);
        CHECK(cause.finding->verdict.values.count(value) == 1);
      }
    }
  }
}

}  // namespace
}  // namespace fbd
