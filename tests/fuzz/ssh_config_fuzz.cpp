// ~/.ssh/config of anybody, which may include itself.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/transport/ssh_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fbd::SshConfig config;
  int includes = 0;
  config.add(text, [&](std::string_view) {
    return ++includes < 64 ? std::vector<std::string>{std::string(text)}
                           : std::vector<std::string>{};
  });
  (void)config.of("web01");
  (void)config.of("");
  return 0;
}
