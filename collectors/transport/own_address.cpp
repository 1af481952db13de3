#include "collectors/transport/own_address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>

namespace fbd {
namespace {

constexpr std::uint16_t discard_port = 9;
/// ATF_COM of <net/if_arp.h>: the entry is complete.
constexpr unsigned complete = 0x2;

}  // namespace

bool has_address(const std::string& interface, const std::string& ipv4) {
  in_addr wanted{};
  ifaddrs* all = nullptr;
  if (inet_pton(AF_INET, ipv4.c_str(), &wanted) != 1 || getifaddrs(&all) != 0) return false;
  bool found = false;
  for (const ifaddrs* one = all; one; one = one->ifa_next) {
    if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET || interface != one->ifa_name)
      continue;
    sockaddr_in address{};
    std::memcpy(&address, one->ifa_addr, sizeof address);
    found = found || address.sin_addr.s_addr == wanted.s_addr;
  }
  freeifaddrs(all);
  return found;
}

bool neighbour_answers(const std::string& interface, const std::string& ipv4) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(discard_port);
  if (inet_pton(AF_INET, ipv4.c_str(), &to.sin_addr) != 1) return false;
  const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return false;
  // Whether it is sent does not matter; the table below tells who answered.
  (void)sendto(descriptor, "", 0, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  close(descriptor);
  std::ifstream table("/proc/net/arp");
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string address, type, flags, mac, mask, device;
    words >> address >> type >> flags >> mac >> mask >> device;
    if (address == ipv4 && device == interface)
      return (std::strtoul(flags.c_str(), nullptr, 16) & complete) != 0;
  }
  return false;
}

}  // namespace fbd
