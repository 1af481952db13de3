#include "collectors/host/uptime.h"

#include <charconv>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/windows_host.h"

namespace fbd {
namespace {

Result<Uptime> parse_uptime(std::string_view answer) {
  // "1234.56 2345.67": seconds since boot, and those spent idle. Read without floating point.
  const std::string_view text = trimmed(answer);
  std::int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, seconds);
  if (problem != std::errc() || seconds < 0 ||
      (stopped != end && *stopped != '.' && *stopped != ' '))
    return error(ErrorKind::malformed,
                 "/proc/uptime says \"" + printable(answer, 40) + "\", which is no time");
  return Uptime{std::chrono::seconds(seconds)};
}

Result<Uptime> parse_windows(std::string_view answer) {
  const Result<WindowsHost> host = read_windows_host(answer);
  if (!host) return tl::unexpected<Error>(host.error());
  if (!host->up)
    return error(ErrorKind::not_collected,
                 "what was brought from there is of an older version and does not say how long the "
                 "machine has been up");
  return Uptime{*host->up};
}

constexpr Origin<Uptime> known_origins[] = {
    {"host.uptime", Os::gnu_linux, read_kernel_file("/proc/uptime"), parse_uptime},
    {WindowsHost::question, Os::windows, {WindowsHost::ask, true}, parse_windows},
};

}  // namespace

std::span<const Origin<Uptime>> Uptime::origins() { return known_origins; }

std::string to_json(const Uptime& fact) {
  nlohmann::ordered_json json;
  json["up_seconds"] = fact.up.count();
  return json.dump(2);
}

}  // namespace fbd
