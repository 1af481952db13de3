#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interfaces_lines.h"
#include "kb/restore/generated.h"

namespace fbd {
namespace {

enum class Block { options, other_stanza, own_ipv4 };

/// What a logical line begins; `options` belong to the stanza before them. Source: interfaces(5).
Block begun_by(std::string_view line, std::string_view interface) {
  const std::string_view keyword = take_word(line);
  if (keyword == "iface") {
    const bool is_own = take_word(line) == interface;
    return is_own && take_word(line) == "inet" ? Block::own_ipv4 : Block::other_stanza;
  }
  const bool begins = keyword == "auto" || keyword == "mapping" || keyword == "source" ||
                      keyword == "source-directory" || keyword.starts_with("allow-") ||
                      keyword.starts_with("no-");
  return begins ? Block::other_stanza : Block::options;
}

}  // namespace

std::string with_stanzas(std::string_view interfaces, std::string_view interface,
                         std::string_view stanzas) {
  // Logical lines say what is meant; physical ones, comments among them, are what is kept.
  std::vector<bool> is_replaced;
  InterfacesLines all(interfaces);
  bool is_own = false;
  std::size_t first = 0;
  const auto mark_until = [&](std::size_t line) { is_replaced.resize(line - 1, is_own); };
  while (const auto line = all.next()) {
    const Block block = begun_by(*line, interface);
    const auto number = static_cast<std::size_t>(all.number());
    if (block == Block::options) continue;
    mark_until(number);
    is_own = block == Block::own_ipv4;
    if (is_own && first == 0) first = number;
  }
  const std::vector<std::string_view> physical = lines(interfaces);
  mark_until(physical.size() + 1);
  std::string result;
  for (std::size_t i = 0; i < physical.size(); ++i) {
    if (i + 1 == first) result += stanzas;
    if (!is_replaced[i] || trimmed(physical[i]).starts_with('#'))
      result += fmt::format("{}\n", physical[i]);
  }
  if (first == 0) result += fmt::format("\nauto {}\n{}", interface, stanzas);
  return result;
}

}  // namespace fbd
