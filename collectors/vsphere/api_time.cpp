#include "collectors/vsphere/api_time.h"

#include <string>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t time_length = std::string_view("2026-11-23T19:40:12").size();

std::optional<std::chrono::seconds> zone(std::string_view text) {
  if (text.empty() || text == "Z") return std::chrono::seconds(0);
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  const bool has_form = text.size() == 6 && (text[0] == '+' || text[0] == '-') && digit(1) &&
                        digit(2) && text[3] == ':' && digit(4) && digit(5);
  if (!has_form) return std::nullopt;
  const auto two = [&](std::size_t i) { return (text[i] - '0') * 10 + (text[i + 1] - '0'); };
  const std::chrono::seconds ahead = std::chrono::hours(two(1)) + std::chrono::minutes(two(4));
  return text[0] == '+' ? ahead : -ahead;
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_api_time(std::string_view text) {
  if (text.size() < time_length) return std::nullopt;
  const auto time = parse_iso_time(std::string(text.substr(0, time_length)) + "Z");
  text.remove_prefix(time_length);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') text.remove_prefix(1);
  }
  const std::optional<std::chrono::seconds> ahead = zone(text);
  if (!time || !ahead) return std::nullopt;
  return *time - *ahead;
}

}  // namespace fbd
