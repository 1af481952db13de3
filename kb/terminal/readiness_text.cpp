#include "kb/terminal/readiness_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/wrap.h"

namespace fbd {

using Can = ReprotectAnswer::Can;

ReprotectAnswer answer_of(const Readiness& readiness, const Report& report) {
  ReprotectAnswer answer;
  answer.machine = readiness.machine;
  answer.vault = readiness.vault;
  answer.phase = readiness.phase;
  for (const ReprotectInput& input : readiness.inputs)
    answer.inputs.push_back({input.what, input.value, input.missing});
  if (!readiness.instead.empty()) {
    const bool is_known = !readiness.phase.empty();
    if (is_known) answer.can = Can::no;
    answer.sentence = (is_known ? "No: " : "That cannot be said: ") + readiness.instead;
    return answer;
  }
  const auto failures =
      std::count_if(report.causes.begin(), report.causes.end(),
                    [](const Cause& cause) { return Report::status(cause) == Status::fail; });
  const auto unknowns = std::count_if(
      report.findings.begin(), report.findings.end(),
      [](const Finding& finding) { return finding.verdict.status == Status::unknown; });
  const auto missing = std::count_if(answer.inputs.begin(), answer.inputs.end(),
                                     [](const auto& input) { return input.value.empty(); });
  if (missing > 0 || failures > 0) {
    answer.can = Can::no;
    std::vector<std::string> first;
    if (missing > 0)
      first.push_back(missing == 1 ? "1 input is missing"
                                   : fmt::format("{} inputs are missing", missing));
    if (failures > 0)
      first.push_back(failures == 1 ? "1 cause of failure"
                                    : fmt::format("{} causes of failure", failures));
    answer.sentence =
        fmt::format("No: what comes first stands below, {}.", fmt::join(first, " and "));
  } else if (unknowns > 0) {
    answer.can = Can::nothing_against;
    answer.sentence = fmt::format("Nothing found speaks against it; {} {} could not be judged.",
                                  unknowns, unknowns == 1 ? "check" : "checks");
  } else {
    answer.can = Can::yes;
    answer.sentence = "Yes.";
  }
  return answer;
}

std::string to_text(const ReprotectAnswer& answer, const TextStyle& style) {
  std::string text =
      wrapped("",
              fmt::format("Can {} be reprotected now? {}", printable(answer.machine, 80),
                          printable(answer.sentence, 700)),
              style.columns) +
      "\n";
  if (answer.inputs.empty()) return text;
  for (const ReprotectAnswer::Input& input : answer.inputs) {
    const std::string said = input.value.empty() ? "MISSING: " + input.missing : input.value;
    text += wrapped(fmt::format("  {:<20} ", input.what), printable(said, 600), style.columns);
  }
  return text + "\n";
}

}  // namespace fbd
