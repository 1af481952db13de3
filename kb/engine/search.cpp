#include <algorithm>
#include <array>

#include "collectors/evidence/text.h"
#include "kb/engine/knowledge.h"

namespace fbd {
namespace {

/// Only ASCII has cases here; bytes of other characters are compared as they are.
char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(), [](char c) { return lowered(c); });
  return low;
}

/// Bytes beyond ASCII count as letters: they are never a boundary inside a word.
bool is_in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80);
}

/// Both in lower case. The word may hold punctuation: "config-server.https", "/etc/fstab".
bool occurs(std::string_view word, std::string_view text) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if (at == 0 || !is_in_word(text[at - 1]) || !is_in_word(text[at])) return true;
  return false;
}

struct Field {
  std::string text;
  double weight;
};

/// A field outweighs all below it, so that no number of lesser hits makes up for a better one.
double score(const Article& article, std::span<const std::string> words) {
  const std::array<Field, 4> fields{{{lowered(article.code), 8},
                                     {lowered(article.title), 8},
                                     {lowered(article.symptom), 3},
                                     {lowered(article.body), 1}}};
  double sum = 0;
  for (const std::string& word : words) {
    double of_word = 0;
    for (const Field& field : fields)
      if (occurs(word, field.text)) of_word += field.weight;
    if (of_word == 0) return 0;
    sum += of_word;
  }
  return sum;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n\v\f"));
    words.push_back(lowered(word));
    text.remove_prefix(word.size());
  }
  return words;
}

}  // namespace

std::vector<Knowledge::Hit> Knowledge::search(std::string_view text) const {
  const std::vector<std::string> words = split(text);
  std::vector<Hit> hits;
  for (const auto& [code, article] : articles_)
    if (const double points = score(article, words); points > 0) hits.push_back({&article, points});
  // Stable: equally good ones stay in alphabetical order.
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.score > b.score; });
  return hits;
}

}  // namespace fbd
