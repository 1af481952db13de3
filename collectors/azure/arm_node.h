// ArmNode: JSON as Azure Resource Manager really sends it. Its definition says "number", "true or
// false", "date" - the service sends all of them as text, and null anywhere. So a leaf is text
// here, null is the same as absent, and whoever wants a number asks for it and may not get one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fbd {

class ArmNode {
 public:
  enum class Kind { none, text, list, object };

  Kind kind = Kind::none;
  std::string leaf{};  // of Kind::text: a string, or a number or truth value as it was written
  std::vector<std::pair<std::string, ArmNode>> members{};
  std::vector<ArmNode> elements{};

  /// The member of that name, whatever its case; a node of Kind::none if there is none.
  const ArmNode& operator[](std::string_view name) const;
  /// The elements of a list; none of anything else.
  const std::vector<ArmNode>& items() const { return elements; }
  explicit operator bool() const { return kind != Kind::none; }

  /// One line: line breaks and runs of blanks become one blank. "" for what is no text.
  std::string text() const;
  /// "439.5", "21%", 17; nothing for what is no number, or none that is finite.
  std::optional<double> number() const;
  /// A number from 0 on, rounded down.
  std::optional<std::uint64_t> count() const;
  /// true, "True", "false"
  std::optional<bool> flag() const;
  /// A point in time in any of the service's forms; nothing for those that stand for "never".
  std::optional<std::chrono::sys_seconds> time() const;
  /// The texts of a list of texts.
  std::vector<std::string> texts() const;
};

/// "2026-11-26T21:00:00.1234567Z", "...+05:30", without a zone (then UTC), or with a blank for the
/// T. Nothing for 0001, 1601, 1753 and 9999, which mean that there is no such time.
std::optional<std::chrono::sys_seconds> arm_time(std::string_view text);

/// Ids of resources differ in case from one answer to the next.
bool same_id(std::string_view a, std::string_view b);
/// What follows the last '/': the name of the resource.
std::string_view last_part(std::string_view id);

}  // namespace fbd
