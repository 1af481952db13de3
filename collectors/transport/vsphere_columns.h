// What a VsphereGet wants of an object, as a tree to walk along with the answer.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// One step down from what it hangs below.
struct VsphereColumn {
  std::string path;  // of a property; below: the name of an element
  std::string name;  // under which it is kept; empty: only what is below it is
  bool repeated = false;
  std::vector<std::unique_ptr<VsphereColumn>> below;
  const VsphereColumn* again = nullptr;  // what is below is as below that one, its parent
  std::string type_name;                 // keep the item's type under that name; empty: do not
  // Only items count whose field (an element, or "@type") is one of the words, whatever the case.
  std::string field;
  std::vector<std::string> words;

  bool is_object() const { return !below.empty() || !type_name.empty() || again; }
  const VsphereColumn& shape() const { return again ? *again : *this; }
  const VsphereColumn* step(std::string_view element) const;
  bool counts(std::string_view value) const;
};

using VsphereColumns = std::vector<std::unique_ptr<VsphereColumn>>;

/// The grammar is in evidence/question.h. malformed: it is not followed.
Result<VsphereColumns> read_columns(std::span<const std::string> columns);

}  // namespace fbd
