#include "kb/report/report.h"

#include <algorithm>

namespace fbd {
namespace {

/// A finding about several machines belongs to another only if it is about all of that one's.
bool share_hosts(const Finding& a, const Finding& b) {
  const bool a_is_smaller = a.hosts.size() <= b.hosts.size();
  const std::vector<std::string>& few = a_is_smaller ? a.hosts : b.hosts;
  const std::vector<std::string>& many = a_is_smaller ? b.hosts : a.hosts;
  return !few.empty() && std::all_of(few.begin(), few.end(), [&](const std::string& host) {
    return std::find(many.begin(), many.end(), host) != many.end();
  });
}

bool is_trouble(const Finding& finding) {
  return finding.verdict.status == Status::fail || finding.verdict.status == Status::warn;
}

bool needs_explaining(const Finding& finding) {
  return is_trouble(finding) || finding.verdict.status == Status::unknown;
}

bool explains(const Article& article, const Finding& symptom) {
  return std::any_of(
      article.explains.begin(), article.explains.end(),
      [&](const std::string& code) { return code == symptom.probe || code == symptom.code(); });
}

/// For every finding the one that explains it directly, or nullptr.
class Explanations {
 public:
  Explanations(std::span<const Finding> findings, const Knowledge& knowledge) {
    for (const Finding& cause : findings) {
      const Article* article = is_trouble(cause) ? knowledge.find(cause) : nullptr;
      if (!article || article->explains.empty()) continue;
      for (const Finding& symptom : findings)
        if (&symptom != &cause && needs_explaining(symptom) && share_hosts(cause, symptom) &&
            explains(*article, symptom))
          direct_.try_emplace(&symptom, &cause);
    }
  }

  /// The end of the chain: what explains what explains it. Itself, if nothing does. Articles are
  /// linted against circles, but others may be loaded: one more step than findings ends them.
  const Finding* root(const Finding& finding) const {
    const Finding* at = &finding;
    for (std::size_t steps = 0; steps <= direct_.size(); ++steps) {
      const auto up = direct_.find(at);
      if (up == direct_.end()) return at;
      at = up->second;
    }
    return &finding;
  }

 private:
  std::map<const Finding*, const Finding*> direct_;
};

void add_not_judged(std::vector<NotJudged>& groups, const Finding& finding,
                    const Knowledge& knowledge) {
  const std::string reason = finding.verdict.reason ? finding.verdict.reason->message : "";
  for (NotJudged& group : groups) {
    if (group.reason != reason) continue;
    group.findings.push_back(&finding);
    return;
  }
  const bool unknown = finding.verdict.status == Status::unknown;
  groups.push_back({reason, unknown ? knowledge.find(finding) : nullptr, {&finding}});
}

}  // namespace

Status Report::status(const Cause& cause) {
  const auto fails = [](const Finding* finding) { return finding->verdict.status == Status::fail; };
  return fails(cause.finding) || std::any_of(cause.explains.begin(), cause.explains.end(), fails)
             ? Status::fail
             : Status::warn;
}

Report make_report(const Site& site, const Evidence& evidence, std::span<const Finding> findings,
                   const Knowledge& knowledge) {
  Report report{&site, &evidence, findings, {}, {}, {}};
  for (const auto& [asked, entry] : evidence.entries())
    report.at = std::max(report.at, entry.observation.at);

  const Explanations explanations(findings, knowledge);
  for (const Finding& finding : findings)
    if (is_trouble(finding) && explanations.root(finding) == &finding)
      report.causes.push_back({&finding, knowledge.find(finding), {}});
  for (const Finding& finding : findings) {
    const Finding* root = needs_explaining(finding) ? explanations.root(finding) : &finding;
    if (root != &finding) {
      for (Cause& cause : report.causes)
        if (cause.finding == root) cause.explains.push_back(&finding);
    } else if (finding.verdict.status == Status::unknown) {
      add_not_judged(report.not_judged, finding, knowledge);
    }
  }
  for (const Finding& finding : findings)
    // That the site has no machine of a role is told once, not by every check of it.
    if (finding.verdict.status == Status::skipped && !finding.hosts.empty())
      add_not_judged(report.not_judged, finding, knowledge);
  std::stable_partition(report.causes.begin(), report.causes.end(),
                        [](const Cause& cause) { return Report::status(cause) == Status::fail; });
  return report;
}

}  // namespace fbd
