// LineBlocks: a stream in blocks of whole lines, in memory that does not grow.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "collectors/logs/read_bytes.h"

namespace fbd {

/// A longer line is several: each piece of this length is looked at by itself. The agent cuts its
/// own messages at 256 KiB.
inline constexpr std::size_t longest_line = std::size_t{256} << 10;

class LineBlocks {
 public:
  explicit LineBlocks(ReadBytes bytes) : bytes_(std::move(bytes)), buffer_(size) {}

  /// The next block; "" is the end. It begins where a line or a piece does, and ends behind a
  /// newline, behind a piece or with the stream. Valid until the next call.
  /// After an error what was read before it comes as a last block, then the end; see problem().
  std::string_view next();

  const std::optional<Error>& problem() const { return problem_; }

 private:
  static constexpr std::size_t size = 4 * longest_line;
  void fill();

  ReadBytes bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what was not handed out
  std::size_t end_ = 0;
  bool ended_ = false;
  std::optional<Error> problem_;
};

/// The line or piece of `block` that holds the byte at `at`, without its newline and '\r'.
struct LineAt {
  std::size_t begin = 0;
  std::string_view text;
};
LineAt line_at(std::string_view block, std::size_t at);

}  // namespace fbd
