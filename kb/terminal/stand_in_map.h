// The map of a bundle's stand-ins. It stays on the machine of whoever collected, readable for them
// alone: with it an answer about the bundle is read back.
#pragma once

#include <string>

#include "collectors/evidence/identifiers.h"
#include "collectors/evidence/result.h"

namespace fbd {

struct StandInMap {
  std::string id;  // of the bundle it was made for first
  StandInKey key{};
  std::map<std::string, std::string> originals;  // by stand-in
  void add(const Replacements& replacements);
};

/// ~/.local/state/failback-doctor/maps/ID.json, or below XDG_STATE_HOME; "" without a home.
std::string default_map_file(const std::string& id);
/// The file there that was changed last; not_found if there is none.
Result<std::string> newest_map_file();

Result<StandInMap> read_stand_in_map(const std::string& file);
/// 0600.
Result<void> write_stand_in_map(const StandInMap& map, const std::string& file);

/// A text with what the stand-ins stand for.
std::string with_originals(std::string_view text, const StandInMap& map);

}  // namespace fbd
