// What is asked of Azure: paths of a vault and of what its fabrics point to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// GET of something below the vault: "/replicationFabrics". not_found when the host is no vault,
/// or the site file does not say where the vault is.
Result<Request> get_of_vault(const Context& context, std::string_view below,
                             std::string_view query = "");

/// A vault has a handful of each; more would be somebody's joke.
inline constexpr std::size_t most_asked_singly = 200;

/// GET of these ids, or of what is below each; a failure stands beside the other answers. Ids that
/// are none are left out: they come from an answer. So are those after most_asked_singly.
Result<Request> get_each(const Context& context, const std::vector<std::string>& ids,
                         std::string_view below, std::string_view api_version);

/// Whether a text can be the path of a resource: it begins with "/subscriptions/", and holds
/// nothing that would mean something else in a URL.
bool is_resource_id(std::string_view text);

}  // namespace fbd
