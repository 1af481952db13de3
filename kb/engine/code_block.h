// What a fenced code block is for: the words after its fence.
#pragma once

#include <string>
#include <string_view>

#include "probes/finding.h"

namespace fbd {

/// "run WHERE", "write WHERE PATH", "check PROBE"; anything else, and what lacks a word, is plain:
/// something to read.
struct CodeBlock {
  enum class Kind { plain, run, write, check };
  Kind kind = Kind::plain;
  std::string_view where;     // of run and write: a role, a host, "admin", "here" or "there"
  std::string_view argument;  // of write: the path, which may hold blanks; of check: the probe
};

/// The views are of `info`.
CodeBlock code_block(std::string_view info);

/// The words with values filled in. No value adds a word before the last one.
std::string filled_info(std::string_view info, const Values& values);

}  // namespace fbd
