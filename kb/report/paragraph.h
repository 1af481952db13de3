// A paragraph on its way to a terminal: words, and styles that take no room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// How a terminal shows some text. Without colour, nothing of it is shown.
struct Look {
  bool bold = false;
  bool italic = false;
  bool code = false;
  friend bool operator==(const Look&, const Look&) = default;
};

/// `text` between the escape sequences for its look; as it is if there are none.
std::string painted(std::string_view text, Look look);

class Paragraph {
 public:
  /// Text that may be broken at its blanks. What is added without a blank between belongs together.
  void add(std::string_view text, Look look = {});

  /// Text that stays in one line if it fits into one at all.
  void add_unbroken(std::string_view text, Look look);

  void break_line();

  /// Lines of at most `columns` code points, except for words that are longer.
  std::vector<std::string> lines(int columns, bool colour) const;

 private:
  struct Part {
    std::string text;
    Look look;
  };
  struct Word {
    std::vector<Part> parts;
    bool starts_line = false;
    int width() const;
  };

  std::vector<Word> words_;
  bool is_open_ = false;    // what comes next belongs to the last word
  bool is_broken_ = false;  // what comes next starts a line

  Part& part(Look look);
  static std::vector<Word> split(const Word& word);
};

}  // namespace fbd
