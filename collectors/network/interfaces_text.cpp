#include "collectors/network/interfaces_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interfaces_lines.h"
#include "collectors/network/interfaces_source.h"

// Source: interfaces(5) and config.c of ifupdown, checked with ifup 0.8.41 --no-act.

namespace fbd {
namespace {

constexpr std::size_t max_depth = 16;
constexpr std::size_t max_sources = 1024;          // lines
constexpr std::size_t max_sourced_paths = 32'768;  // of all of them
constexpr std::size_t max_patterns = 64;           // of one mapping
constexpr std::size_t max_inherited_options = 65536;

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_known_family(std::string_view family) {
  return is_one_of(family, std::array<std::string_view, 5>{"inet", "inet6", "can", "ipx", "meta"});
}

bool is_known_method(std::string_view family, std::string_view method) {
  constexpr std::array<std::string_view, 9> inet{"loopback", "static", "manual", "dhcp",  "bootp",
                                                 "tunnel",   "ppp",    "wvdial", "ipv4ll"};
  constexpr std::array<std::string_view, 8> inet6{"auto", "loopback", "static",   "manual",
                                                  "dhcp", "tunnel",   "v4tunnel", "6to4"};
  if (family == "inet") return is_one_of(method, inet);
  if (family == "inet6") return is_one_of(method, inet6);
  if (family == "can") return method == "static";
  if (family == "ipx") return method == "static" || method == "dynamic";
  return method == "none";
}

bool is_command(std::string_view name) {
  return is_one_of(name, std::array<std::string_view, 4>{"pre-up", "up", "down", "post-down"});
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) words.emplace_back(take_word(text));
  return words;
}

class Reader {
 public:
  explicit Reader(const NetworkTree& tree) : tree_(tree) {}

  InterfacesText read(const std::string& root) {
    file(root);
    if (!root_refusal_.empty())
      for (InterfacesBlock& block : found_.blocks) block.lost = root_refusal_;
    return std::move(found_);
  }

 private:
  enum class Stanza { none, iface, mapping };

  void file(const std::string& path) {
    const std::optional<std::string_view> text = file_text(path, tree_);
    // One that sources itself would never end, and ifupdown too reads none twice.
    if (!text || depth_ >= max_depth || !read_.insert(path).second) return;
    const std::string outer_path = std::exchange(path_, path);
    const std::string outer_refusal = std::exchange(refusal_, "");
    stanza_ = Stanza::none;
    ++depth_;
    InterfacesLines lines(*text);
    while (const std::optional<std::string_view> line = lines.next()) {
      line_ = lines.number();
      statement(*line);
    }
    --depth_;
    if (depth_ == 0) root_refusal_ = refusal_;
    path_ = outer_path;
    refusal_ = outer_refusal;
    stanza_ = Stanza::none;
  }

  void statement(std::string_view rest) {
    const std::string_view word = take_word(rest);
    if (word == "iface") return iface(rest);
    if (word == "auto") return starts(rest, true);
    if (word.starts_with("allow-") && word.size() > 6)
      return starts(rest, word == "allow-auto" || word == "allow-hotplug");
    if (word == "source") return sources(source_line, rest);
    // Any word that begins so.
    if (word.starts_with("source-dir")) return sources(source_directory_line, rest);
    if (word == "mapping") return mapping(rest);
    if (word == "no-auto-down" || word == "no-scripts") {
      stanza_ = Stanza::none;
    } else if (word == "rename") {
      stanza_ = Stanza::none;
      problem("interfaces are renamed before they are brought up",
              fmt::format("the stanza of the new name is used: {}", printable(rest, 80)));
    } else if (stanza_ == Stanza::iface) {
      option(word, rest);
    } else if (stanza_ == Stanza::mapping) {
      mapping_option(word, rest);
    } else {
      refuse(fmt::format("\"{}\" stands outside any stanza", printable(word, 40)));
    }
  }

  void iface(std::string_view rest) {
    stanza_ = Stanza::iface;
    InterfacesBlock block;
    block.name = take_word(rest);
    block.place = {path_, line_};
    std::string_view word = take_word(rest);
    if (is_known_family(word)) {
      block.family = word;
      word = take_word(rest);
      if (is_known_method(block.family, word)) {
        block.method = word;
        word = take_word(rest);
      } else if (word != "inherits") {
        refuse(fmt::format("\"{}\" is no method of {}", printable(word, 40), block.family));
      }
    } else if (block.name.empty()) {
      stanza_ = Stanza::none;
      return refuse("\"iface\" without a name");
    } else if (word != "inherits") {
      refuse(fmt::format("\"{}\" is no address family", printable(word, 40)));
    }
    if (word == "inherits") inherit(block, take_word(rest));
    block.lost = refusal_;
    by_name_.try_emplace(block.name, found_.blocks.size());
    by_family_.try_emplace({block.name, block.family}, found_.blocks.size());
    index_.clear();
    for (std::size_t i = 0; i < block.options.size(); ++i)
      index_.try_emplace(block.options[i].name, i);
    found_.blocks.push_back(std::move(block));
  }

  void inherit(InterfacesBlock& block, std::string_view from) {
    if (from.empty()) return refuse("\"inherits\" without a name");
    std::optional<std::size_t> base;
    if (block.family.empty()) {
      if (const auto any = by_name_.find(from); any != by_name_.end()) base = any->second;
    } else if (const auto same = by_family_.find({std::string(from), block.family});
               same != by_family_.end()) {
      base = same->second;
    }
    if (!base)
      return refuse(
          fmt::format("it inherits \"{}\", and no stanza of that name and family stands "
                      "above",
                      printable(from, 40)));
    InterfacesBlock& other = found_.blocks[*base];
    other.is_base = true;
    if (block.family.empty()) block.family = other.family;
    if (block.method.empty()) block.method = other.method;
    inherited_ += other.options.size();
    if (inherited_ > max_inherited_options)
      return problem("more is inherited here than is read", "some of its options are not known");
    block.options = other.options;
    for (InterfacesBlock::Option& one : block.options) one.line = 0;
  }

  void option(std::string_view name, std::string_view value) {
    if (name == "post-up") name = "up";
    if (name == "pre-down") name = "down";
    if (value.empty()) return refuse(fmt::format("\"{}\" has no value", printable(name, 40)));
    InterfacesBlock& block = found_.blocks.back();
    // What follows a mistake is not known any more, but it may be told for a stanza that is lost.
    if (is_past_mistake() && block.lost.empty()) return;
    const auto [known, is_new] = index_.try_emplace(std::string(name), block.options.size());
    if (is_new || is_command(name))
      block.options.push_back({std::string(name), std::string(value), line_});
    else
      (block.options[known->second].value += '\n') += value;
  }

  void starts(std::string_view rest, bool at_boot) {
    stanza_ = Stanza::none;
    if (is_past_mistake()) return;
    for (std::string& word : words_of(rest))
      found_.starts.push_back({std::move(word), at_boot, {path_, line_}});
  }

  void mapping(std::string_view rest) {
    stanza_ = Stanza::mapping;
    std::vector<std::string> patterns = words_of(rest);
    patterns.resize(std::min(patterns.size(), max_patterns));
    found_.mappings.push_back({std::move(patterns), {}, "", {path_, line_}});
    problem("a script chooses what the interface gets",
            "it is not known which of the stanzas is used");
  }

  void mapping_option(std::string_view name, std::string_view value) {
    InterfacesText::Mapping& mapping = found_.mappings.back();
    if (name == "script" && mapping.script.empty()) {
      mapping.script = value;
    } else if (name == "map") {
      for (std::string& word : words_of(value)) mapping.names.insert(std::move(word));
    } else {
      refuse(fmt::format("\"{}\" stands in a mapping", printable(name, 40)));
    }
  }

  void sources(decltype(source_line)* line_of, std::string_view rest) {
    stanza_ = Stanza::none;
    if (is_past_mistake() || sources_ > max_sources) return;
    const InterfacesSource source = line_of(rest, path_, tree_);
    sourced_paths_ += source.paths.size();
    if (++sources_ > max_sources || sourced_paths_ > max_sourced_paths) {
      sources_ = max_sources + 1;
      problem("it sources too many files", "what it sources below this line is not read");
    }
    for (const std::string& reason : source.problems)
      problem(reason, "interfaces may be configured there that are not known here");
    const int line = line_;
    for (const std::string& path : source.paths) file(path);
    line_ = line;
  }

  void problem(std::string reason, std::string consequence) {
    found_.problems.push_back({path_, line_, std::move(reason), std::move(consequence)});
  }

  /// Only the first mistake of a file counts: ifupdown reads no further.
  void refuse(std::string reason) {
    if (!refusal_.empty()) return;
    refusal_ = fmt::format("ifupdown stops reading {} at line {}: {}", path_, line_, reason);
    problem(std::move(reason), depth_ == 1 ? "ifupdown refuses the file and brings up nothing"
                                           : "ifupdown reads no further in this file");
    found_.problems.back().refusal = true;
  }

  /// In a file that is sourced. If it is the root's, everything is lost, and told nevertheless.
  bool is_past_mistake() const { return depth_ > 1 && !refusal_.empty(); }

  const NetworkTree& tree_;
  InterfacesText found_;
  std::string path_, refusal_, root_refusal_;
  int line_ = 0;
  std::size_t depth_ = 0, sources_ = 0, sourced_paths_ = 0, inherited_ = 0;
  Stanza stanza_ = Stanza::none;
  std::set<std::string> read_;
  std::map<std::string, std::size_t, std::less<>> by_name_, index_;  // index_: the last block's
  std::map<std::pair<std::string, std::string>, std::size_t> by_family_;
};

}  // namespace

const InterfacesBlock::Option* InterfacesBlock::find(std::string_view option) const {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [option](const Option& one) { return one.name == option; });
  return found == options.end() ? nullptr : &*found;
}

std::string_view InterfacesBlock::value(std::string_view option) const {
  const Option* found = find(option);
  return found ? std::string_view(found->value) : std::string_view();
}

InterfacesText read_interfaces_text(const std::string& root, const NetworkTree& tree) {
  return Reader(tree).read(root);
}

}  // namespace fbd
