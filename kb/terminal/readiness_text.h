// The answer to "can I reprotect this machine now?", for people.
#pragma once

#include <span>
#include <string>

#include "kb/report/report.h"
#include "probes/azure/readiness.h"

namespace fbd {

/// A paragraph above the report: the inputs of the reprotect dialog, and what comes first.
std::string to_text(const Readiness& readiness, const Report& report, const TextStyle& style);

}  // namespace fbd
