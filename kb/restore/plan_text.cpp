#include <fmt/format.h>

#include "kb/restore/restore_plan.h"

namespace fbd {
namespace {

std::string indented(const std::string& text) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text.find('\n', at);
    result += "    " + text.substr(at, end - at) + "\n";
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return result;
}

}  // namespace

std::string to_text(const RestorePlan& plan) {
  std::string text = fmt::format("From {}:\n", plan.source);
  for (const std::string& command : plan.packages) text += fmt::format("\nrun  {}\n", command);
  for (const std::string& command : plan.before) text += fmt::format("\nrun  {}\n", command);
  for (const FileChange& change : plan.files) {
    text +=
        fmt::format("\n{} {}  ({})\n", change.content ? change.before ? "edit" : "new " : "del ",
                    change.path, change.why);
    text += indented(line_difference(change.before.value_or(""), change.content.value_or("")));
  }
  if (!plan.after.empty()) text += "\n";
  for (const std::string& command : plan.after) text += fmt::format("run  {}\n", command);
  if (!plan.expected.empty() || !plan.expected_servers.empty()) text += "\nThen this must be so:\n";
  for (const ExpectedAddress& one : plan.expected)
    text += fmt::format("  {} has {}{}\n", one.interface, one.address,
                        one.gateway.empty() ? "" : ", and " + one.gateway + " answers");
  if (!plan.expected_servers.empty())
    text += fmt::format("  {} answers{}\n", fmt::join(plan.expected_servers, " or "),
                        plan.expected_servers.size() > 1 ? " (one is enough)" : "");
  for (const std::string& note : plan.notes) text += fmt::format("Note: {}\n", note);
  return text;
}

}  // namespace fbd
