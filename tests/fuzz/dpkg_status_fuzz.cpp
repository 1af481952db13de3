// Any bytes in place of dpkg's list of packages, and of what dpkg or rpm answer.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/network/network_manager_package.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Origin<NetworkManagerPackage>& origin : NetworkManagerPackage::origins())
    if (const Result<NetworkManagerPackage> fact = origin.parse(text)) to_json(*fact);
  return 0;
}
