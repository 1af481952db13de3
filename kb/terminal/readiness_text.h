// The answer to "can I reprotect this machine now?": from what the dialog asks and what was found.
#pragma once

#include <string>

#include "kb/report/report.h"
#include "probes/azure/readiness.h"

namespace fbd {

ReprotectAnswer answer_of(const Readiness& readiness, const Report& report);

/// A paragraph above the report: the answer, and the inputs of the reprotect dialog.
std::string to_text(const ReprotectAnswer& answer, const TextStyle& style);

}  // namespace fbd
