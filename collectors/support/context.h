// What the system around Site Recovery is like: commands a support engineer would run.
#pragma once

#include <span>
#include <string_view>

#include "collectors/evidence/site.h"

namespace fbd {

struct ContextQuestion {
  std::string_view id;  // "support.kernel"
  Os os = Os::gnu_linux;
  std::string_view script;
};

std::span<const ContextQuestion> context_questions();

}  // namespace fbd
