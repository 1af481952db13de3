#include "kb/terminal/readiness_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/wrap.h"

namespace fbd {

std::string to_text(const Readiness& readiness, const Report& report, const TextStyle& style) {
  const std::string machine = printable(readiness.machine, 80);
  if (!readiness.instead.empty())
    return wrapped("",
                   fmt::format("Can {} be reprotected now? That cannot be said: {}", machine,
                               printable(readiness.instead, 600)),
                   style.columns) +
           "\n";
  const auto failures =
      std::count_if(report.causes.begin(), report.causes.end(),
                    [](const Cause& cause) { return Report::status(cause) == Status::fail; });
  const auto unknowns = std::count_if(
      report.findings.begin(), report.findings.end(),
      [](const Finding& finding) { return finding.verdict.status == Status::unknown; });
  std::string answer;
  if (!readiness.is_complete() || failures > 0)
    answer = failures == 1 ? "No: what comes first stands below, 1 cause of failure."
                           : fmt::format("No: what comes first stands below, {} causes of failure.",
                                         failures);
  else if (unknowns > 0)
    answer = fmt::format("Nothing found speaks against it; {} {} could not be judged.", unknowns,
                         unknowns == 1 ? "check" : "checks");
  else
    answer = "Yes.";
  std::string text =
      wrapped("", fmt::format("Can {} be reprotected now? {}", machine, answer), style.columns);
  text += "\n";
  for (const ReprotectInput& input : readiness.inputs) {
    const std::string said = input.value.empty() ? "MISSING: " + input.missing : input.value;
    text += wrapped(fmt::format("  {:<20} ", input.what), printable(said, 600), style.columns);
  }
  return text + "\n";
}

}  // namespace fbd
