// known_hosts of anybody: whatever the lines, a verdict comes, and a key is known only by its
// bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/transport/known_hosts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fbd::KnownHosts known;
  known.add(text, "known_hosts");
  using Kind = fbd::HostKeyVerdict::Kind;
  // A key that stands in no file.
  const auto verdict =
      known.judge("web01", 2222, "ssh-ed25519", std::string_view("\x01nowhere\xFE", 9));
  if (verdict.kind == Kind::known && text.find("AW5vd2hlcmX") == text.npos) std::abort();
  (void)known.types("web01", 22);
  return 0;
}
