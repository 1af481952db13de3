// Answers about files and lines, and the manifest of a bundle that grew: what a host or a stranger
// sends is read or refused.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/bundle_chain.h"
#include "collectors/evidence/file_list.h"
#include "collectors/evidence/log_lines.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto files = fbd::read_file_list(text))
    if (fbd::read_file_list(fbd::write_file_list(*files)).value().size() != files->size())
      std::abort();
  if (const auto lines = fbd::read_log_lines(text))
    if (fbd::read_log_lines(fbd::write_log_lines(*lines))->bytes != lines->bytes) std::abort();
  for (const std::size_t place : {std::size_t{0}, size / 2, size})
    if (const std::size_t cut = fbd::safe_cut(text, place); cut < place || cut > size) std::abort();
  fbd::is_binary(text);
  fbd::utf8_of_utf16(text);
  fbd::without_holes(text);
  fbd::read_chain(text);
  return 0;
}
