#include <doctest/doctest.h>

#include "kb/engine/knowledge.h"

namespace fbd {
namespace {

Knowledge library() {
  struct Book {
    std::string_view file, title, symptom, body;
  };
  const Book books[] = {
      {"config-server.reachable.refused.md", "Nothing listens on the port",
       "Reprotect fails with error 95226", "The service is stopped. Retention is not it."},
      {"master-target.retention-volume.missing.md", "There is no volume",
       "The drive is missing from the list", "Mount it on /mnt/retention."},
      {"network.dns.wrong.md", "The name leads elsewhere", "Retention, once",
       "Gr\xC3\xBC\xC3\x9F"
       "e from the undiskovered country"},
      {"protected-vm.disk.full.md", "The Disk is FULL", "Error 78052", "Free some space."},
  };
  Knowledge knowledge;
  for (const Book& book : books) {
    const std::string text = "---\ntitle: " + std::string(book.title) +
                             "\nsymptom: " + std::string(book.symptom) + "\nsource: d\n---\n" +
                             std::string(book.body);
    REQUIRE(knowledge.add(text, book.file));
  }
  return knowledge;
}

TEST_CASE("search finds every word as the beginning of a word, best first") {
  const Knowledge knowledge = library();
  struct Case {
    std::string_view words;
    std::vector<std::string_view> first_words_of_codes;
  };
  const Case cases[] = {
      {"", {}},
      {"   ", {}},
      {"95226", {"config-server"}},
      {"error", {"config-server", "protected-vm"}},                  // equally good: alphabetical
      {"retention", {"master-target", "network", "config-server"}},  // code, symptom, body
      {"RETENT", {"master-target", "network", "config-server"}},
      {"etention", {}},            // not a beginning
      {"disk", {"protected-vm"}},  // not "undiskovered"
      {"disk full", {"protected-vm"}},
      {"disk  \t nothing", {}},  // every word
      {"config-server.reachable", {"config-server"}},
      {"config-server.reachable.refused", {"config-server"}},
      {"/mnt/retention", {"master-target"}},
      {"gr\xC3\xBC", {"network"}},
      {"\xC3\x9F"
       "e",
       {}},              // inside of a word
      {"\xFF\xC3", {}},  // no UTF-8 at all
      {"full full full", {"protected-vm"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.words);
    const std::vector<Knowledge::Hit> hits = knowledge.search(c.words);
    REQUIRE(hits.size() == c.first_words_of_codes.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      CAPTURE(i);
      CHECK(hits[i].article->code.starts_with(c.first_words_of_codes[i]));
      if (i > 0) CHECK(hits[i - 1].score >= hits[i].score);
    }
  }
  CHECK(Knowledge().search("x").empty());
}

}  // namespace
}  // namespace fbd
