// New configuration for an interface where the old files are of no use: nobody kept them, or the
// program that read them is gone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kb/restore/restore_plan.h"
#include "kb/restore/static_text.h"

namespace fbd {

/// The file changes that make `wanted` so, in the stack and in place of the connection that asks
/// for that interface now. `files` are those that are there, by path. What cannot be written (a
/// port of a bond, a file shared with other interfaces in a way not known here) is not_found, and
/// says why. `notes` gets what the stack keeps elsewhere.
Result<std::vector<FileChange>> generated(const StaticInterface& wanted, const Connection& now,
                                          const std::map<std::string, const TreeEntry*>& files,
                                          std::vector<std::string>& notes);

/// /etc/network/interfaces with the IPv4 stanzas of that interface replaced by `stanzas`, in place
/// of the first one; at the end, with "auto", if there was none. The rest stays as it is.
std::string with_stanzas(std::string_view interfaces, std::string_view interface,
                         std::string_view stanzas);

}  // namespace fbd
