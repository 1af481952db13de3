// The report: findings with their articles, causes first. One value, printed as text or JSON.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/site.h"
#include "kb/engine/knowledge.h"
#include "kb/report/reprotect_answer.h"
#include "probes/finding.h"

namespace fbd {

/// A finding that nothing else explains, and those it brings about.
struct Cause {
  const Finding* finding = nullptr;
  const Article* article = nullptr;  // nullptr: none is known for the code
  std::vector<const Finding*> explains;
};

/// Findings that could not be judged for the same reason.
struct NotJudged {
  std::string reason;
  const Article* article = nullptr;
  std::vector<const Finding*> findings;
};

struct Report {
  const Site* site = nullptr;
  const Evidence* evidence = nullptr;
  std::span<const Finding> findings;           // in catalog order
  std::vector<Cause> causes;                   // fails before warnings, then in catalog order
  std::vector<NotJudged> not_judged;           // unknown first, then skipped
  std::chrono::sys_seconds at{};               // of the newest observation
  std::optional<ReprotectAnswer> reprotect{};  // about Site::vm, if there is one

  /// fail for a cause that is a failure or explains one.
  static Status status(const Cause& cause);
};

/// Groups findings: a fail or warning whose code an article of another finding on one of its hosts
/// `explains` goes below that one, however many steps away; so do unknown ones.
Report make_report(const Site& site, const Evidence& evidence, std::span<const Finding> findings,
                   const Knowledge& knowledge);

struct TextStyle {
  bool colour = false;
  int columns = 80;
  /// The table of connections, if one of them is in trouble; printed as it is.
  std::string connections;
  /// How a check is run again; a block ```check X``` adds " --probe X".
  std::string again = "failback-doctor check";
  /// What to call the machines of a block ```run WHERE```: "protected-vm" -> "web01".
  std::map<std::string, std::string, std::less<>> places;
};

std::string to_text(const Report& report, const TextStyle& style);

/// As kb/report/report.schema.json describes; ends with a newline.
std::string to_json(const Report& report);

/// Markdown for a terminal: wrapped, indented, code blocks kept as they are.
std::string markdown_text(const Markdown& markdown, const TextStyle& style, int indent = 0);

}  // namespace fbd
