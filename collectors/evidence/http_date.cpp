#include "collectors/evidence/http_date.h"

#include <array>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::chrono::sys_seconds> http_date(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view form = "Thu, 26 Nov 2026 21:00:00 GMT";
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  text = trimmed(text);
  if (text.size() != form.size() || !text.ends_with(" GMT") || text[19] != ':' || text[22] != ':')
    return std::nullopt;
  unsigned m = 0;
  for (unsigned i = 0; i < months.size(); ++i)
    if (months[i] == text.substr(8, 3)) m = i + 1;
  const auto d = number(text.substr(5, 2));
  const auto y = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (m == 0 || !d || !y || !hour || !minute || !second) return std::nullopt;
  const year_month_day day{year{*y}, month{m}, std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return sys_days(day) + hours{*hour} + minutes{*minute} + seconds{*second};
}

}  // namespace fbd
