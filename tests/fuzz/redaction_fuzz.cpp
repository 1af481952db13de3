// Whatever comes in: the lines stay, a second run changes nothing, nothing becomes text that was
// not there, and lines that are passed over hold nothing.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/redactor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string clean = fbd::without_secrets(text);
  if (std::count(text.begin(), text.end(), '\n') != std::count(clean.begin(), clean.end(), '\n'))
    std::abort();
  if (fbd::without_secrets(clean) != clean) std::abort();
  if (fbd::Redactor(text).run() != fbd::Redactor(text, true).run()) std::abort();
  return 0;
}
