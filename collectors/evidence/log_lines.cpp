#include "collectors/evidence/log_lines.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

/// A private key that began before the place and has not ended there.
bool within_key(std::string_view window, std::size_t place) {
  const std::string_view before = window.substr(0, place);
  const std::size_t begin = before.rfind("BEGIN ");
  if (begin == std::string_view::npos) return false;
  if (before.substr(begin, 64).find("PRIVATE KEY") == std::string_view::npos) return false;
  return before.find("END ", begin) == std::string_view::npos;
}

bool continues_a_line(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void append_utf8(std::string& out, unsigned code) {
  const auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      byte(0xE0U | code >> 12U);
    } else {
      byte(0xF0U | code >> 18U);
      byte(0x80U | (code >> 12U & 0x3FU));
    }
    byte(0x80U | (code >> 6U & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

}  // namespace

std::string write_log_lines(const LogLines& lines) {
  std::string text = fmt::format("lines {} {} {} {} {}\n", lines.begin, lines.end, lines.size,
                                 lines.modified.time_since_epoch().count(), lines.form);
  return text += lines.bytes;
}

Result<LogLines> read_log_lines(std::string_view text) {
  const auto malformed = [] {
    return error(ErrorKind::malformed, "it does not begin as lines of a log do");
  };
  const std::size_t newline = text.substr(0, 200).find('\n');
  if (newline == std::string_view::npos || !text.starts_with("lines ")) return malformed();
  std::string_view head = text.substr(6, newline - 6);
  LogLines lines;
  std::int64_t modified = 0;
  const auto take = [&head](auto& number) {
    const char* const end = head.data() + head.size();
    const auto [at, problem] = std::from_chars(head.data(), end, number);
    if (problem != std::errc() || at == end || *at != ' ') return false;
    head.remove_prefix(static_cast<std::size_t>(at - head.data()) + 1);
    return true;
  };
  if (!take(lines.begin) || !take(lines.end) || !take(lines.size) || !take(modified) ||
      lines.end < lines.begin)
    return malformed();
  lines.modified = std::chrono::sys_seconds(std::chrono::seconds(modified));
  lines.form = head;
  lines.bytes = text.substr(newline + 1);
  return lines;
}

std::size_t safe_cut(std::string_view window, std::size_t place) {
  if (place == 0) return 0;
  const std::size_t limit = std::min(window.size(), place + look_ahead);
  int lines_of_key = 0;
  constexpr int longest_key = 200;
  for (std::size_t at = place - 1; at < limit; ++at) {
    at = window.find('\n', at);
    if (at == std::string_view::npos || at + 1 >= limit) break;
    if (continues_a_line(window[at + 1])) continue;
    if (lines_of_key < longest_key && within_key(window, at + 1))
      ++lines_of_key;
    else
      return at + 1;
  }
  if (limit == window.size()) return limit;  // nothing but the rest of the file
  // A line longer than anybody can look: at least no word is cut.
  const std::size_t blank = window.substr(0, limit).find_first_of(" \t\n", place);
  return blank == std::string_view::npos ? limit : blank + 1;
}

bool is_utf16(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 4096);
  if (sample.size() < 8) return sample.starts_with("\xFF\xFE") && sample.size() % 2 == 0;
  std::size_t high = 0;
  std::size_t low = 0;
  for (std::size_t i = 0; i + 1 < sample.size(); i += 2) {
    low += sample[i] == '\0';
    high += sample[i + 1] == '\0';
  }
  return high * 10 > sample.size() / 2 * 7 && low * 20 < sample.size() / 2;
}

bool is_binary(std::string_view bytes) {
  if (is_utf16(bytes)) return false;
  const std::string_view sample = bytes.substr(0, 64U << 10);
  std::size_t odd = 0;
  std::size_t counted = 0;
  char before = '\0';
  for (const char c : sample) {
    // A hole is none of the file's own bytes.
    if (c == '\0' && before == '\0') continue;
    before = c;
    ++counted;
    const auto code = static_cast<unsigned char>(c);
    odd += code < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\x1b' && c != '\f';
  }
  return odd * 50 > counted;
}

std::string utf8_of_utf16(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() / 2);
  const auto unit = [&bytes](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) |
           static_cast<unsigned>(static_cast<unsigned char>(bytes[i + 1])) << 8U;
  };
  for (std::size_t i = bytes.starts_with("\xFF\xFE") ? 2 : 0; i + 1 < bytes.size(); i += 2) {
    unsigned code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
      const unsigned next = unit(i + 2);
      if (next >= 0xDC00 && next < 0xE000) {
        code = 0x10000U + ((code - 0xD800U) << 10U) + (next - 0xDC00U);
        i += 2;
      }
    }
    append_utf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
  }
  return out;
}

std::string without_holes(std::string_view bytes) {
  constexpr std::string_view hole("\0\0\0\0\0\0\0\0", 8);
  std::size_t at = bytes.find(hole);
  if (at == std::string_view::npos) return std::string(bytes);
  std::string out;
  std::size_t from = 0;
  while (at != std::string_view::npos) {
    out += bytes.substr(from, at - from);
    from = std::min(bytes.find_first_not_of('\0', at), bytes.size());
    at = bytes.find(hole, from);
  }
  return out += bytes.substr(from);
}

}  // namespace fbd
