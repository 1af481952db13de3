// How a readiness report comes by its inputs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/azure/protected_items.h"
#include "probes/azure/readiness.h"

namespace fbd {

/// An input that is `value`, or missing because of `why`.
ReprotectInput input(std::string what, std::string value, std::string why);

/// Collects why none of several candidates will do.
class Candidates {
 public:
  void reject(std::string_view name, std::string_view why);
  void reject_as(std::string sentence);
  /// What could not be read may hold what is looked for.
  void could_not_read(const std::vector<NotRead>& all);
  /// All of it, or `nobody` if there was no candidate.
  std::string why(std::string_view nobody) const;

 private:
  std::vector<std::string> reasons_;
};

/// The inputs of the dialog for an item that is failed over, as a GET of it told.
std::vector<ReprotectInput> classic_inputs(const Context& context, const ProtectedItem& item);
std::vector<ReprotectInput> modernized_inputs(const Context& context, const ProtectedItem& item);

}  // namespace fbd
