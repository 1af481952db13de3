// Shell patterns for names: '*', '?' and '[a-z]', in time proportional to both lengths, because
// pattern and name come from elsewhere.
#pragma once

#include <string_view>

namespace fbd {

bool is_pattern(std::string_view text);

bool matches(std::string_view pattern, std::string_view name);

}  // namespace fbd
