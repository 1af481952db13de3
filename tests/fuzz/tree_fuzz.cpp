// What is read as a tree is exactly what would be written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = fbd::read_tree(text);
  if (tree && fbd::write_tree(*tree) != text) std::abort();
  return 0;
}
