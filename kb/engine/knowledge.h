// The knowledge base: all articles, found by code or by words.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "kb/engine/article.h"
#include "probes/finding.h"

namespace fbd {

/// The articles compiled into the program; made by CMake from kb/articles/*.md.
struct EmbeddedArticle {
  std::string_view file;
  std::string_view text;
};
std::span<const EmbeddedArticle> embedded_articles();

class Knowledge {
 public:
  /// The compiled-in articles. They were linted when the program was built.
  static Knowledge built_in();

  /// Adds the articles of a directory (*.md, not recursive), replacing those of the same code.
  /// Errors name file, line and column.
  Result<void> add_directory(const std::filesystem::path& directory);

  /// The file name without ".md" is the code. Replaces an article of the same code.
  Result<void> add(std::string_view text, std::string_view file);

  const Article* find(std::string_view code) const;

  /// By the code of an error as the service shows it, in any case of letters: "95226".
  const Article* find_service_code(std::string_view code) const;

  /// For a finding: the article about the error of the service that it tells of, if it tells of one
  /// (its values service_code and service_name); else by its code, or for an unknown one by the
  /// kind of its reason
  /// ("unknown.denied").
  const Article* find(const Finding& finding) const;

  /// By code, in alphabetical order.
  const std::map<std::string, Article, std::less<>>& articles() const { return articles_; }

  struct Hit {
    const Article* article;
    double score;
  };
  /// Articles in which every word occurs (as a beginning of a word, ignoring case), best first: a
  /// hit in code or title counts more than one in the symptom, and that more than one in the body.
  std::vector<Hit> search(std::string_view words) const;

 private:
  std::map<std::string, Article, std::less<>> articles_;
};

/// A place in an article and what is wrong there.
struct Complaint {
  std::string file;
  int line = 0;
  std::string message;
};

/// What `kb lint` checks, given the codes that probes can yield and the ids of all probes:
/// a code no probe yields (nobody can reach the article), a code without an article, values that
/// its findings do not fill in, an empty title or source, no "## Cause" or "## Fix", a fix that
/// does not end with a check, references (`explains:`, ```check) to what does not exist, cycles of
/// `explains:`, code blocks of an unknown kind, a role in ```run that does not exist, an error code
/// that two articles claim (`codes:`). An article with `codes:` need not be of a code that a probe
/// yields; then what any finding about an error of the service fills in can stand in it.
std::vector<Complaint> lint(const Knowledge& knowledge, std::span<const KnownCode> codes,
                            std::span<const std::string_view> probes);

}  // namespace fbd
