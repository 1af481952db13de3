#include "collectors/network/connects.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fbd {

Result<Connects> parse_connects(std::string_view answer) try {
  const nlohmann::json json = nlohmann::json::parse(answer);
  Connects made;
  made.address = json.at("address").get<std::string>();
  for (const nlohmann::json& connect : json.at("connect_microseconds"))
    made.connects.emplace_back(connect.get<std::int64_t>());
  made.failed_tries = json.at("failed_tries").get<int>();
  if (json.contains("lookup_microseconds"))
    made.lookup = std::chrono::microseconds(json.at("lookup_microseconds").get<std::int64_t>());
  if (made.connects.empty())
    return error(ErrorKind::malformed, "the answer of a TCP connect holds no connection");
  return made;
} catch (const nlohmann::json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("the answer of a TCP connect cannot be read: {}", problem.what()));
}

std::chrono::microseconds Connects::median() const {
  std::vector<std::chrono::microseconds> sorted = connects;
  std::sort(sorted.begin(), sorted.end());
  return sorted.empty() ? std::chrono::microseconds{0} : sorted[sorted.size() / 2];
}

std::chrono::microseconds Connects::spread() const {
  if (connects.empty()) return std::chrono::microseconds{0};
  const auto [fastest, slowest] = std::minmax_element(connects.begin(), connects.end());
  return *slowest - *fastest;
}

std::string to_json(const Connects& fact) {
  nlohmann::ordered_json json;
  json["address"] = fact.address;
  json["connect_microseconds"] = nlohmann::json::array();
  for (const std::chrono::microseconds connect : fact.connects)
    json["connect_microseconds"].push_back(connect.count());
  json["median_microseconds"] = fact.median().count();
  json["failed_tries"] = fact.failed_tries;
  if (fact.lookup) json["lookup_microseconds"] = fact.lookup->count();
  return json.dump(2);
}

}  // namespace fbd
