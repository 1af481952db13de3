#include "kb/terminal/knowledge_option.h"

namespace fbd {

void add_knowledge_option(po::options_description& accepted) {
  accepted.add_options()("kb", po::value<std::string>()->value_name("DIR"),
                         "articles of your own: add to the compiled-in ones or replace them");
}

Result<Knowledge> knowledge_of(const po::variables_map& given) {
  Knowledge knowledge = Knowledge::built_in();
  if (const std::string directory = text_of(given, "kb"); !directory.empty())
    if (Result<void> added = knowledge.add_directory(directory); !added)
      return tl::unexpected<Error>(added.error());
  return knowledge;
}

}  // namespace fbd
