// Which files a restore may write, and where Site Recovery's copies came from.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// Files that are asked for may also be none of the network's configuration: who reads what, and
/// what packages bring along.
bool is_configuration(std::string_view path);

/// Where a copy that Site Recovery made belongs: "" if it is no copy. Source: AzMigrate-Hydration,
/// post-rec-script.sh, setazureip.sh, prepare-os-for-azure.sh.
std::string original_of(std::string_view path);

}  // namespace fbd
