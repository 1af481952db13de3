// "probes": what is checked, and by which rule.
#include <fmt/format.h>

#include "collectors/evidence/site.h"
#include "kb/terminal/examine.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "  probes list       every check: its id and its question\n"
    "  probes show ID    one check: its question, its rule and every reason to say no";

int list() {
  for (const Probe* probe : catalog()) fmt::print("{:<32} {}\n", probe->id, probe->question);
  return 0;
}

int show(const std::string& id) {
  const Result<std::vector<const Probe*>> chosen = chosen_probes({id});
  if (!chosen) return misused("probes", chosen.error().message);
  const Probe& probe = *chosen->front();
  fmt::print("{}\n\n  {}\n\n  rule: {}\n", probe.id, probe.question, probe.rule);
  if (probe.stack != Stack::unknown) fmt::print("  stack: {} only\n", name(probe.stack));
  fmt::print("\n  reasons to say no (\"failback-doctor kb show CODE\" explains each):\n");
  for (const Code& code : probe.codes)
    fmt::print("    {:<5} {}.{}\n", name(code.status), probe.id, code.name);
  return 0;
}

}  // namespace

int run_probes(const Arguments& arguments) {
  Options options{"probes", "probes list | probes show ID", about};
  options.words = {"what", "id"};
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string what = text_of(parsed.given, "what");
  const std::string id = text_of(parsed.given, "id");
  if (what == "list" && id.empty()) return list();
  if (what == "show" && !id.empty()) return show(id);
  return misused("probes", "probes list, or probes show ID");
}

}  // namespace fbd
