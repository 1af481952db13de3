// gather: from needs to evidence.
#pragma once

#include <chrono>
#include <functional>
#include <span>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"
#include "collectors/evidence/source.h"

namespace fbd {

/// Told about every observation as it arrives, for people who wait.
using Progress = std::function<void(const Question&, const Observation&)>;

/// Asks the source for everything the needs lead to. An answer may make further questions possible
/// (an address, a path); they are asked as soon as it is there, not in rounds, so the whole takes
/// as long as its slowest chain. Every question is asked at most once per host, which bounds it.
/// Adds to `evidence`; what is in it already is not asked again.
void gather(Source& source, std::span<const Need> needs, const Site& site,
            std::chrono::milliseconds deadline, Evidence& evidence, const Progress& progress = {});

}  // namespace fbd
