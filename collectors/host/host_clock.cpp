#include "collectors/host/host_clock.h"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

Result<HostClock> parse_seconds(std::string_view answer) {
  const std::string_view text = trimmed(answer);
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  // From 1970 to the year 9999.
  if (problem != std::errc() || end != text.data() + text.size() || seconds < 0 ||
      seconds > 253'402'300'799)
    return error(ErrorKind::malformed, fmt::format("\"{}\" is no time", printable(answer, 60)));
  return HostClock{std::chrono::sys_seconds(std::chrono::seconds(seconds))};
}

constexpr Origin<HostClock> known_origins[] = {
    {"host.clock", Os::gnu_linux, run("date -u +%s"), parse_seconds},
    {"host.clock-windows", Os::windows,
     run("[int64]((Get-Date).ToUniversalTime()-[datetime]'1970-01-01').TotalSeconds"),
     parse_seconds},
};

}  // namespace

std::span<const Origin<HostClock>> HostClock::origins() { return known_origins; }

std::string to_json(const HostClock& fact) {
  nlohmann::ordered_json json;
  json["time"] = iso_time(fact.time);
  return json.dump(2);
}

}  // namespace fbd
