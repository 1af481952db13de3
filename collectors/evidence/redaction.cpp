#include "collectors/evidence/redaction.h"

#include <utility>

#include "collectors/evidence/redactor.h"

namespace fbd {
namespace {

constexpr std::string_view plain_mark = "_redacted_";

/// UTF-16 with little end first, as Windows writes it, unit by unit as one to three bytes. Lone
/// surrogates are kept, so the way back gives the same bytes.
std::string narrowed(std::string_view wide) {
  std::string narrow;
  for (std::size_t i = 0; i + 1 < wide.size(); i += 2) {
    const unsigned unit = static_cast<unsigned char>(wide[i]) |
                          static_cast<unsigned>(static_cast<unsigned char>(wide[i + 1])) << 8U;
    if (unit < 0x80) {
      narrow += static_cast<char>(unit);
    } else if (unit < 0x800) {
      narrow += static_cast<char>(0xC0U | unit >> 6U);
      narrow += static_cast<char>(0x80U | (unit & 0x3FU));
    } else {
      narrow += static_cast<char>(0xE0U | unit >> 12U);
      narrow += static_cast<char>(0x80U | (unit >> 6U & 0x3FU));
      narrow += static_cast<char>(0x80U | (unit & 0x3FU));
    }
  }
  return narrow;
}

/// The way back. Redaction takes out whole characters or leaves them whole: it cuts at ASCII.
std::string widened(std::string_view narrow) {
  std::string wide;
  const auto bits = [&](std::size_t i) {
    return i < narrow.size() ? static_cast<unsigned char>(narrow[i]) & 0x3FU : 0U;
  };
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    unsigned unit = static_cast<unsigned char>(narrow[i]);
    if (unit >= 0xE0) {
      unit = (unit & 0x0FU) << 12U | bits(i + 1) << 6U | bits(i + 2);
      i += 2;
    } else if (unit >= 0xC0) {
      unit = (unit & 0x1FU) << 6U | bits(i + 1);
      i += 1;
    }
    wide += static_cast<char>(unit & 0xFFU);
    wide += static_cast<char>(unit >> 8U);
  }
  return wide;
}

/// What one run leaves out can make the rest read differently, though only in texts that are made
/// up to do so; a few runs more settle that.
std::string settled(std::string_view text) {
  constexpr int most_runs = 6;
  std::string clean = Redactor(text).run();
  if (clean == text) return clean;
  for (int run = 1; run < most_runs; ++run) {
    std::string again = Redactor(clean).run();
    if (again == clean) break;
    clean = std::move(again);
  }
  return clean;
}

}  // namespace

bool is_taken_out(std::string_view value) {
  return value.find(redacted) != std::string_view::npos ||
         value.find(plain_mark) != std::string_view::npos;
}

std::string with_plain_marks(std::string_view text) {
  std::string plain(text);
  for (std::size_t at = plain.find(redacted); at != std::string::npos;
       at = plain.find(redacted, at))
    plain.replace(at, redacted.size(), plain_mark);
  return plain;
}

std::string without_secrets(std::string_view text) {
  if (!text.starts_with("\xFF\xFE")) return settled(text);
  const std::string_view wide = text.substr(2);
  const std::string narrow = narrowed(wide);
  std::string clean = "\xFF\xFE" + widened(settled(narrow));
  if (wide.size() % 2 == 1) clean += wide.back();
  return clean;
}

}  // namespace fbd
