#include "collectors/evidence/evidence.h"

namespace fbd {

void Evidence::record(const Question& question, Observation observation) {
  entries_.try_emplace(Asked{question.host, question.id},
                       Entry{question.request, std::move(observation)});
}

const Evidence::Entry* Evidence::find(std::string_view host, std::string_view question) const {
  const auto found = entries_.find(Asked{std::string(host), std::string(question)});
  return found == entries_.end() ? nullptr : &found->second;
}

}  // namespace fbd
