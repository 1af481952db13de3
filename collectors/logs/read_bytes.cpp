#include "collectors/logs/read_bytes.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace fbd {

using namespace std::string_view_literals;

ReadBytes put_back(std::string front, ReadBytes bytes) {
  if (front.empty()) return bytes;
  return [front = std::move(front), bytes = std::move(bytes),
          at = std::size_t{0}](std::span<char> room) mutable -> Result<std::size_t> {
    if (at == front.size()) return bytes(room);
    const std::size_t some = std::min(room.size(), front.size() - at);
    std::memcpy(room.data(), front.data() + at, some);
    at += some;
    return some;
  };
}

Result<std::string> read_front(const ReadBytes& bytes, std::size_t wanted) {
  std::string front(wanted, '\0');
  std::size_t size = 0;
  while (size < wanted) {
    const Result<std::size_t> some = bytes(std::span(front).subspan(size));
    if (!some) return tl::unexpected<Error>(some.error());
    if (*some == 0) break;
    size += *some;
  }
  front.resize(size);
  return front;
}

ReadBytes decompressed(ReadBytes bytes) {
  // The kind is known only after the first read, and reading is the caller's time to choose.
  return [bytes = std::move(bytes),
          chosen = ReadBytes()](std::span<char> room) mutable -> Result<std::size_t> {
    if (!chosen) {
      Result<std::string> front = read_front(bytes, 6);
      if (!front) return tl::unexpected<Error>(std::move(front.error()));
      const std::string_view magic = *front;
      const bool is_gzip = magic.starts_with("\x1F\x8B"sv);
      const bool is_zstd = magic.starts_with("\x28\xB5\x2F\xFD"sv);
      const bool is_xz = magic.starts_with(
          "\xFD"
          "7zXZ\0"sv);
      ReadBytes whole = put_back(std::move(*front), std::move(bytes));
      chosen = is_gzip   ? gzip_stream(std::move(whole))
               : is_zstd ? zstd_stream(std::move(whole))
               : is_xz   ? xz_stream(std::move(whole))
                         : std::move(whole);
    }
    return chosen(room);
  };
}

}  // namespace fbd
