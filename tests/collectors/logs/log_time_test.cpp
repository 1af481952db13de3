#include "collectors/logs/log_time.h"

#include <doctest/doctest.h>

#include "collectors/logs/log_kind.h"

namespace fbd {
namespace {

std::string time(std::string_view line) {
  const auto newest = parse_log_time("2018-03-01 00:00:00");
  const std::optional<LogTime> found = time_of_line(line, *newest);
  return found ? log_time_text(*found) : "none";
}

TEST_CASE("the time at the start of a line") {
  const struct {
    const char* line;
    const char* time;
  } cases[] = {
      {"#~> (02-06-2018 10:15:30):   ERROR  1234 140123456789 42 text", "2018-02-06 10:15:30"},
      {"(18-02-06 10:15:30):  ERROR VX text", "2018-02-06 10:15:30"},
      {"02/06/2018 10:15:30 : Installer exiting with code: 0", "2018-02-06 10:15:30"},
      {"02/06/2018 10:15:30: Installer", "2018-02-06 10:15:30"},
      {"2018/02/06 10:15:30 : upgrade", "2018-02-06 10:15:30"},
      {"2018-02-06 10:15:30.123   Unable to stop", "2018-02-06 10:15:30"},
      {"2018-02-06T10:15:30.123456+01:00 web01 kernel: x", "2018-02-06 10:15:30"},
      {"[2018-02-06 10:15:30] x", "2018-02-06 10:15:30"},
      {"Feb  6 10:15:30 web01 kernel: x", "2018-02-06 10:15:30"},
      {"Feb 26 10:15:30 web01 kernel: x", "2018-02-26 10:15:30"},
      // Not this year: that would be after the file was written.
      {"Dec 31 23:59:59 web01 kernel: x", "2017-12-31 23:59:59"},
      {"Feb 29 00:00:00 web01 kernel: x", "2016-02-29 00:00:00"},
      {"Tue Feb 06 2018 10:15:30 : text", "2018-02-06 10:15:30"},
      {"Tue Feb  6 10:15:30 2018 text", "2018-02-06 10:15:30"},
      {"#~> (13-06-2018 10:15:30): x", "none"},
      {"02/30/2018 10:15:30 : x", "none"},
      {"2018-02-06 25:15:30 x", "none"},
      {"[   12.345678] involflt: x", "none"},
      {"  at System.Net.HttpWebRequest", "none"},
      {"", "none"},
      {"12345678901234", "none"},
      {"Feb", "none"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.line);
    CHECK(time(one.line) == one.time);
  }
}

TEST_CASE("what a person types as a time") {
  CHECK(log_time_text(*parse_log_time("2018-02-06")) == "2018-02-06 00:00:00");
  CHECK(log_time_text(*parse_log_time("2018-02-06T10:15:30")) == "2018-02-06 10:15:30");
  CHECK_FALSE(parse_log_time("yesterday"));
  CHECK_FALSE(parse_log_time("2018-02-31"));
}

TEST_CASE("the kind of a log, by its name") {
  const auto is = [](std::string_view path, std::string_view kind) {
    return kinds_of_file(path) == *log_kind(kind);
  };
  CHECK(is("/var/log/svagents_curr_12.log", "agent"));
  CHECK(is("/var/log/s2_curr_1.log.gz", "agent"));
  CHECK(is("/var/log/ua_install.log", "installer"));
  CHECK(is("/var/log/InstallerErrors.json", "installer"));
  CHECK(is("C:\\ProgramData\\ASR\\home\\svsystems\\transport\\log\\cxps.err.log", "cxps"));
  CHECK(is("case.tar.zst/logs/web01/messages-20180206", "system"));
  CHECK(is("20180206UA_InstallLogFile.log", "installer"));
  CHECK(is("vacp.log", "vss"));
  CHECK(is("CBEngineCurr.errlog", "mars"));
  CHECK(kinds_of_file("notes.txt") == 0);
  CHECK_FALSE(log_kind("nonsense"));
}

}  // namespace
}  // namespace fbd
