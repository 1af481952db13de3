#include "collectors/transport/framed.h"

#include <fmt/format.h>

#include <algorithm>

namespace fbd {
namespace {

constexpr std::size_t stray_kept = 1024;
constexpr std::size_t longest_status = 12;  // "-2147483648\n"

void append(std::string& text, std::string_view more, std::size_t at_most) {
  text.append(more.substr(0, at_most > text.size() ? at_most - text.size() : 0));
}

}  // namespace

void Framed::expect(unsigned number, std::size_t at_most) {
  begin_ = fmt::format("\n{} begin {}\n", nonce_, number);
  end_ = fmt::format("\n{} end {} ", nonce_, number);
  at_most_ = at_most;
  content_.clear();
  begun_ = false;
  status_.reset();
}

void Framed::feed(std::string_view bytes) {
  pending_ += bytes;
  if (!begun_) look_for_begin();
  if (begun_ && !status_) look_for_end();
}

void Framed::look_for_begin() {
  const std::size_t found = begin_.empty() ? pending_.npos : pending_.find(begin_);
  const std::size_t other = found != pending_.npos            ? found
                            : pending_.size() < begin_.size() ? 0
                                                              : pending_.size() - begin_.size();
  append(stray_, std::string_view(pending_).substr(0, other), stray_kept);
  pending_.erase(0, other);
  if (found == pending_.npos) return;
  pending_.erase(0, begin_.size());
  begun_ = true;
}

void Framed::look_for_end() {
  const std::size_t found = pending_.find(end_);
  const std::size_t newline =
      found == pending_.npos ? found : pending_.find('\n', found + end_.size());
  // Whole lines of a status come at once or soon; nothing that long is one.
  const bool complete = newline != pending_.npos;
  const std::size_t kept = end_.size() + longest_status;
  const std::size_t take = found != pending_.npos   ? found
                           : pending_.size() > kept ? pending_.size() - kept
                                                    : 0;
  append(content_, std::string_view(pending_).substr(0, take), at_most_ + 1);
  pending_.erase(0, take);
  if (!complete) return;
  int status = 0;
  for (const char c : std::string_view(pending_).substr(end_.size(), newline - found - end_.size()))
    if (c >= '0' && c <= '9' && status < 100'000) status = status * 10 + (c - '0');
  status_ = status;
  pending_.erase(0, newline - found);
}

}  // namespace fbd
