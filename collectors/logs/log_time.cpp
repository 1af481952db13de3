#include "collectors/logs/log_time.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace fbd {
namespace {

/// Takes a line apart from its start; once something does not fit, nothing fits any more.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool fits() const { return fits_; }
  std::string_view rest() const { return rest_; }

  Reader& expect(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return fail();
    rest_.remove_prefix(1);
    return *this;
  }
  Reader& word(std::string_view text) {
    if (!rest_.starts_with(text)) return fail();
    rest_.remove_prefix(text.size());
    return *this;
  }
  Reader& blanks() {
    if (!rest_.starts_with(' ')) return fail();
    rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    return *this;
  }
  unsigned number(std::size_t fewest, std::size_t most) {
    unsigned value = 0;
    std::size_t digits = 0;
    for (; digits < most && digits < rest_.size() &&
           std::isdigit(static_cast<unsigned char>(rest_[digits]));
         ++digits)
      value = value * 10 + static_cast<unsigned>(rest_[digits] - '0');
    if (digits < fewest) {
      fail();
      return 0;
    }
    rest_.remove_prefix(digits);
    return value;
  }
  /// The place of a three-letter name, from 1.
  unsigned name(std::string_view names) {
    const std::size_t at = rest_.size() < 3 ? names.npos : names.find(rest_.substr(0, 3));
    if (at == names.npos || at % 3 != 0) {
      fail();
      return 0;
    }
    rest_.remove_prefix(3);
    return static_cast<unsigned>(at / 3) + 1;
  }

 private:
  Reader& fail() {
    fits_ = false;
    rest_ = {};
    return *this;
  }
  std::string_view rest_;
  bool fits_ = true;
};

constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::string_view weekdays = "MonTueWedThuFriSatSun";

struct Date {
  unsigned year = 0;
  unsigned month = 0;
  unsigned day = 0;
};

struct TimeOfDay {
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
};

TimeOfDay time_of_day(Reader& line) {
  TimeOfDay time;
  time.hour = line.number(1, 2);
  time.minute = line.expect(":").number(2, 2);
  time.second = line.expect(":").number(2, 2);
  return time;
}

std::optional<LogTime> made_of(const Date& date, const TimeOfDay& time) {
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(date.year)),
                                        std::chrono::month(date.month), std::chrono::day(date.day)};
  // 60 is a leap second.
  if (!day.ok() || time.hour > 23 || time.minute > 59 || time.second > 60) return std::nullopt;
  return std::chrono::sys_days(day) + std::chrono::hours(time.hour) +
         std::chrono::minutes(time.minute) + std::chrono::seconds(time.second);
}

/// Month, day, year, each parted by one of `separators`, and a time.
std::optional<LogTime> american(Reader line, std::string_view separators) {
  Date date;
  date.month = line.number(2, 2);
  date.day = line.expect(separators).number(2, 2);
  date.year = line.expect(separators).number(4, 4);
  const TimeOfDay time = time_of_day(line.expect(" "));
  return line.fits() ? made_of(date, time) : std::nullopt;
}

/// Year, month, day; `century` is added to a year of two digits.
std::optional<LogTime> year_first(Reader line, std::size_t digits, unsigned century) {
  Date date;
  date.year = line.number(digits, digits) + century;
  date.month = line.expect("-/").number(2, 2);
  date.day = line.expect("-/").number(2, 2);
  const TimeOfDay time = time_of_day(line.expect(" T"));
  return line.fits() ? made_of(date, time) : std::nullopt;
}

/// Year-less: "Feb  6 10:15:30".
std::optional<LogTime> month_first(Reader line, LogTime newest) {
  Date date;
  date.month = line.name(months);
  date.day = line.blanks().number(1, 2);
  const TimeOfDay time = time_of_day(line.blanks());
  if (!line.fits()) return std::nullopt;
  const std::chrono::year_month_day last{std::chrono::floor<std::chrono::days>(newest)};
  date.year = static_cast<unsigned>(static_cast<int>(last.year()));
  std::optional<LogTime> found = made_of(date, time);
  // Zones differ: a day of grace.
  for (int tries = 0; tries < 8 && (!found || *found > newest + std::chrono::days(1)); ++tries) {
    --date.year;
    found = made_of(date, time);
  }
  return found;
}

std::optional<LogTime> weekday_first(Reader line) {
  Date date;
  line.name(weekdays);
  date.month = line.blanks().name(months);
  date.day = line.blanks().number(1, 2);
  line.blanks();
  TimeOfDay time;
  if (line.rest().size() > 4 && line.rest()[4] == ' ') {
    date.year = line.number(4, 4);
    time = time_of_day(line.blanks());
  } else {
    time = time_of_day(line);
    date.year = line.blanks().number(4, 4);
  }
  return line.fits() ? made_of(date, time) : std::nullopt;
}

}  // namespace

std::optional<LogTime> time_of_line(std::string_view line, LogTime newest) {
  if (line.size() < 14) return std::nullopt;
  const char first = line.front();
  if (first == '#') {
    Reader agent(line);
    agent.word("#~> (");
    return agent.fits() ? american(agent, "-") : std::nullopt;
  }
  if (first == '(') return year_first(Reader(line.substr(1)), 2, 2000);
  if (first == '[') return year_first(Reader(line.substr(1)), 4, 0);
  if (std::isdigit(static_cast<unsigned char>(first))) {
    if (line[2] == '/' || line[2] == '-') return american(Reader(line), "/-");
    return year_first(Reader(line), 4, 0);
  }
  if (std::isupper(static_cast<unsigned char>(first))) {
    if (const std::optional<LogTime> time = month_first(Reader(line), newest)) return time;
    return weekday_first(Reader(line));
  }
  return std::nullopt;
}

std::string log_time_text(LogTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<LogTime> parse_log_time(std::string_view text) {
  const std::string whole(text.size() == 10 ? std::string(text) + " 00:00:00" : std::string(text));
  if (whole.size() != 19) return std::nullopt;
  return year_first(Reader(whole), 4, 0);
}

}  // namespace fbd
