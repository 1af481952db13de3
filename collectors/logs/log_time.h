// When a line of a log was written, in any of the forms that logs here begin their lines with.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// What the clock on the wall showed where the log was written: most logs name no zone, and one
/// that names it is read without it, so that times of one machine compare.
using LogTime = std::chrono::sys_seconds;

/// The time at the start of the line, or nothing. Forms without a year, as of syslog, get the
/// latest year in which they are not after `newest`, the time the file was last written.
///   #~> (02-06-2018 10:15:30):    agent; also (18-02-06 10:15:30):
///   02/06/2018 10:15:30 :         installer; also 2018/02/06 10:15:30
///   2018-02-06 10:15:30.123       servers, journal -o short-iso, syslog with T and a zone
///   Feb  6 10:15:30               syslog, messages, journal, uarespawnd
///   Tue Feb 06 2018 10:15:30      AzureRecoveryUtil; also Tue Feb  6 10:15:30 2018
std::optional<LogTime> time_of_line(std::string_view line, LogTime newest);

/// "2018-02-06 10:15:30"
std::string log_time_text(LogTime time);
/// Reads that form, with 'T' instead of the blank as well, or the day alone.
std::optional<LogTime> parse_log_time(std::string_view text);

}  // namespace fbd
