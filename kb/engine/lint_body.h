// What lint has to say about one body, and the parts of it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "kb/engine/knowledge.h"

struct cmark_node;

namespace fbd {

/// What may be named in an article.
struct Nameable {
  std::vector<std::string_view> values;      // of the findings with its code
  std::span<const std::string_view> probes;  // ids
};

/// Headings, steps, code blocks, values.
std::vector<Complaint> lint_body(const Article& article, const Nameable& nameable);

/// One code block, which begins in `line` of the file. `in_step`: it belongs to a step of the fix.
std::vector<Complaint> lint_code_block(cmark_node* block, const Article& article, int line,
                                       bool in_step, const Nameable& nameable);

/// What is wrong with the {names} in a text whose first line is `line` of the file.
std::vector<Complaint> lint_names(std::string_view text, const Article& article, int line,
                                  const Nameable& nameable);

}  // namespace fbd
