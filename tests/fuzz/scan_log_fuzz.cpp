// Any bytes in place of a log: compressed, UTF-16, binary; and any bytes in place of a pattern.
// What is found must not depend on how the bytes arrive.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collectors/logs/literal.h"
#include "collectors/logs/scan_logs.h"

using namespace fbd;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// A bomb is the business of the time limit of a scan; here it ends after some megabytes.
ReadBytes bytes_of(std::string_view text, std::size_t most) {
  return [text, most](std::span<char> room) mutable -> Result<std::size_t> {
    const std::size_t some = std::min({room.size(), text.size(), most});
    std::copy_n(text.data(), some, room.data());
    text.remove_prefix(some);
    return some;
  };
}

std::string summary(const LogScan& scan) {
  std::string text = std::to_string(scan.bytes) + " " + std::to_string(scan.lines);
  for (const auto& [message, one] : scan.sightings.met())
    text += " " + std::to_string(message) + ":" + std::to_string(one.count) + ":" +
            std::to_string(one.first.line) + ":" + std::to_string(one.last.line);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  // The pattern is the first line.
  const std::size_t newline = std::min(all.find('\n'), all.size());
  const std::string pattern(all.substr(0, std::min<std::size_t>(newline, 100)));
  const std::string_view log = all.substr(std::min(newline + 1, all.size()));
  std::vector<KnownMessage> messages{
      {"known", Weight::warn, 0, {"post request: \\((?P<n>\\d+)\\)", "EA04\\d\\d"}}};
  if (inspect_pattern(pattern)) messages.push_back({"any", Weight::warn, 0, {pattern}});
  const MessageSet set(messages);
  int blocks = 0;
  LogToScan terms{"x", {}, std::nullopt, [&blocks] { return ++blocks > 8; }};
  const LogScan whole = scan_log(set, terms, bytes_of(log, log.size() + 1));
  blocks = 0;
  const LogScan in_pieces = scan_log(set, terms, bytes_of(log, 7));
  // How much comes out of damaged data before they are known to be damaged is the decoder's choice.
  if (!whole.problem) require(summary(in_pieces) == summary(whole));
  // A line in which the pattern matches holds all that it is said to require.
  if (set.pattern_count() == 3 && set.match(2, log.substr(0, 1000))) {
    std::string lower(log.substr(0, 1000));
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    for (const std::string& run : required_literals(pattern))
      require(lower.find(run) != std::string::npos);
  }
  return 0;
}
