#include "collectors/network/mac.h"

#include <algorithm>
#include <span>

namespace fbd {
namespace {

bool is_mac(std::string_view mac) {
  if (mac.size() != 17) return false;
  for (std::size_t i = 0; i < mac.size(); ++i) {
    const char c = mac[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (i % 3 == 2 ? c != ':' : !digit) return false;
  }
  return true;
}

bool begins_with_any(std::string_view mac, std::span<const std::string_view> prefixes) {
  const std::string lower = lower_case_mac(mac);
  return is_mac(lower) &&
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&lower](std::string_view one) { return lower.starts_with(one); });
}

}  // namespace

std::string lower_case_mac(std::string_view mac) {
  std::string lower(mac);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-') c = ':';
  }
  return lower;
}

bool is_azure_mac(std::string_view mac) {
  constexpr std::string_view prefixes[] = {"00:0d:3a:", "00:22:48:", "60:45:bd:", "7c:1e:52:"};
  return begins_with_any(mac, prefixes);
}

bool is_vmware_mac(std::string_view mac) {
  constexpr std::string_view prefixes[] = {"00:50:56:", "00:0c:29:"};
  return begins_with_any(mac, prefixes);
}

}  // namespace fbd
