// The answer to ReadLines, and how a log is cut into pieces that fit together.
//
//   lines 0 2097200 52428800 1795462812 plain
//   ... the bytes
//
// The first line: where the piece begins and ends, the size of the whole (0: not known yet), the
// time of its last change, and its form: plain, utf-16, gzip and the like; binary: not given.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

struct LogLines {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t size = 0;
  std::chrono::sys_seconds modified;
  std::string form = "plain";
  std::string bytes{};
};

std::string write_log_lines(const LogLines& lines);
Result<LogLines> read_log_lines(std::string_view text);

/// How far before and behind a place one must look to know where a piece may begin.
inline constexpr std::size_t look_back = 16U << 10;
inline constexpr std::size_t look_ahead = 64U << 10;

/// Where a piece may begin at or behind `place` of `window`: at the start of a line that continues
/// nothing above it, neither by indentation nor within a private key. The window holds what lies
/// around the place, as far as the file goes. Without such a line it is `place` itself, moved
/// behind the word it is in; never more than `look_ahead` bytes on.
std::size_t safe_cut(std::string_view window, std::size_t place);

/// Whether bytes are no text: they hold NULs, and not as UTF-16 does.
bool is_binary(std::string_view bytes);
/// Whether bytes are UTF-16 text, as Windows writes it, with little end first.
bool is_utf16(std::string_view bytes);
/// UTF-16 with little end first as UTF-8; what is no character becomes U+FFFD.
std::string utf8_of_utf16(std::string_view bytes);
/// Without runs of NULs, which a crash or a hole leaves in a log.
std::string without_holes(std::string_view bytes);

}  // namespace fbd
