#include "kb/terminal/stand_in_map.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/secret_values.h"
#include "kb/terminal/baseline_file.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

fs::path map_directory() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state)
    return fs::path(state) / "failback-doctor" / "maps";
  if (const char* home = std::getenv("HOME"); home && *home)
    return fs::path(home) / ".local/state/failback-doctor/maps";
  return {};
}

/// What a stand-in is made of; where it ends another may begin.
bool is_of_stand_in(char c) { return is_alphanumeric(c) || c == '-' || c == ':' || c == '.'; }

}  // namespace

void StandInMap::add(const Replacements& replacements) {
  for (const auto& [original, stand_in] : replacements.stand_ins)
    originals.emplace(stand_in, original);
}

std::string default_map_file(const std::string& id) {
  const fs::path directory = map_directory();
  return directory.empty() ? std::string() : (directory / (id + ".json")).string();
}

Result<std::string> newest_map_file() {
  std::error_code problem;
  fs::path newest;
  fs::file_time_type time{};
  for (const auto& entry : fs::directory_iterator(map_directory(), problem)) {
    const auto changed = entry.last_write_time(problem);
    if (entry.path().extension() != ".json" || (!newest.empty() && changed <= time)) continue;
    newest = entry.path();
    time = changed;
  }
  if (newest.empty())
    return error(ErrorKind::not_found, "there is no map of stand-ins here; --map names one");
  return newest.string();
}

Result<StandInMap> read_stand_in_map(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return error(ErrorKind::not_found, file + ": the map of stand-ins cannot be read");
  StandInMap map;
  try {
    const Json json = Json::parse(in);
    map.id = json.at("id").get<std::string>();
    const auto key = json.at("key").get<std::string>();
    if (key.size() != 2 * map.key.size()) throw std::out_of_range("key");
    for (std::size_t i = 0; i < map.key.size(); ++i) {
      const char* const from = key.data() + 2 * i;
      if (std::from_chars(from, from + 2, map.key[i], 16).ptr != from + 2)
        throw std::out_of_range("key");
    }
    map.originals = json.at("stand-ins").get<std::map<std::string, std::string>>();
  } catch (const std::exception&) {
    return error(ErrorKind::malformed, file + ": this is no map of stand-ins");
  }
  return map;
}

Result<void> write_stand_in_map(const StandInMap& map, const std::string& file) {
  std::string key;
  for (const std::uint8_t byte : map.key) key += fmt::format("{:02x}", byte);
  const Json json{{"id", map.id}, {"key", key}, {"stand-ins", map.originals}};
  return write_private_file(fs::absolute(file).string(),
                            json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string with_originals(std::string_view text, const StandInMap& map) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_of_stand_in(text[at])) {
      out += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_of_stand_in(text[end])) ++end;
    // The longest that is one: "host-x.domain-y.example" holds two, "10.1.2.3:443" one.
    bool found = false;
    for (std::size_t stop = end; stop > at && !found; --stop) {
      if (stop < end && is_alphanumeric(text[stop]) && is_alphanumeric(text[stop - 1])) continue;
      const auto one = map.originals.find(std::string(text.substr(at, stop - at)));
      if (one == map.originals.end()) continue;
      out += one->second;
      at = stop;
      found = true;
    }
    if (found) continue;
    do out += text[at++];
    while (at < end && is_alphanumeric(text[at - 1]));
  }
  return out;
}

}  // namespace fbd
