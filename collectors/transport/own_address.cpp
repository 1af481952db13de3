#include "collectors/transport/own_address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace fbd {
namespace {

constexpr std::uint16_t discard_port = 9;

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

void forget_neighbour(const std::string& interface, const std::string& ipv4) {
  arpreq entry{};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (inet_pton(AF_INET, ipv4.c_str(), &address.sin_addr) != 1) return;
  std::memcpy(&entry.arp_pa, &address, sizeof address);
  interface.copy(entry.arp_dev, sizeof entry.arp_dev - 1);
  const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  (void)ioctl(descriptor, SIOCDARP, &entry);  // that there is none is as good
  close(descriptor);
}

bool neighbour_answers(const std::string& interface, const std::string& own,
                       const std::string& ipv4) {
  sockaddr_in from{}, to{};
  from.sin_family = to.sin_family = AF_INET;
  to.sin_port = htons(discard_port);
  if (inet_pton(AF_INET, own.c_str(), &from.sin_addr) != 1 ||
      inet_pton(AF_INET, ipv4.c_str(), &to.sin_addr) != 1)
    return false;
  const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return false;
  // Whether it is sent does not matter; the table below tells who answered.
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0)
    (void)sendto(descriptor, "", 0, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  close(descriptor);
  std::ifstream table("/proc/net/arp");
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string address, type, flags, mac, mask, device;
    words >> address >> type >> flags >> mac >> mask >> device;
    if (address == ipv4 && device == interface)
      return (std::strtoul(flags.c_str(), nullptr, 16) & ATF_COM) != 0;
  }
  return false;
}

}  // namespace fbd
