#include "kb/engine/knowledge.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

namespace fbd {
namespace {

namespace fs = std::filesystem;

std::string article_text(std::string_view title) {
  return "---\ntitle: " + std::string(title) + "\nsymptom: s\nsource: d\n---\n";
}

class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "kb-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()));
    path_ = name;
  }
  ~Directory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  void write(std::string_view file, std::string_view text) const {
    std::ofstream(path_ / file, std::ios::binary) << text;
  }

 private:
  fs::path path_;
};

TEST_CASE("a later article of the same code replaces an earlier one") {
  Knowledge knowledge;
  REQUIRE(knowledge.add(article_text("one"), "somewhere/b.c.md"));
  REQUIRE(knowledge.add(article_text("two"), "a.b.md"));
  REQUIRE(knowledge.add(article_text("three"), "elsewhere/b.c.md"));
  CHECK(knowledge.articles().size() == 2);
  REQUIRE(knowledge.find("b.c"));
  CHECK(knowledge.find("b.c")->title == "three");
  CHECK(knowledge.find("b.c")->file == "elsewhere/b.c.md");
  CHECK(knowledge.articles().begin()->first == "a.b");
  CHECK(knowledge.find("b") == nullptr);
}

TEST_CASE("a broken article changes nothing") {
  Knowledge knowledge;
  REQUIRE(knowledge.add(article_text("one"), "a.b.md"));
  const Result<void> added = knowledge.add("---\nx: y\n---\n", "a.b.md");
  REQUIRE_FALSE(added);
  CHECK(added.error().message == "a.b.md:2:1: unknown key 'x'");
  CHECK(knowledge.find("a.b")->title == "one");
}

TEST_CASE("the article of a finding") {
  Knowledge knowledge;
  for (const std::string_view file :
       {"p.q.refused.md", "unknown.denied.md", "unknown.timed-out.md", "r.s.unknown.md"})
    REQUIRE(knowledge.add(article_text("t"), file));
  const auto code_for = [&](std::string probe, Verdict verdict) -> std::string {
    const Article* article =
        knowledge.find(Finding{std::move(probe), {"h"}, std::move(verdict), {}, {}});
    return article ? article->code : "";
  };
  const Error denied{ErrorKind::denied, "no"};
  CHECK(code_for("p.q", fail("refused")) == "p.q.refused");
  CHECK(code_for("p.q", warn("refused")) == "p.q.refused");
  CHECK(code_for("p.q", fail("other")) == "");
  CHECK(code_for("p.q", unknown(denied)) == "unknown.denied");
  CHECK(code_for("p.q", unknown({ErrorKind::timed_out, "late"})) == "unknown.timed-out");
  CHECK(code_for("p.q", unknown({ErrorKind::malformed, "what"})) == "");
  CHECK(code_for("r.s", unknown(denied)) == "r.s.unknown");  // nearer than the general one
  CHECK(code_for("p.q", pass()) == "");
  CHECK(code_for("p.q", skipped("nobody there")) == "");
}

TEST_CASE("a directory of articles") {
  const Directory directory;
  directory.write("a.b.md", article_text("mine"));
  directory.write("c.d.md", article_text("new"));
  directory.write("README.md", "# not an article");
  directory.write("notes.txt", "neither");
  fs::create_directory(directory.path() / "sub.md");
  directory.write("sub.md/e.f.md", "not looked at");
  Knowledge knowledge;
  REQUIRE(knowledge.add(article_text("built in"), "a.b.md"));
  const Result<void> added = knowledge.add_directory(directory.path());
  if (!added) FAIL(added.error().message);
  CHECK(knowledge.articles().size() == 2);
  CHECK(knowledge.find("a.b")->title == "mine");
  CHECK(knowledge.find("c.d")->file == (directory.path() / "c.d.md").string());

  SUBCASE("an error names the file and the place in it") {
    directory.write("b.b.md", "---\ntitle: a\nsymtom: b\n---\n");
    const Result<void> broken = knowledge.add_directory(directory.path());
    REQUIRE_FALSE(broken);
    CHECK(broken.error().message == (directory.path() / "b.b.md").string() +
                                        ":3:1: unknown key 'symtom', did you mean 'symptom'?");
  }
  SUBCASE("a file beyond all bounds") {
    directory.write("b.b.md", std::string(10'000'000, 'x'));
    CHECK_FALSE(knowledge.add_directory(directory.path()));
  }
  SUBCASE("a directory that is not there") {
    const Result<void> missing = knowledge.add_directory(directory.path() / "nowhere");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == ErrorKind::not_found);
    CHECK(missing.error().message.find("nowhere: ") != std::string::npos);
  }
}

TEST_CASE("the articles that are compiled in") {
  const std::span<const EmbeddedArticle> embedded = embedded_articles();
  CHECK(std::is_sorted(embedded.begin(), embedded.end(),
                       [](const auto& a, const auto& b) { return a.file < b.file; }));
  Knowledge parsed;
  for (const EmbeddedArticle& article : embedded) {
    CAPTURE(article.file);
    CHECK(article.file.starts_with("kb/articles/"));
    CHECK(article.file != "kb/articles/README.md");
    const Result<void> added = parsed.add(article.text, article.file);
    if (!added) FAIL_CHECK(added.error().message);
  }
  CHECK(parsed.articles().size() == embedded.size());
  CHECK(Knowledge::built_in().articles().size() == embedded.size());
}

}  // namespace
}  // namespace fbd
