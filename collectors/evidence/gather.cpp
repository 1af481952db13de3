#include "collectors/evidence/gather.h"

#include <set>

namespace fbd {
namespace {

/// The questions that have become possible and were not asked yet.
std::vector<Question> open_questions(std::span<const Need> needs, const Site& site,
                                     const Evidence& evidence, std::set<Asked>& asked) {
  std::vector<Question> questions;
  for (const Need& need : needs) {
    const Host* host = site.host(need.host);
    if (!host) continue;
    std::optional<Question> question = need.next(Context{site, evidence, *host, need.about});
    if (question && asked.insert({question->host, question->id}).second)
      questions.push_back(std::move(*question));
  }
  return questions;
}

}  // namespace

void gather(Source& source, std::span<const Need> needs, const Site& site,
            std::chrono::milliseconds deadline, Evidence& evidence, const Progress& progress) {
  std::set<Asked> asked;
  source.ask(open_questions(needs, site, evidence, asked), deadline,
             [&](const Question& question, Observation observation) {
               // Moved: the list of all machines of a vCenter is there once.
               evidence.record(question, std::move(observation));
               if (progress)
                 progress(question, evidence.find(question.host, question.id)->observation);
               return open_questions(needs, site, evidence, asked);
             });
}

}  // namespace fbd
