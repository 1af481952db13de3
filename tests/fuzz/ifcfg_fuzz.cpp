// Any bytes in place of an ifcfg file, in both dialects.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/ifcfg.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* file :
       {"ifcfg-eth0", "ifcfg-eth0:1", "ifcfg-", "ifcfg-eth-id-00:50:56:01:02:03"})
    for (const IfcfgDialect dialect : {IfcfgDialect::red_hat, IfcfgDialect::suse}) {
      const NetworkReading reading = read_ifcfg(text, file, dialect);
      for (const NetworkEntry& entry : reading.entries) {
        // A static address is one that was read without any doubt.
        if (entry.method == AddressMethod::fixed && !reading.problems.empty()) std::abort();
        if (entry.method == AddressMethod::fixed && entry.addresses.empty()) std::abort();
        entry.applies_to("eth0", "00:50:56:01:02:03");
      }
    }
  return 0;
}
