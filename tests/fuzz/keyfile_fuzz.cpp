// Any bytes in place of a connection profile of NetworkManager.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/keyfile.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const NetworkReading reading = read_keyfile(text, "/etc/NetworkManager/system-connections/a");
  for (const NetworkEntry& entry : reading.entries) {
    if (entry.method == AddressMethod::fixed && entry.ipv4().empty()) std::abort();
    entry.applies_to("eth0", "00:50:56:01:02:03");
  }
  return 0;
}
