// "why": what an error code of Azure means, and which check shows its cause here.
#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/report.h"
#include "kb/report/wrap.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/knowledge_option.h"
#include "kb/terminal/text_style.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Explains the code or name of an error as jobs, events and the health of machines show it\n"
    "(95226, ECH00014, SRSDRAHeartbeatMissing), runs the checks that can tell its cause, and\n"
    "reports what they find. Without --site or --bundle it looks at this machine alone.";

/// The checks that an article's fix ends with are those that can show its cause.
std::vector<std::string> checks_of(const Article& article) {
  std::vector<std::string> ids;
  for (const Step& step : fix_plan(article, {}))
    if (const Check* check = std::get_if<Check>(&step))
      if (find_probe(check->probe)) ids.push_back(check->probe);
  return ids;
}

bool is_trouble(const Finding& finding) {
  return finding.verdict.status == Status::fail || finding.verdict.status == Status::warn;
}

/// "azure.process-server" shows it, "agent.running" does not, the others could not tell.
std::string summary(std::span<const Finding> findings, const std::vector<std::string>& ids,
                    std::string_view code) {
  std::vector<std::string> shows;
  std::vector<std::string> well;
  std::vector<std::string> open;
  for (const std::string& id : ids) {
    bool trouble = false;
    bool judged = false;
    for (const Finding& finding : findings) {
      if (finding.probe != id) continue;
      trouble = trouble || is_trouble(finding);
      judged = judged || finding.verdict.status == Status::pass;
    }
    (trouble ? shows : judged ? well : open).push_back(id);
  }
  std::string text;
  if (!shows.empty())
    text += fmt::format("What can be behind {} shows in: {}. ", code, fmt::join(shows, ", "));
  else
    text += fmt::format("None of the checks shows what is behind {}. ", code);
  if (!well.empty()) text += fmt::format("All well: {}. ", fmt::join(well, ", "));
  if (!open.empty()) text += fmt::format("Not judged here: {}.", fmt::join(open, ", "));
  return text;
}

}  // namespace

int run_why(const Arguments& arguments) {
  Options options{"why", "why CODE [--site FILE | --root DIR | --bundle FILE] [--vm NAME]", about};
  options.words = {"code"};
  add_place_options(options.accepted);
  options.accepted.add_options()("vm", po::value<std::string>()->value_name("NAME"),
                                 "the replicated item that has the error");
  add_knowledge_option(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string code = text_of(parsed.given, "code");
  if (code.empty()) return misused("why", "which code? \"failback-doctor why 95226\"");
  Result<Place> place = place_of(parsed.given);
  if (!place) return misused("why", place.error().message);
  place->vm = text_of(parsed.given, "vm");
  const Result<Knowledge> knowledge = knowledge_of(parsed.given);
  if (!knowledge) return failed(knowledge.error().message);
  const Article* article = knowledge->find_service_code(code);
  if (!article) article = knowledge->find(code);
  if (!article)
    return failed(
        fmt::format("nothing is known about \"{}\"; \"failback-doctor kb search {}\" "
                    "looks for it in all articles",
                    printable(code, 80), printable(code, 80)));

  const std::vector<std::string> ids = checks_of(*article);
  if (ids.empty()) return failed("no check can tell about it");
  const Result<std::vector<const Probe*>> probes = chosen_probes(ids);
  if (!probes) return failed(probes.error().message);
  const Result<Bundle> found = examine(*place, *probes);
  if (!found) return failed(found.error().message);
  const std::vector<Finding> findings = judge(*probes, found->site, found->evidence);
  const Report report = make_report(found->site, found->evidence, findings, *knowledge);
  const TextStyle style = style_of_terminal();
  const Values values{{"service_code", code}, {"name", place->vm.empty() ? "NAME" : place->vm}};
  fmt::print("{}\n", wrapped("", fill(article->title, values), style.columns));
  fmt::print("{}\n", wrapped("", summary(findings, ids, code), style.columns));
  fmt::print("{}", to_text(report, style));
  return exit_code(findings);
}

}  // namespace fbd
