// Reading files by a POSIX shell, for hosts without SFTP and for what only sudo may read.
#pragma once

#include <string>
#include <vector>

#include "collectors/evidence/question.h"
#include "collectors/evidence/result.h"
#include "collectors/evidence/tree.h"
#include "collectors/transport/trees.h"

namespace fbd {

/// Sets fbd_p to the path of a regular file that may be read, or ends with a status that tells why.
std::string find_file_script(const std::string& path);
/// Writes the file; the status tells why it could not.
std::string read_file_script(const std::string& path);
/// What a status of it means; the message does not name the path.
Error read_file_error(int status, std::string_view errors);

/// Writes what the globs match; `nonce` parts it.
std::string read_tree_script(const ReadTree& request, const std::string& nonce);
/// The answer is that of read_trees(). malformed if the text is not what the script writes.
Result<std::vector<TreeEntry>> read_tree_answer(std::string_view text, const std::string& nonce,
                                                const ReadTree& request, const TreeLimits& limits);

}  // namespace fbd
