// Source: the one seam between live hosts, a bundle and a test.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "collectors/evidence/observation.h"
#include "collectors/evidence/question.h"

namespace fbd {

/// Called once for every question, on the thread that called ask(), as answers come in. What it
/// returns is asked as well.
using Answered = std::function<std::vector<Question>(const Question&, Observation)>;

class Source {
 public:
  virtual ~Source() = default;

  /// Asks all questions at once and returns when each has its observation. No question takes
  /// longer than `deadline`; time spent in a queue of our own does not count. A source that is
  /// interrupted answers what is left with not_collected.
  virtual void ask(std::vector<Question> questions, std::chrono::milliseconds deadline,
                   const Answered& answered) = 0;
};

}  // namespace fbd
