// --kb DIR: the knowledge base with articles of one's own.
#pragma once

#include "kb/engine/knowledge.h"
#include "kb/terminal/options.h"

namespace fbd {

void add_knowledge_option(po::options_description& accepted);

/// The compiled-in articles, with those of --kb DIR added or in their place.
Result<Knowledge> knowledge_of(const po::variables_map& given);

}  // namespace fbd
