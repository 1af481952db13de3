// Any bytes in place of /etc/network/interfaces and of the files it may source, itself among them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/interfaces.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t half = size / 2;
  const NetworkFiles files{{"/etc/network/interfaces", text},
                           {"/etc/network/interfaces.d/a", text.substr(half)},
                           {"/etc/network/interfaces.d/b.cfg", text.substr(0, half)}};
  const NetworkReading reading = read_interfaces("/etc/network/interfaces", files);
  for (const NetworkEntry& entry : reading.entries) {
    if (entry.method == AddressMethod::fixed && entry.ipv4().empty()) std::abort();
    entry.applies_to("eth0", "");
  }
  return 0;
}
