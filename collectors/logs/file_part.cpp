#include "collectors/logs/file_part.h"

#include <cstring>
#include <utility>

namespace fbd {
namespace {

/// The bytes up to the first newline at or behind `end - 1`.
class Part {
 public:
  Part(ReadBytes bytes, std::uint64_t at, std::uint64_t end)
      : bytes_(std::move(bytes)), at_(at), end_(end) {}

  Result<std::size_t> operator()(std::span<char> room) {
    if (ended_) return std::size_t{0};
    Result<std::size_t> size = bytes_(room);
    if (!size || *size == 0) return size;
    const std::uint64_t before = std::exchange(at_, at_ + *size);
    if (at_ < end_) return size;
    const std::size_t from = before + 1 >= end_ ? 0 : static_cast<std::size_t>(end_ - 1 - before);
    const void* const newline = std::memchr(room.data() + from, '\n', *size - from);
    if (!newline) return size;
    ended_ = true;
    return static_cast<std::size_t>(static_cast<const char*>(newline) - room.data()) + 1;
  }

 private:
  ReadBytes bytes_;
  std::uint64_t at_;
  std::uint64_t end_;
  bool ended_ = false;
};

}  // namespace

Result<ReadBytes> lines_of_part(const LogFile& file, std::uint64_t begin, std::uint64_t end) {
  std::uint64_t at = begin == 0 ? 0 : begin - 1;
  Result<ReadBytes> bytes = file.open(at);
  if (!bytes || begin == 0) return bytes ? Part(std::move(*bytes), 0, end) : std::move(bytes);
  std::string some(std::size_t{64} << 10, '\0');
  while (true) {
    const Result<std::size_t> size = (*bytes)(some);
    if (!size) return tl::unexpected<Error>(size.error());
    const std::size_t newline = std::string_view(some).substr(0, *size).find('\n');
    if (*size != 0 && newline == std::string_view::npos) {
      at += *size;
      continue;
    }
    const bool is_empty = *size == 0 || at + newline + 1 >= end;
    if (is_empty)
      return ReadBytes([](std::span<char>) -> Result<std::size_t> { return std::size_t{0}; });
    const std::size_t first = newline + 1;
    return Part(put_back(some.substr(first, *size - first), std::move(*bytes)), at + first, end);
  }
}

bool is_plain_text(const LogFile& file) {
  const Result<ReadBytes> bytes = file.open(0);
  if (!bytes) return false;
  constexpr std::size_t looked_at = 512;
  const Result<std::string> raw = read_front(*bytes, looked_at);
  if (!raw) return false;
  const ReadBytes text =
      as_utf8(decompressed(put_back(*raw, [](std::span<char>) { return std::size_t{0}; })));
  const Result<std::string> seen = read_front(text, looked_at);
  return seen && *seen == *raw;
}

}  // namespace fbd
