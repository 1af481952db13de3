#include "collectors/network/keyfile_address.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

// Source: nm-keyfile.c, read_one_ip_address_or_route(), measured with libnm 1.42.4.

namespace fbd {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view address_characters = "0123456789abcdefABCDEF:.%";
constexpr std::string_view separators = "/;,";

/// What is left of the value, as it is read field by field.
class Fields {
 public:
  explicit Fields(std::string_view value) : rest_(value) {}

  /// The next field, if it is of these characters only; else it stays there, and unless that is
  /// because there is no more, is_wrong() is true.
  std::optional<std::string_view> next(std::string_view characters) {
    is_wrong_ = false;
    if (is_at_end_ || rest_.empty()) return std::nullopt;
    const std::size_t end = rest_.find_first_not_of(characters);
    const std::string_view field = rest_.substr(0, end);
    if (end == std::string_view::npos) {
      is_at_end_ = true;
      return field;
    }
    if (separators.find(rest_[end]) == std::string_view::npos) {
      is_wrong_ = true;
      return std::nullopt;
    }
    rest_.remove_prefix(end + 1);
    return field;
  }

  bool is_wrong() const { return is_wrong_; }
  bool has_more() const { return !is_at_end_ && !rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_at_end_ = false;
  bool is_wrong_ = false;
};

std::optional<std::uint32_t> number(std::string_view text, std::uint32_t most) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value > most)
    return std::nullopt;
  return value;
}

bool is_address(std::string_view text, bool v4) { return v4 ? is_ipv4(text) : is_ipv6(text); }

}  // namespace

std::string short_address(std::string_view address) {
  in6_addr binary{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (!is_ipv6(address) || ::inet_pton(AF_INET6, std::string(address).c_str(), &binary) != 1 ||
      !::inet_ntop(AF_INET6, &binary, text.data(), text.size()))
    return std::string(address);
  return text.data();
}

Result<KeyfileAddress> keyfile_address(std::string_view value, bool v4, bool is_route) {
  const auto wrong = [&](std::string_view why) {
    return error(ErrorKind::malformed, fmt::format("\"{}\" {}", printable(value, 60), why));
  };
  Fields fields(value);
  const auto address = fields.next(address_characters);
  if (!address || !is_address(*address, v4))
    return wrong(v4 ? "does not begin with an IPv4 address"
                    : "does not begin with an IPv6 address");
  // What is no number is left to be the gateway.
  const auto length = fields.next(digits);
  auto gateway = fields.next(address_characters);
  if (fields.is_wrong()) return wrong("has something that is no address in place of a gateway");
  std::optional<std::string_view> metric;
  if (is_route) {
    metric = fields.next(digits);
    if (fields.is_wrong()) return wrong("has something that is no number in place of a metric");
  }
  if (fields.has_more()) return wrong("goes on after its end");

  KeyfileAddress found;
  const auto prefix = length ? number(*length, v4 ? 32 : 128) : std::nullopt;
  found.made_up = !prefix;
  const int otherwise = v4 ? 24 : is_route ? 128 : 64;
  found.cidr = {short_address(*address), prefix ? static_cast<int>(*prefix) : otherwise};
  if (!is_route) {
    if (gateway) found.gateway = *gateway;
    return found;
  }
  if (gateway && !gateway->empty() && !is_address(*gateway, v4)) {
    // Once the gateway "::" was left out without its comma.
    if (v4 || metric || !number(*gateway, UINT32_MAX))
      return wrong("has no address as its gateway");
    metric = gateway;
    gateway.reset();
  }
  if (metric) {
    found.metric = number(*metric, UINT32_MAX);
    if (!found.metric) return wrong("has no number as its metric");
  }
  if (gateway && !gateway->empty()) found.gateway = short_address(*gateway);
  return found;
}

}  // namespace fbd
