// The site file: a Site as a person writes it, in YAML. A bundle holds its site in the same form.
#pragma once

#include <string>
#include <string_view>

#include "collectors/evidence/site.h"

namespace fbd {

/// `file` is used in messages only: "site.yaml:7:5: hosts.web01.rol: unknown key, did you mean
/// 'role'?". Malformed tells line, column, key and what was expected.
Result<Site> parse_site(std::string_view text, std::string_view file);

/// A site file that parses back to the same Site.
std::string write_site(const Site& site);

}  // namespace fbd
