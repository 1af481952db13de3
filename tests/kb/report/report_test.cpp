// Causes and what they explain; what was not judged and why.
#include "kb/report/report.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace fbd {
namespace {

std::string article(std::string_view title, std::string_view explains) {
  return fmt::format(
      "---\ntitle: {}\nsymptom: s\nsource: a document\n{}---\n## Cause\nBecause.\n## Fix\n"
      "1. Do it.\n   ```check a.one\n   ```\n",
      title, explains.empty() ? "" : fmt::format("explains: [{}]\n", explains));
}

Knowledge knowledge_of(std::initializer_list<std::pair<std::string, std::string>> articles) {
  Knowledge knowledge;
  for (const auto& [code, text] : articles) {
    const Result<void> added = knowledge.add(text, code + ".md");
    REQUIRE_MESSAGE(added.has_value(), (added ? "" : added.error().message));
  }
  return knowledge;
}

Finding finding(std::string probe, Verdict verdict, std::vector<std::string> hosts = {"web01"}) {
  return {std::move(probe), std::move(hosts), std::move(verdict), {}, {}};
}

std::vector<std::string> codes(const std::vector<const Finding*>& findings) {
  std::vector<std::string> all;
  for (const Finding* one : findings) all.push_back(one->code());
  return all;
}

TEST_CASE("one cause is told once, its symptoms below it, however many steps away") {
  const Knowledge knowledge = knowledge_of({{"a.one.x", article("a", "b.two.y")},
                                            {"b.two.y", article("b", "c.three")},
                                            {"c.three.z", article("c", "")}});
  // In the catalog the symptoms may come first.
  const std::vector<Finding> findings = {
      finding("c.three", fail("z")), finding("c.three", unknown({ErrorKind::refused, "r"})),
      finding("b.two", fail("y")), finding("a.one", warn("x")), finding("d.four", pass())};
  const Site site;
  const Evidence evidence;
  const Report report = make_report(site, evidence, findings, knowledge);
  REQUIRE(report.causes.size() == 1);
  CHECK(report.causes[0].finding->code() == "a.one.x");
  CHECK(codes(report.causes[0].explains) ==
        std::vector<std::string>{"c.three.z", "c.three.unknown", "b.two.y"});
  // A warning that brings about failures is as bad as they are.
  CHECK(Report::status(report.causes[0]) == Status::fail);
  CHECK(report.not_judged.empty());
}

TEST_CASE("a cause explains only what is on its own hosts, and never what passed") {
  const Knowledge knowledge =
      knowledge_of({{"a.one.x", article("a", "b.two")}, {"b.two.y", article("b", "")}});
  const std::vector<Finding> findings = {
      finding("a.one", fail("x"), {"web01"}), finding("b.two", fail("y"), {"web02"}),
      finding("b.two", fail("y"), {"mt01", "web01"}), finding("b.two", pass(), {"web01"})};
  const Site site;
  const Evidence evidence;
  const Report report = make_report(site, evidence, findings, knowledge);
  REQUIRE(report.causes.size() == 2);
  CHECK(report.causes[0].explains == std::vector<const Finding*>{&findings[2]});
  CHECK(report.causes[1].finding == &findings[1]);
}

TEST_CASE("failures come before warnings; what has no article is a cause all the same") {
  const std::vector<Finding> findings = {finding("a.one", warn("x")), finding("b.two", fail("y"))};
  const Site site;
  const Evidence evidence;
  const Report report = make_report(site, evidence, findings, Knowledge{});
  REQUIRE(report.causes.size() == 2);
  CHECK(report.causes[0].finding->code() == "b.two.y");
  CHECK(report.causes[0].article == nullptr);
}

TEST_CASE("articles that explain each other in a circle lose no finding") {
  const Knowledge knowledge =
      knowledge_of({{"a.one.x", article("a", "b.two.y")}, {"b.two.y", article("b", "a.one.x")}});
  const std::vector<Finding> findings = {finding("a.one", fail("x")), finding("b.two", fail("y"))};
  const Site site;
  const Evidence evidence;
  const Report report = make_report(site, evidence, findings, knowledge);
  std::size_t told = 0;
  for (const Cause& cause : report.causes) told += 1 + cause.explains.size();
  CHECK(told == 2);
}

TEST_CASE("what could not be judged is grouped by its reason, unknown before skipped") {
  const Knowledge knowledge = knowledge_of({{"unknown.denied", article("denied", "")}});
  const Error denied{ErrorKind::denied, "web01: /x: permission denied"};
  // That nobody plays a role is told in another place, once for all.
  const std::vector<Finding> findings = {
      finding("a.zero", skipped("no master target is known"), {}),
      finding("a.one", skipped("it runs in Azure")), finding("b.two", unknown(denied)),
      finding("c.three", unknown(denied)),
      finding("d.four", unknown({ErrorKind::refused, "other"}))};
  const Site site;
  const Evidence evidence;
  const Report report = make_report(site, evidence, findings, knowledge);
  REQUIRE(report.not_judged.size() == 3);
  CHECK(report.not_judged[0].reason == denied.message);
  CHECK(report.not_judged[0].findings.size() == 2);
  CHECK(report.not_judged[0].article == knowledge.find("unknown.denied"));
  CHECK(report.not_judged[1].article == nullptr);
  CHECK(report.not_judged[2].findings.front()->verdict.status == Status::skipped);
  CHECK(report.causes.empty());
}

}  // namespace
}  // namespace fbd
