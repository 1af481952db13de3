// ReadTree over SFTP: the answer is that of read_trees() on the host itself.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "collectors/evidence/question.h"
#include "collectors/evidence/tree.h"
#include "collectors/transport/sftp.h"
#include "collectors/transport/trees.h"

namespace fbd {

/// Whoever lets go of the token hears nothing more. Everything that can be is asked at once: a tree
/// costs a few journeys there and back, however many files it has.
using TreeToken = std::shared_ptr<void>;
[[nodiscard]] TreeToken read_remote_tree(Sftp& sftp, const ReadTree& request,
                                         const TreeLimits& limits,
                                         std::function<void(Result<std::vector<TreeEntry>>)> then);

}  // namespace fbd
