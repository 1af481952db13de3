// Any bytes in place of what arping says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/address_owners.h"
#include "collectors/network/cidr.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<AddressOwners> fact = AddressOwners::origins().front().parse(text);
  if (!fact) return 0;
  if (fact->all.size() > 16) std::abort();
  for (const AddressOwners::Address& one : fact->all) {
    if (!is_ipv4(one.address) || one.macs.size() > 8) std::abort();
    for (const std::string& mac : one.macs)
      if (mac.size() != 17) std::abort();
  }
  return 0;
}
