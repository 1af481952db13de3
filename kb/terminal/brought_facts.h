// Answers that a person has fetched from a machine that nobody gets at from here.
#pragma once

#include <string>

#include "collectors/evidence/bundle.h"

namespace fbd {

/// "cs01=cs01.json": what the line of "failback-doctor facts" printed on cs01 becomes an
/// observation of it, as of the time the file was written. not_found: no such host or file.
Result<void> add_brought_facts(Bundle& bundle, const std::string& host_and_file);

/// The same of a bundle: such answers of hosts that nobody gets at, which a replay would not ask
/// for.
void keep_brought(const Evidence& of_bundle, Bundle& bundle);

}  // namespace fbd
