// YAML as this project reads it: a plain tree with line and column, from libyaml's events.
//
// Stricter than YAML on purpose: one document, no anchors or aliases, no duplicate keys, string
// keys only, bounded depth. What is refused is refused with its place. Files that belong to other
// programs are read by the rules of those programs.
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

/// What is let through of all that YAML knows.
struct YamlRules {
  /// *name stands for what &name marked before: a copy, with the places of the original. What all
  /// copies of a file may amount to is limited, and so is their depth.
  bool aliases = false;
  bool tags = false;               // !!str is read over
  bool repeated_keys = false;      // all are kept, in file order
  bool further_documents = false;  // the first one counts, the others are not even looked at
  bool nulls_are_text = false;     // an empty value is "", and null is "null"

  /// For readers that, like netplan, take libyaml's documents as they come.
  static constexpr YamlRules lenient() { return {true, true, true, true, true}; }
};

/// `file` is used in messages only, `first_line` is added to line numbers (front matter starts
/// below the first line of its file). An empty document is a null node.
Result<YamlNode> parse_yaml(std::string_view text, std::string_view file, int first_line = 1,
                            const YamlRules& rules = {});

/// "site.yaml:7:5: message" for a place in a parsed file.
std::string at_place(std::string_view file, int line, int column, std::string_view message);

}  // namespace fbd
