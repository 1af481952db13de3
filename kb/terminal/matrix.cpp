// "matrix": every connection of the site, measured from the machine that needs it.
#include <cstdio>

#include <fmt/format.h>

#include "kb/terminal/examine.h"
#include "kb/terminal/knowledge_option.h"
#include "kb/terminal/site_matrix.h"
#include "kb/terminal/text_style.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Tries every connection that replication and failback need, each from the machine that needs\n"
    "it, and shows them as a table: rows dial, columns are dialled. \"check\" judges the same, "
    "among\n"
    "all the rest. With --expect-listener a firewall is told from a service that does not run: "
    "see\n"
    "\"failback-doctor listen --help\".";

}  // namespace

int run_matrix(const Arguments& arguments) {
  Options options{"matrix",
                  "matrix --site FILE [--here HOST] | --bundle FILE  [--format text|json]", about};
  add_place_options(options.accepted);
  add_listener_option(options.accepted);
  options.accepted.add_options()("format", po::value<std::string>()->value_name("text|json"),
                                 "text for people (default), or JSON")(
      "save", po::value<std::string>()->value_name("FILE.tar.zst"),
      "also store the evidence as a bundle");
  add_knowledge_option(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string format = text_of(parsed.given, "format");
  if (!format.empty() && format != "text" && format != "json")
    return misused("matrix", fmt::format("--format is text or json, not \"{}\"", format));
  const Result<Place> place = place_of(parsed.given);
  if (!place) return misused("matrix", place.error().message);
  if (place->site_file.empty() && place->bundle.empty())
    return misused("matrix", "connections are between the machines of a site: give --site");
  const Result<Knowledge> knowledge = knowledge_of(parsed.given);
  if (!knowledge) return failed(knowledge.error().message);

  const std::vector<const Probe*> probes = probes_of_matrix();
  const Result<Bundle> found = examine(*place, probes);
  if (!found) return failed(found.error().message);
  const std::vector<Finding> findings = judge(probes, found->site, found->evidence);
  const Matrix matrix = make_matrix(*found, findings, *knowledge);
  const int exit = exit_code(findings);
  const std::string text =
      format == "json" ? matrix_json(matrix, exit) : matrix_text(matrix, style_of_terminal());
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return failed("the matrix could not be written to standard output");
  if (const std::string file = text_of(parsed.given, "save"); !file.empty())
    if (const Result<void> written = write_bundle(*found, file); !written)
      return failed(written.error().message);
  return exit;
}

}  // namespace fbd
