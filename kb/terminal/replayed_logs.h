// The logs that a bundle holds, looked through again with what is known today.
#pragma once

#include <string>

#include "collectors/evidence/bundle.h"
#include "collectors/logs/message_set.h"

namespace fbd {

/// Looks for messages in the members that "logs.messages" would have looked through on the hosts
/// themselves. Where a host has no answer to that question, it gets one; where it has, messages are
/// added that it does not tell of: those that were not known when it was collected. What was met
/// then stays as it is, because then the logs were whole. Members are read one at a time. A line
/// of a piece that is not a file's first is counted from there, and named by its member. `bundle`
/// was read from `path`.
Result<void> look_again_at_logs(Bundle& bundle, const std::string& path,
                                const MessageSet& messages);

}  // namespace fbd
