#include "collectors/logs/line_blocks.h"

#include <algorithm>
#include <cstring>

namespace fbd {

void LineBlocks::fill() {
  if (begin_ != 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  while (end_ < buffer_.size() && !ended_) {
    const Result<std::size_t> some = bytes_(std::span(buffer_).subspan(end_));
    if (!some) problem_ = some.error();
    ended_ = !some || *some == 0;
    if (some) end_ += *some;
  }
}

std::string_view LineBlocks::next() {
  fill();
  const std::string_view all(buffer_.data(), end_);
  std::size_t whole = all.size();
  if (!ended_)
    // A full buffer without a newline is four pieces of one line.
    if (const std::size_t newline = all.rfind('\n'); newline != all.npos) whole = newline + 1;
  begin_ = whole;
  return all.substr(0, whole);
}

LineAt line_at(std::string_view block, std::size_t at) {
  const std::size_t before = at == 0 ? block.npos : block.rfind('\n', at - 1);
  std::size_t begin = before == block.npos ? 0 : before + 1;
  begin += (at - begin) / longest_line * longest_line;
  const std::size_t newline = block.find('\n', at);
  const std::size_t end = std::min({newline, block.size(), begin + longest_line});
  std::string_view text = block.substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return {begin, text};
}

}  // namespace fbd
