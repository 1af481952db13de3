#include "collectors/evidence/gather.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fbd {
namespace {

/// Which questions the needs lead to. To look at a need again may mean to read a whole answer
/// again, so this is done only when an answer has come that it can depend on.
class Leads {
 public:
  Leads(std::span<const Need> needs, const Site& site, const Evidence& evidence)
      : site_(site), evidence_(evidence) {
    for (const Need& need : needs)
      if (const Host* host = site.host(need.host)) {
        of_host_[host->name].push_back(all_.size());
        all_.push_back({&need, host});
      }
  }

  /// What can be asked now, whatever it depends on.
  std::vector<Question> all_open() {
    std::vector<Question> questions;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!all_[i].is_settled) look(i, questions);
    return questions;
  }

  /// What an answer makes possible. Wording a question takes facts of its own host; what takes
  /// those of others is found by all_open().
  std::vector<Question> after(const Question& answered) {
    std::vector<Question> questions;
    const auto waited = waiting_.extract({answered.host, answered.id});
    if (!waited.empty())
      for (const std::size_t i : waited.mapped()) {
        all_[i].waits = false;
        const Entry* entry = evidence_.find(answered.host, answered.id);
        all_[i].is_settled = !look(i, questions) && entry && entry->observation.answer;
      }
    for (const std::size_t i : of_host_[answered.host])
      if (!all_[i].waits && !all_[i].is_settled) look(i, questions);
    return questions;
  }

 private:
  using Entry = Evidence::Entry;
  struct Lead {
    const Need* need;
    const Host* host;
    bool waits = false;       // for an answer to what it asked last
    bool is_settled = false;  // it was answered, and leads no further
  };

  /// Whether the need leads to a question that is not answered yet.
  bool look(std::size_t i, std::vector<Question>& questions) {
    Lead& lead = all_[i];
    std::optional<Question> question =
        lead.need->next(Context{site_, evidence_, *lead.host, lead.need->about});
    if (!question) return false;
    const Asked id{question->host, question->id};
    if (!std::exchange(lead.waits, true)) waiting_[id].push_back(i);
    if (asked_.insert(id).second) questions.push_back(std::move(*question));
    return true;
  }

  const Site& site_;
  const Evidence& evidence_;
  std::vector<Lead> all_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> of_host_;
  std::map<Asked, std::vector<std::size_t>> waiting_;
  std::set<Asked> asked_;
};

}  // namespace

void gather(Source& source, std::span<const Need> needs, const Site& site,
            std::chrono::milliseconds deadline, Evidence& evidence, const Progress& progress) {
  Leads leads(needs, site, evidence);
  // Each question is asked once, so this ends.
  for (std::vector<Question> open = leads.all_open(); !open.empty(); open = leads.all_open())
    source.ask(std::move(open), deadline, [&](const Question& question, Observation observation) {
      // Moved: the list of all machines of a vCenter is there once.
      evidence.record(question, std::move(observation));
      if (progress) progress(question, evidence.find(question.host, question.id)->observation);
      return leads.after(question);
    });
}

}  // namespace fbd
