// Whatever comes in: lines stay lines, the same text gives the same, and what is written has been
// recorded. The gate and the search for hidden secrets take anything as well.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <unordered_set>

#include "collectors/evidence/hidden_secrets.h"
#include "collectors/evidence/identifiers.h"
#include "collectors/evidence/leak_gate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fbd::Identifiers identifiers = [] {
    fbd::KnownNames names;
    names.add_host("web01.contoso.com");
    names.add_user("anna");
    return fbd::Identifiers(fbd::StandIns({1, 2, 3}), names);
  }();
  static const fbd::LeakGate gate({"a known secret"});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fbd::Replacements done;
  const std::string clean = identifiers.replaced(text, done);
  if (std::count(text.begin(), text.end(), '\n') != std::count(clean.begin(), clean.end(), '\n'))
    std::abort();
  fbd::Replacements again;
  if (identifiers.replaced(text, again) != clean) std::abort();
  std::unordered_set<std::string> stand_ins = done.versions;
  for (const auto& [original, stand_in] : done.stand_ins)
    stand_ins.insert(stand_in.substr(0, stand_in.find('/')));
  for (const fbd::Leak& leak : gate.leaks(clean, &stand_ins))
    if (leak.what == "an address in clear") std::abort();
  fbd::without_hidden_secrets(text);
  return 0;
}
