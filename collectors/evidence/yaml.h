// YAML as this project reads it: a plain tree with line and column, from libyaml's events.
//
// Stricter than YAML on purpose: one document, no anchors or aliases, no duplicate keys, string
// keys only, bounded depth. What is refused is refused with its place.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

struct YamlNode {
  enum class Kind { null, scalar, sequence, mapping };

  struct Member;
  Kind kind = Kind::null;
  std::string scalar;           // for scalars
  bool quoted = false;          // "443" rather than 443
  std::vector<YamlNode> items;  // for sequences
  std::vector<Member> members;  // for mappings, in file order
  int line = 0;                 // from 1
  int column = 0;               // from 1

  /// The value of a key of a mapping, or nullptr.
  const YamlNode* at(std::string_view key) const;
};

struct YamlNode::Member {
  std::string key;
  int line = 0;
  int column = 0;
  YamlNode value;
};

/// `file` is used in messages only, `first_line` is added to line numbers (front matter starts
/// below the first line of its file). An empty document is a null node.
Result<YamlNode> parse_yaml(std::string_view text, std::string_view file, int first_line = 1);

/// "site.yaml:7:5: message" for a place in a parsed file.
std::string at_place(std::string_view file, int line, int column, std::string_view message);

}  // namespace fbd
