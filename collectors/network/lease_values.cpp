#include <algorithm>
#include <charconv>

#include "collectors/network/cidr.h"
#include "collectors/network/lease_readers.h"

namespace fbd {
namespace {

// Of each list in a lease: no server sends so many.
constexpr std::size_t at_most = 64;

}  // namespace

std::optional<std::uint32_t> lease_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void set_lease_time(Lease& lease, std::uint32_t seconds,
                    std::optional<std::chrono::sys_seconds> start) {
  lease.for_ever = seconds == 0xFFFFFFFF;
  lease.seconds.reset();
  lease.expires.reset();
  if (lease.for_ever) return;
  lease.seconds = seconds;
  if (start) lease.expires = *start + std::chrono::seconds(seconds);
}

std::vector<std::string_view> lease_words(std::string_view text) {
  constexpr std::string_view between = ", \t\r\n";
  std::vector<std::string_view> words;
  while (words.size() < at_most) {
    const std::size_t start = text.find_first_not_of(between);
    if (start == text.npos) break;
    const std::size_t end = std::min(text.find_first_of(between, start), text.size());
    words.push_back(text.substr(start, end - start));
    text.remove_prefix(end);
  }
  return words;
}

std::vector<std::string> lease_addresses(std::string_view text, bool ipv4) {
  std::vector<std::string> addresses;
  for (std::string_view word : lease_words(text))
    if (ipv4 ? is_ipv4(word) : is_ipv6(word)) addresses.emplace_back(word);
  return addresses;
}

}  // namespace fbd
