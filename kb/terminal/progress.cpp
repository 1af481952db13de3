#include "kb/terminal/progress.h"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "collectors/evidence/text.h"

namespace fbd {

ProgressLine::ProgressLine() : on_terminal_(isatty(STDERR_FILENO) == 1) {
  if (on_terminal_) fmt::print(stderr, "asking ...");
}

ProgressLine::~ProgressLine() {
  if (on_terminal_) fmt::print(stderr, "\r\x1b[K");
}

void ProgressLine::operator()(const Question& question, const Observation& observation) {
  if (!on_terminal_) return;
  const std::string_view came = observation.answer ? "" : " (no answer)";
  fmt::print(stderr, "\r\x1b[K{}",
             printable(fmt::format("{} answered; {}: {}{}", ++answered_, question.host,
                                   describe(question.request), came),
                       76));
  std::fflush(stderr);
}

}  // namespace fbd
