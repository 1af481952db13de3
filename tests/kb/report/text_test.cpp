// The report as people see it: what must be in it, what must never be.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/report.h"
#include "kb/report/wrap.h"

namespace fbd {
namespace {

struct Told {
  std::string text;
  std::string json;
};

/// A report with a cause, something it explains, an unknown, a pass - and hostile bytes all over.
Told told(bool colour) {
  Knowledge knowledge;
  REQUIRE(
      knowledge.add("---\ntitle: The {thing} of {host} is broken\nsymptom: s\n"
                    "source: A document (2018-02-06), a section\nexplains: [b.two]\n---\n"
                    "## Cause\nThe `{thing}` broke.\n## Fix\n1. Mend it.\n"
                    "   ```run here\n   mend {thing}\n   ```\n"
                    "2. Look again.\n   ```check a.one\n   ```\n",
                    "a.one.broken.md"));
  Site site;
  Host host;
  host.name = "web01";
  host.roles = {Role::protected_vm};
  host.os = Os::gnu_linux;
  host.reach = Reach::local;
  site.hosts.push_back(host);
  Evidence evidence;
  evidence.record({"web01", "q.answered", ReadFile{"/etc/thing"}},
                  {std::chrono::sys_seconds{std::chrono::seconds{1795462812}},
                   std::chrono::milliseconds{7}, std::string("12345")});
  evidence.record(
      {"web01", "q.failed", RunCommand{"thing --status"}},
      {std::chrono::sys_seconds{std::chrono::seconds{1795462800}}, std::chrono::milliseconds{9},
       error(ErrorKind::failed, "web01: exit 1, \"\x1b[2Jgone\x9b\"")});
  const std::vector<Finding> findings = {
      {"a.one",
       {"web01"},
       fail("broken", {{"thing", "\x1b]0;evil\x07; rm -rf /"}, {"host", "web01"}}),
       {{"web01", "q.answered"}, {"web01", "q.failed"}},
       {}},
      {"b.two", {"web01"}, warn("odd"), {}, {}},
      {"c.three", {"web01"}, unknown({ErrorKind::denied, "web01: /y: permission\ndenied"}), {}, {}},
      {"d.four", {"web01"}, pass(), {}, {}},
      {"e.five", {}, skipped("Not looked at, because no machine"), {}, {}}};
  const Report report = make_report(site, evidence, findings, knowledge);
  TextStyle style;
  style.colour = colour;
  return {to_text(report, style), to_json(report)};
}

TEST_CASE("the report says cause, evidence, fix, what was not judged and what passed") {
  const std::string text = told(false).text;
  for (const std::string_view part : {"looked at 2026-11-23 ",
                                      "web01: protected VM",
                                      "1 cause of failure",
                                      "1 check passed",
                                      "1 could not be judged",
                                      "FAIL",
                                      "a.one.broken, on web01",
                                      "read /etc/thing (7 ms)",
                                      "5 bytes of answer",
                                      "exit 1",
                                      "The",
                                      "Mend it.",
                                      "b.two.odd, on web01",
                                      "NOT JUDGED",
                                      "web01: /y: permission denied",
                                      "c.three",
                                      "Not looked at, because no machine",
                                      "PASSED",
                                      "four (web01)",
                                      "--probe a.one",
                                      "Source: A document (2018-02-06), a section",
                                      "Nothing was changed on any machine."}) {
    CAPTURE(part);
    CAPTURE(text);
    CHECK(text.find(part) != std::string::npos);
  }
  // A value in a command is one word of the shell, whatever it holds.
  CHECK(text.find("mend ';") == std::string::npos);
  CHECK(text.find("mend ; rm") == std::string::npos);
}

TEST_CASE("no control character from elsewhere reaches the terminal") {
  const std::string plain = told(false).text;
  for (const char c : plain) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n') FAIL_CHECK("control character " << int{byte});
  }
  CHECK(plain.find('\x9b') == std::string::npos);

  // With colour there are escapes, but only our own: colours and their end.
  const std::string coloured = told(true).text;
  std::size_t escapes = 0;
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos;
       at = coloured.find('\x1b', at + 1)) {
    ++escapes;
    CHECK(coloured.at(at + 1) == '[');
    const std::size_t end = coloured.find_first_not_of("0123456789;", at + 2);
    CHECK(coloured.at(end) == 'm');
  }
  CHECK(escapes > 0);
}

TEST_CASE("lines fit into 80 columns") {
  const std::string text = told(false).text;
  for (const std::string_view line : lines(text)) {
    CAPTURE(line);
    CHECK(width(line) <= 80);
  }
}

TEST_CASE("JSON holds printable text only, too") {
  const std::string json = told(false).json;
  for (const char c : json)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') FAIL_CHECK("a control character");
  CHECK(json.find("\\u001b") == std::string::npos);
}

}  // namespace
}  // namespace fbd
