// Whatever comes in: a tree with places inside the text, or one sentence that begins with a place.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/yaml.h"

namespace {

void check(const fbd::YamlNode& node, int lines, int depth) {
  if (depth > 32 || node.line < 1 || node.line > lines || node.column < 1) std::abort();
  for (const fbd::YamlNode& item : node.items) check(item, lines, depth + 1);
  for (const fbd::YamlNode::Member& member : node.members) {
    if (node.at(member.key) != &member.value) std::abort();
    if (member.line < 1 || member.line > lines) std::abort();
    check(member.value, lines, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = fbd::parse_yaml(text, "f");
  if (!tree) {
    const std::string& message = tree.error().message;
    if (!message.starts_with("f:") || message.find('\n') != std::string::npos) std::abort();
    return 0;
  }
  // YAML has more than one kind of line end; each is at least a byte.
  check(*tree, static_cast<int>(size) + 1, 0);
  return 0;
}
