#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/knowledge.h"
#include "kb/engine/lint_body.h"
#include "kb/engine/visible.h"

namespace fbd {
namespace {

constexpr std::size_t longest_title = 100;
constexpr std::string_view unknown_prefix = "unknown.";

/// What findings about an error of the service fill in.
constexpr std::array<std::string_view, 8> service_values{
    "service_code", "service_name", "name", "message", "causes", "action", "when", "activity"};

/// Filled in for every finding, whatever its code.
constexpr std::string_view host_value = "host";

std::size_t length(std::string_view text) {
  std::size_t characters = 0;
  for (; !text.empty(); ++characters) text.remove_prefix(first_code_point(text).bytes);
  return characters;
}

/// Whether `code` is the code or one of the codes of the probe that `reference` names.
bool is_meant(std::string_view reference, std::string_view code) {
  return code.starts_with(reference) &&
         (code.size() == reference.size() || code[reference.size()] == '.');
}

int line_of(const Article& article, std::size_t explained) {
  return explained < article.lines.explains.size() ? article.lines.explains[explained] : 1;
}

class Lint {
 public:
  Lint(const Knowledge& knowledge, std::span<const KnownCode> codes,
       std::span<const std::string_view> probes)
      : knowledge_(knowledge), codes_(codes), probes_(probes) {
    references_.assign(probes.begin(), probes.end());
    for (const KnownCode& code : codes) references_.push_back(code.code);
  }

  std::vector<Complaint> complaints() {
    for (const auto& [code, article] : knowledge_.articles()) check(article);
    for (const KnownCode& code : codes_)
      if (!knowledge_.find(code.code))
        complaints_.push_back({fmt::format("kb/articles/{}.md", code.code), 1,
                               fmt::format("no article tells about '{}'", code.code)});
    find_cycles();
    std::stable_sort(complaints_.begin(), complaints_.end(),
                     [](const Complaint& a, const Complaint& b) {
                       return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                     });
    return std::move(complaints_);
  }

 private:
  void complain(const Article& article, int line, std::string message) {
    complaints_.push_back({article.file, line, std::move(message)});
  }

  void take(std::vector<Complaint> more) {
    std::move(more.begin(), more.end(), std::back_inserter(complaints_));
  }

  void check(const Article& article) {
    const Nameable nameable{values_of(article), probes_};
    check_front_matter(article, nameable);
    check_explains(article);
    check_codes(article);
    take(lint_body(article, nameable));
  }

  /// The values that its findings fill in; complains if there are no such findings.
  std::vector<std::string_view> values_of(const Article& article) {
    std::vector<std::string_view> values{host_value};
    const std::string_view code = article.code;
    if (code.starts_with(unknown_prefix)) {
      values.push_back("reason");
      const std::string_view kind = code.substr(unknown_prefix.size());
      if (!error_kind(kind))
        complain(article, 1, fmt::format("nothing is unknown for the reason '{}'", kind));
      return values;
    }
    const auto known = std::find_if(codes_.begin(), codes_.end(),
                                    [code](const KnownCode& one) { return one.code == code; });
    if (known != codes_.end()) {
      values.insert(values.end(), known->values.begin(), known->values.end());
    } else if (!article.codes.empty()) {
      values.insert(values.end(), service_values.begin(), service_values.end());
    } else {
      std::vector<std::string_view> all;
      for (const KnownCode& one : codes_) all.push_back(one.code);
      complain(article, 1, fmt::format("no probe yields '{}'{}", code, did_you_mean(code, all)));
    }
    return values;
  }

  void check_front_matter(const Article& article, const Nameable& nameable) {
    const Article::Lines& lines = article.lines;
    if (article.title.empty()) complain(article, lines.title, "the title is empty");
    if (article.symptom.empty()) complain(article, lines.symptom, "the symptom is empty");
    if (article.source.empty()) complain(article, lines.source, "the source is empty");
    if (const std::size_t size = length(article.title); size > longest_title)
      complain(article, lines.title,
               fmt::format("the title has {} characters, {} is the most", size, longest_title));
    take(lint_names(article.title, article, lines.title, nameable));
    take(lint_names(article.symptom, article, lines.symptom, nameable));
  }

  void check_explains(const Article& article) {
    for (std::size_t i = 0; i < article.explains.size(); ++i) {
      const std::string& reference = article.explains[i];
      if (std::find(references_.begin(), references_.end(), reference) == references_.end())
        complain(article, line_of(article, i),
                 fmt::format("explains '{}', which is no code and no probe{}", reference,
                             did_you_mean(reference, references_)));
    }
  }

  void check_codes(const Article& article) {
    for (std::size_t i = 0; i < article.codes.size(); ++i)
      if (const Article* first = knowledge_.find_service_code(article.codes[i]); first != &article)
        complain(article, article.lines.codes[i],
                 fmt::format("'{}' is explained by {} already", article.codes[i], first->file));
  }

  /// Walks from cause to effect; an article that is met below itself closes a circle. Each circle
  /// is told once, where the walk that began first alphabetically closes it.
  void find_cycles() {
    std::set<const Article*> finished;
    std::vector<const Article*> path;
    const std::function<void(const Article&)> walk = [&](const Article& article) {
      path.push_back(&article);
      for (std::size_t i = 0; i < article.explains.size(); ++i)
        for (const auto& [code, effect] : knowledge_.articles()) {
          if (!is_meant(article.explains[i], code) || finished.contains(&effect)) continue;
          const auto start = std::find(path.begin(), path.end(), &effect);
          if (start == path.end())
            walk(effect);
          else
            complain(article, line_of(article, i), circle(start, path.end()));
        }
      path.pop_back();
      finished.insert(&article);
    };
    for (const auto& [code, article] : knowledge_.articles())
      if (!finished.contains(&article)) walk(article);
  }

  using Path = std::vector<const Article*>::const_iterator;

  static std::string circle(Path first, Path last) {
    std::string text = "a circle: ";
    for (Path at = first; at != last; ++at) text += fmt::format("{} explains ", (*at)->code);
    return text + (*first)->code;
  }

  const Knowledge& knowledge_;
  std::span<const KnownCode> codes_;
  std::span<const std::string_view> probes_;
  std::vector<std::string_view> references_;
  std::vector<Complaint> complaints_;
};

}  // namespace

std::vector<Complaint> lint(const Knowledge& knowledge, std::span<const KnownCode> codes,
                            std::span<const std::string_view> probes) {
  return Lint(knowledge, codes, probes).complaints();
}

}  // namespace fbd
