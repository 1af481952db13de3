#include <arpa/inet.h>

#include <array>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/lease_readers.h"

namespace fbd {
namespace {

// A reply is one datagram.
constexpr std::size_t longest = 65535;

std::uint32_t number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string address(std::string_view bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
  return text.data();
}

std::vector<std::string> addresses(std::string_view bytes, std::size_t size) {
  std::vector<std::string> all;
  for (; bytes.size() >= size && all.size() < 64; bytes.remove_prefix(size))
    all.push_back(address(bytes.substr(0, size)));
  return all;
}

/// Names as labels with lengths, of RFC 1035; a pointer (RFC 3397) leads back into the option. Each
/// name is cut off at 255 bytes, and so is the number of jumps.
std::vector<std::string> domains(std::string_view bytes) {
  std::vector<std::string> all;
  std::size_t at = 0;
  while (at < bytes.size() && all.size() < 64) {
    std::string name;
    std::size_t here = at;
    bool jumped = false;
    for (int jumps = 0; here < bytes.size() && jumps < 16 && name.size() < 255;) {
      const auto length = static_cast<unsigned char>(bytes[here]);
      if (length == 0) {
        if (!jumped) at = here + 1;
        break;
      }
      if (length >= 0xC0) {
        if (here + 1 >= bytes.size()) return all;
        if (!jumped) at = here + 2;
        here = number(bytes.substr(here, 2)) & 0x3FFFU;
        jumped = true;
        ++jumps;
        continue;
      }
      if (length > 63 || here + 1 + length > bytes.size()) return all;
      if (!name.empty()) name += '.';
      name += bytes.substr(here + 1, length);
      here += 1U + length;
      if (!jumped) at = here;
    }
    if (!name.empty()) all.push_back(printable(name));
  }
  return all;
}

/// The default routes among classless ones (RFC 3442), which take the place of the routers.
std::vector<std::string> default_routers(std::string_view bytes) {
  std::vector<std::string> all;
  while (!bytes.empty() && all.size() < 64) {
    const auto length = static_cast<unsigned char>(bytes[0]);
    const std::size_t size = length > 32 ? 0 : (length + 7U) / 8U;
    if (length > 32 || bytes.size() < 1 + size + 4) break;
    if (length == 0) all.push_back(address(bytes.substr(1, 4)));
    bytes.remove_prefix(1 + size + 4);
  }
  return all;
}

void option_of_bootp(Lease& lease, unsigned code, std::string_view value) {
  switch (code) {
    case 1:
      if (value.size() == 4) lease.prefix = ipv4_prefix(address(value));
      break;
    case 3:
      if (lease.routers.empty()) lease.routers = addresses(value, 4);
      break;
    case 6:
      lease.dns = addresses(value, 4);
      break;
    case 15:
      // A NUL at the end is not unusual.
      if (lease.search.empty())
        for (std::string_view word : lease_words(value.substr(0, value.find('\0'))))
          lease.search.push_back(printable(word));
      break;
    case 51:
      if (value.size() == 4) set_lease_time(lease, number(value), std::nullopt);
      break;
    case 54:
      if (value.size() == 4) lease.server = address(value);
      break;
    case 119:
      if (auto names = domains(value); !names.empty()) lease.search = std::move(names);
      break;
    case 121:
      if (auto routers = default_routers(value); !routers.empty()) lease.routers = routers;
      break;
    case 245:
      lease.azure_option = true;
      break;
    default:
      break;
  }
}

/// Calls `each` for the options of a DHCPv6 message or of an option that holds some.
template <class Each>
void options_of_dhcpv6(std::string_view bytes, Each each) {
  while (bytes.size() >= 4) {
    const std::size_t size = number(bytes.substr(2, 2));
    if (bytes.size() < 4 + size) return;
    each(number(bytes.substr(0, 2)), bytes.substr(4, size));
    bytes.remove_prefix(4 + size);
  }
}

}  // namespace

LeaseFile read_bootp_reply(std::string_view bytes) {
  bytes = bytes.substr(0, longest);
  constexpr std::size_t options = 236;  // RFC 951; then four bytes that announce them
  constexpr std::string_view cookie = "\x63\x82\x53\x63";
  LeaseFile file;
  if (bytes.empty()) return file;
  if (bytes.size() < options + 4 || bytes[0] != 2 || bytes.substr(options, 4) != cookie) {
    file.trouble = "this is no reply of a DHCP server";
    return file;
  }
  Lease lease;
  lease.address = address(bytes.substr(16, 4));
  for (std::size_t at = options + 4; at < bytes.size();) {
    const auto code = static_cast<unsigned char>(bytes[at]);
    if (code == 255) break;
    if (code == 0) {
      ++at;
      continue;
    }
    if (at + 1 >= bytes.size()) break;
    const auto size = static_cast<unsigned char>(bytes[at + 1]);
    if (at + 2 + size > bytes.size()) break;
    option_of_bootp(lease, code, bytes.substr(at + 2, size));
    at += 2U + size;
  }
  if (lease.address == "0.0.0.0")
    file.trouble = "the reply gives no address";
  else
    file.leases.push_back(std::move(lease));
  return file;
}

LeaseFile read_dhcpv6_reply(std::string_view bytes) {
  bytes = bytes.substr(0, longest);
  LeaseFile file;
  if (bytes.empty()) return file;
  if (bytes.size() < 4 || bytes[0] != 7) {
    file.trouble = "this is no reply of a DHCPv6 server";
    return file;
  }
  Lease common;
  common.ipv4 = false;
  const auto one_address = [&](unsigned code, std::string_view value) {
    if (code != 5 || value.size() < 24 || file.leases.size() >= 64) return;
    Lease& lease = file.leases.emplace_back();
    lease.address = address(value.substr(0, 16));
    set_lease_time(lease, number(value.substr(20, 4)), std::nullopt);
  };
  options_of_dhcpv6(bytes.substr(4), [&](unsigned code, std::string_view value) {
    if (code == 3 && value.size() >= 12) options_of_dhcpv6(value.substr(12), one_address);
    if (code == 4 && value.size() >= 4) options_of_dhcpv6(value.substr(4), one_address);
    if (code == 23) common.dns = addresses(value, 16);
    if (code == 24) common.search = domains(value);
  });
  for (Lease& lease : file.leases) {
    lease.ipv4 = false;
    lease.dns = common.dns;
    lease.search = common.search;
  }
  if (file.leases.empty()) file.trouble = "the reply gives no address";
  return file;
}

}  // namespace fbd
