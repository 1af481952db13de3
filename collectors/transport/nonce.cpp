#include "collectors/transport/nonce.h"

#include <sys/random.h>

#include <cstdlib>

#include <fmt/format.h>

namespace fbd {

std::string new_nonce(std::size_t bytes) {
  std::string random(bytes, '\0');
  // Up to 256 bytes come whole, or the kernel has none at all.
  if (getrandom(random.data(), bytes, 0) != static_cast<ssize_t>(bytes)) std::abort();
  std::string text;
  for (const char byte : random) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

}  // namespace fbd
