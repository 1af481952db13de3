#include "kb/report/paragraph.h"

#include "kb/report/wrap.h"

namespace fbd {

std::string painted(std::string_view text, Look look) {
  std::string codes;
  if (look.bold) codes += ";1";
  if (look.italic) codes += ";3";
  if (look.code) codes += ";36";
  if (codes.empty() || text.empty()) return std::string(text);
  return "\x1b[" + codes.substr(1) + "m" + std::string(text) + "\x1b[0m";
}

int Paragraph::Word::width() const {
  int sum = 0;
  for (const Part& part : parts) sum += fbd::width(part.text);
  return sum;
}

/// Where text with this look goes on.
Paragraph::Part& Paragraph::part(Look look) {
  if (!is_open_ || words_.empty()) words_.push_back({{}, is_broken_});
  is_open_ = true;
  is_broken_ = false;
  std::vector<Part>& parts = words_.back().parts;
  if (parts.empty() || parts.back().look != look) parts.push_back({"", look});
  return parts.back();
}

void Paragraph::add(std::string_view text, Look look) {
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    if (end != 0) part(look).text += text.substr(0, end);
    if (end == std::string_view::npos) return;
    is_open_ = false;
    text.remove_prefix(end + 1);
  }
}

void Paragraph::add_unbroken(std::string_view text, Look look) {
  if (!text.empty()) part(look).text += text;
}

void Paragraph::break_line() {
  is_open_ = false;
  is_broken_ = true;
}

/// The word broken at its blanks after all.
std::vector<Paragraph::Word> Paragraph::split(const Word& word) {
  Paragraph pieces;
  pieces.is_broken_ = word.starts_line;
  for (const Part& part : word.parts) pieces.add(part.text, part.look);
  return std::move(pieces.words_);
}

std::vector<std::string> Paragraph::lines(int columns, bool colour) const {
  std::vector<std::string> all;
  int used = 0;
  const auto put = [&](const Word& word) {
    const int needed = word.width();
    if (all.empty() || word.starts_line || used + 1 + needed > columns) {
      all.emplace_back();
      used = 0;
    } else {
      all.back() += ' ';
      ++used;
    }
    for (const Part& part : word.parts)
      all.back() += colour ? painted(part.text, part.look) : part.text;
    used += needed;
  };
  for (const Word& word : words_) {
    if (word.width() <= columns)
      put(word);
    else
      for (const Word& piece : split(word)) put(piece);
  }
  return all;
}

}  // namespace fbd
