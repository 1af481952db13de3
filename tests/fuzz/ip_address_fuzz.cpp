// Any bytes in place of what "ip address show" prints, as JSON and as text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/running_addresses.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Origin<RunningAddresses>& origin : RunningAddresses::origins()) {
    const Result<RunningAddresses> fact = origin.parse(text);
    if (!fact) continue;
    for (const RunningInterface& interface : fact->interfaces)
      if (!fact->find(interface.name)) std::abort();
    to_json(*fact);
  }
  return 0;
}
