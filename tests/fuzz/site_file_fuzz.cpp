// What is read as a site is written so that it reads back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/site_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto site = fbd::parse_site({reinterpret_cast<const char*>(data), size}, "f");
  if (!site) {
    if (!site.error().message.starts_with("f:")) std::abort();
    return 0;
  }
  if (site->hosts.empty()) std::abort();
  const std::string text = fbd::write_site(*site);
  const auto again = fbd::parse_site(text, "f");
  if (!again || !(*again == *site) || fbd::write_site(*again) != text) std::abort();
  return 0;
}
