// The answer of an AzureGet, read resource by resource: a vault of thousands of machines is never
// in memory as a tree.
#pragma once

#include <functional>
#include <string>

#include "collectors/azure/arm_node.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// The time by the service's own clock when it answered: what ages are measured against. Nothing
/// if its answers bore no date.
using ArmNow = std::optional<std::chrono::sys_seconds>;

/// One of several things that were asked for, and why it could not be read.
struct NotRead {
  std::string path;
  Error why;
};

/// Calls `resource` for every element of every "value" of every page, or for a page that is a
/// resource itself, with the path that was asked; `failure` for every path that failed. malformed
/// for what is not the answer of an AzureGet, or nests deeper than any.
struct ArmReader {
  std::function<void(const std::string& path, const ArmNode& resource)> resource;
  std::function<void(const std::string& path, Error failure)> failure{};
};
Result<ArmNow> read_arm_answer(std::string_view answer, const ArmReader& reader);

}  // namespace fbd
