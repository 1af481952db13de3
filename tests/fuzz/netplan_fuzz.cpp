// Any bytes in place of netplan's files: one as it is, and two that are merged.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/netplan.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view second = text.substr(std::min(text.find("---"), size));
  for (const NetworkFiles& files :
       {NetworkFiles{{"/etc/netplan/1.yaml", text}},
        NetworkFiles{{"/etc/netplan/1.yaml", text.substr(0, size - second.size())},
                     {"/run/netplan/2.yaml", second}}}) {
    const NetworkReading reading = read_netplan(files);
    // One file that cannot be read leaves nothing of the others.
    if (!reading.problems.empty() && !reading.entries.empty()) std::abort();
    for (const NetworkEntry& entry : reading.entries) {
      if (entry.method == AddressMethod::fixed && entry.ipv4().empty()) std::abort();
      entry.applies_to("eth0", "00:50:56:01:02:03");
    }
  }
  return 0;
}
