#include <fmt/format.h>

#include "collectors/evidence/bundle.h"

namespace fbd {

void BundleSource::ask(std::vector<Question> questions, std::chrono::milliseconds,
                       const Answered& answered) {
  // The list grows while it is walked: an answer may lead to further questions.
  for (std::size_t next = 0; next < questions.size(); ++next) {
    const Question question = questions[next];
    const Evidence::Entry* entry = evidence_.find(question.host, question.id);
    Observation observation =
        entry ? entry->observation
              : Observation{{},
                            {},
                            error(ErrorKind::not_collected,
                                  fmt::format("{}: the bundle does not hold \"{}\"", question.host,
                                              question.id))};
    for (Question& further : answered(question, std::move(observation)))
      questions.push_back(std::move(further));
  }
}

}  // namespace fbd
