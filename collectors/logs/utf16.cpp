#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "collectors/logs/read_bytes.h"

namespace fbd {
namespace {

using namespace std::string_view_literals;

enum class Form { bytes, little_endian, big_endian };

constexpr std::size_t looked_at = 512;

/// Text of Windows is mostly ASCII, so that every second byte is 0.
Form form_of(std::string_view front) {
  if (front.starts_with("\xFF\xFE"sv)) return Form::little_endian;
  if (front.starts_with("\xFE\xFF"sv)) return Form::big_endian;
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < front.size(); ++i) zeros[i % 2] += front[i] == '\0' ? 1 : 0;
  const std::size_t half = front.size() / 2;
  if (half < 8) return Form::bytes;
  if (zeros[1] * 10 > half * 8 && zeros[0] * 10 < half) return Form::little_endian;
  if (zeros[0] * 10 > half * 8 && zeros[1] * 10 < half) return Form::big_endian;
  return Form::bytes;
}

void append_utf8(std::string& text, char32_t point) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

class FromUtf16 {
 public:
  FromUtf16(ReadBytes bytes, bool little_endian)
      : bytes_(std::move(bytes)), little_endian_(little_endian) {}

  Result<std::size_t> operator()(std::span<char> room) {
    while (at_ == ready_.size()) {
      if (ended_) return std::size_t{0};
      ready_.clear();
      at_ = 0;
      if (Result<void> more = convert_more(); !more) return tl::unexpected<Error>(more.error());
    }
    const std::size_t some = std::min(room.size(), ready_.size() - at_);
    std::memcpy(room.data(), ready_.data() + at_, some);
    at_ += some;
    return some;
  }

 private:
  Result<void> convert_more() {
    std::string raw(std::size_t{64} << 10, '\0');
    const Result<std::size_t> size = bytes_(raw);
    if (!size) return tl::unexpected<Error>(size.error());
    ended_ = *size == 0;
    for (std::size_t i = 0; i < *size; ++i) byte(static_cast<unsigned char>(raw[i]));
    if (ended_ && (high_ || half_)) append_utf8(ready_, 0xFFFD);
    return {};
  }

  void byte(unsigned char value) {
    if (!half_) {
      half_ = true;
      first_ = value;
      return;
    }
    half_ = false;
    unit(little_endian_ ? char32_t{first_} | (char32_t{value} << 8)
                        : char32_t{value} | (char32_t{first_} << 8));
  }

  void unit(char32_t value) {
    const bool is_high = value >= 0xD800 && value < 0xDC00;
    const bool is_low = value >= 0xDC00 && value < 0xE000;
    if (high_ && is_low) {
      append_utf8(ready_, 0x10000 + ((high_ - 0xD800) << 10) + (value - 0xDC00));
      high_ = 0;
      return;
    }
    if (high_) append_utf8(ready_, 0xFFFD);
    high_ = is_high ? value : 0;
    if (!is_high) append_utf8(ready_, is_low ? 0xFFFD : value);
  }

  ReadBytes bytes_;
  bool little_endian_;
  bool ended_ = false;
  bool half_ = false;
  unsigned char first_ = 0;
  char32_t high_ = 0;
  std::string ready_;
  std::size_t at_ = 0;
};

}  // namespace

ReadBytes as_utf8(ReadBytes bytes) {
  return [bytes = std::move(bytes),
          chosen = ReadBytes()](std::span<char> room) mutable -> Result<std::size_t> {
    if (!chosen) {
      Result<std::string> front = read_front(bytes, looked_at);
      if (!front) return tl::unexpected<Error>(std::move(front.error()));
      const Form form = form_of(*front);
      const bool has_mark = front->starts_with("\xFF\xFE"sv) || front->starts_with("\xFE\xFF"sv);
      if (has_mark) front->erase(0, 2);
      ReadBytes whole = put_back(std::move(*front), std::move(bytes));
      chosen = form == Form::bytes ? std::move(whole)
                                   : FromUtf16(std::move(whole), form == Form::little_endian);
    }
    return chosen(room);
  };
}

}  // namespace fbd
