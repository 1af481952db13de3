// Where a text may hold a secret at all. Most lines of most logs cannot, and need not be looked at
// word by word.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace fbd {

/// Finds, in one pass, what every secret that Redactor knows has in its line: a piece of its name,
/// of the program or scheme it belongs to, or one of a few characters. Most of what it finds is
/// harmless.
class SecretHints {
 public:
  explicit SecretHints(std::string_view text);

  /// The first hint at or behind a place, which must not be before that of an earlier call; npos if
  /// none is left.
  std::size_t next(std::size_t from);

 private:
  std::size_t next_piece(std::size_t from) const;

  struct Mark {
    char character;
    std::size_t next = 0;
  };
  std::string_view text_;
  std::size_t piece_ = 0;
  std::array<Mark, 3> marks_;
  bool looked_ = false;
};

}  // namespace fbd
