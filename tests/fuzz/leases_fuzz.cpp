// Any bytes in place of a lease file: of each kind by itself, and of the whole answer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/cidr.h"
#include "collectors/network/lease_readers.h"

using namespace fbd;

namespace {

void check(const LeaseFile& file) {
  for (const Lease& lease : file.leases) {
    if (lease.ipv4 ? !is_ipv4(lease.address) : !is_ipv6(lease.address)) std::abort();
    if (lease.for_ever && (lease.expires || lease.seconds)) std::abort();
    if (lease.prefix.value_or(0) > 32) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(read_dhclient_leases(text));
  check(read_bootp_reply(text));
  check(read_dhcpv6_reply(text));
  check(read_lease_settings(text));
  check(read_wicked_lease(text));
  if (const auto fact = Leases::origins().front().parse(text)) to_json(*fact);
  return 0;
}
