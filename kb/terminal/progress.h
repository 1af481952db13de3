// A line on stderr for people who wait. Nothing at all if stderr is no terminal.
#pragma once

#include <cstddef>

#include "collectors/evidence/gather.h"

namespace fbd {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();  // wipes the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void operator()(const Question& question, const Observation& observation);

 private:
  bool on_terminal_;
  std::size_t answered_ = 0;
};

}  // namespace fbd
