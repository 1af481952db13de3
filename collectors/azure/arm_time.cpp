#include "collectors/azure/arm_node.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using namespace std::chrono;

/// Takes figures and separators off the front of a text; `ok` says whether all were there.
class Figures {
 public:
  explicit Figures(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    if (rest_.size() < digits) return fail();
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  void skip(char c) {
    if (!take(c)) fail();
  }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_digits() {
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
  }
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

std::optional<sys_seconds> point(int y, int m, int d, int hour, int minute, int second) {
  const year_month_day day{year{y}, month{static_cast<unsigned>(m)},
                           std::chrono::day{static_cast<unsigned>(d)}};
  if (!day.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return sys_days(day) + hours{hour} + minutes{minute} + seconds{second};
}

/// "+05:30", "-0800"; nothing is UTC, too.
std::optional<minutes> zone(Figures& text) {
  if (text.at_end()) return minutes{0};
  if (text.take('Z') || text.take('z'))
    return text.at_end() ? std::optional<minutes>(0) : std::nullopt;
  const bool west = text.take('-');
  if (!west) text.skip('+');
  const hours h{text.number(2)};
  text.take(':');
  const minutes m{text.number(2)};
  if (!text.ok() || !text.at_end() || h > hours{14} || m > minutes{59}) return std::nullopt;
  return west ? -(h + m) : h + m;
}

}  // namespace

std::optional<sys_seconds> arm_time(std::string_view text) {
  // The service cannot have seen anything before it existed, and 9999 is how it says "never".
  constexpr int first_year = 2000;
  constexpr int last_year = 9998;
  Figures figures(trimmed(text));
  const int y = figures.number(4);
  figures.skip('-');
  const int m = figures.number(2);
  figures.skip('-');
  const int d = figures.number(2);
  if (!figures.ok() || y < first_year || y > last_year) return std::nullopt;
  if (figures.at_end()) return point(y, m, d, 0, 0, 0);
  if (!figures.take('T') && !figures.take('t')) figures.skip(' ');
  const int hour = figures.number(2);
  figures.skip(':');
  const int minute = figures.number(2);
  int second = 0;
  if (figures.take(':')) second = figures.number(2);
  if (figures.take('.') || figures.take(',')) figures.skip_digits();
  if (!figures.ok()) return std::nullopt;
  const std::optional<minutes> east = zone(figures);
  const std::optional<sys_seconds> local = point(y, m, d, hour, minute, second);
  if (!east || !local) return std::nullopt;
  return *local - *east;
}

}  // namespace fbd
