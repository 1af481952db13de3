// Whatever comes in: a tree with places inside the text, or one sentence that begins with a place.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/yaml.h"

namespace {

void check(const fbd::YamlNode& node, int lines, int depth, bool repeated_keys) {
  if (depth > 32 || node.line < 1 || node.line > lines || node.column < 1) std::abort();
  for (const fbd::YamlNode& item : node.items) check(item, lines, depth + 1, repeated_keys);
  for (const fbd::YamlNode::Member& member : node.members) {
    if (!repeated_keys && node.at(member.key) != &member.value) std::abort();
    if (member.line < 1 || member.line > lines) std::abort();
    check(member.value, lines, depth + 1, repeated_keys);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool lenient : {false, true}) {
    const auto tree =
        fbd::parse_yaml(text, "f", 1, lenient ? fbd::YamlRules::lenient() : fbd::YamlRules());
    if (!tree) {
      const std::string& message = tree.error().message;
      if (!message.starts_with("f:") || message.find('\n') != std::string::npos) std::abort();
      continue;
    }
    // YAML has more than one kind of line end; each is at least a byte.
    check(*tree, static_cast<int>(size) + 1, 0, lenient);
  }
  return 0;
}
