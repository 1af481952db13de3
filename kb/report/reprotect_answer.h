// The answer to "can I reprotect this machine now?", as a report gives it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fbd {

struct ReprotectAnswer {
  enum class Can { cannot_be_said, no, nothing_against, yes };
  /// An input of the dialog: the value that would work; if it is empty, what is missing and why.
  struct Input {
    std::string what;
    std::string value;
    std::string missing;
  };

  std::string machine;
  std::string vault;
  std::string phase;  // "failed over"; empty: the vault does not know the machine
  Can can = Can::cannot_be_said;
  std::string sentence;  // in words
  std::vector<Input> inputs;
};

std::string_view name(ReprotectAnswer::Can can);

}  // namespace fbd
