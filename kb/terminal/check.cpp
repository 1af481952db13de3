// "check": look, judge, report.
#include <cstdio>

#include <fmt/format.h>

#include "kb/report/report.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/knowledge_option.h"
#include "kb/terminal/readiness_text.h"
#include "kb/terminal/site_matrix.h"
#include "kb/terminal/text_style.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Asks every machine it can reach what the checks need, judges the answers and reports causes\n"
    "first, each with what was seen, why it is so, what to do and how to check again.\n"
    "Without --site, --root or --bundle it looks at this machine alone and finds its role itself.";

}  // namespace

int run_check(const Arguments& arguments) {
  Options options{
      "check", "check [--site FILE | --root DIR | --bundle FILE] [--before FILE] [--probe ID ...]",
      about};
  add_place_options(options.accepted);
  add_comparison_options(options.accepted);
  add_listener_option(options.accepted);
  add_facts_option(options.accepted);
  options.accepted.add_options()("probe", po::value<std::vector<std::string>>()->value_name("ID"),
                                 "only this check; may be given several times")(
      "format", po::value<std::string>()->value_name("text|json"),
      "text for people (default), or JSON as in report.schema.json")(
      "vm", po::value<std::string>()->value_name("NAME"),
      "of the vault's replicated items only this one: can it be reprotected now, with which "
      "inputs, and what has to be done first?")(
      "save", po::value<std::string>()->value_name("FILE.tar.zst"),
      "also store the evidence as a bundle");
  add_knowledge_option(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;

  const std::string format = text_of(parsed.given, "format");
  if (!format.empty() && format != "text" && format != "json")
    return misused("check", fmt::format("--format is text or json, not \"{}\"", format));
  Result<Place> place = place_of(parsed.given);
  if (!place) return misused("check", place.error().message);
  place->vm = text_of(parsed.given, "vm");
  const Result<std::vector<const Probe*>> probes = chosen_probes(list_of(parsed.given, "probe"));
  if (!probes) return misused("check", probes.error().message);
  const Result<Knowledge> knowledge = knowledge_of(parsed.given);
  if (!knowledge) return failed(knowledge.error().message);

  know_messages(*place, *knowledge);
  const Result<Bundle> found = examine(*place, *probes);
  if (!found) return failed(found.error().message);
  const std::vector<Finding> findings = judge(*probes, found->site, found->evidence);
  Report report = make_report(found->site, found->evidence, findings, *knowledge);
  TextStyle style = style_of_terminal();
  const Matrix matrix = make_matrix(*found, findings, *knowledge);
  if (matrix.has_trouble()) style.connections = matrix_table(matrix, style);
  if (const auto readiness = readiness_of(found->site, found->evidence))
    report.reprotect = answer_of(*readiness, report);
  std::string text = format == "json" ? to_json(report) : to_text(report, style);
  if (format != "json" && report.reprotect) text.insert(0, to_text(*report.reprotect, style));
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return failed("the report could not be written to standard output");
  // After the report: a full disk must not cost what was found.
  if (const std::string file = text_of(parsed.given, "save"); !file.empty())
    if (const Result<void> written = write_bundle(*found, file); !written)
      return failed(written.error().message);
  return exit_code(findings);
}

}  // namespace fbd
