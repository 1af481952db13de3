#include "collectors/network/config_server_port.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/network/config_server_target.h"

namespace fbd {
namespace {

// Enough for a median that one slow packet does not move.
constexpr int tries = 5;

Result<Request> connect_to_config_server(const Context& context) {
  return config_server_of(context.site).map([](const Host* server) -> Request {
    return TcpConnect{server->dial(), server->port, tries};
  });
}

Result<ConfigServerPort> parse_connects(std::string_view answer) try {
  const nlohmann::json json = nlohmann::json::parse(answer);
  ConfigServerPort port;
  port.address = json.at("address").get<std::string>();
  for (const nlohmann::json& connect : json.at("connect_microseconds"))
    port.connects.emplace_back(connect.get<std::int64_t>());
  port.failed_tries = json.at("failed_tries").get<int>();
  if (port.connects.empty())
    return error(ErrorKind::malformed, "the answer of a TCP connect holds no connection");
  return port;
} catch (const nlohmann::json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("the answer of a TCP connect cannot be read: {}", problem.what()));
}

constexpr Origin<ConfigServerPort> known_origins[] = {
    {"network.config-server-port", Os::unknown, dial(connect_to_config_server), parse_connects},
};

}  // namespace

std::span<const Origin<ConfigServerPort>> ConfigServerPort::origins() { return known_origins; }

std::chrono::microseconds ConfigServerPort::median() const {
  std::vector<std::chrono::microseconds> sorted = connects;
  std::sort(sorted.begin(), sorted.end());
  return sorted.empty() ? std::chrono::microseconds{0} : sorted[sorted.size() / 2];
}

std::string to_json(const ConfigServerPort& fact) {
  nlohmann::ordered_json json;
  json["address"] = fact.address;
  json["connect_microseconds"] = nlohmann::json::array();
  for (const std::chrono::microseconds connect : fact.connects)
    json["connect_microseconds"].push_back(connect.count());
  json["median_microseconds"] = fact.median().count();
  json["failed_tries"] = fact.failed_tries;
  return json.dump(2);
}

}  // namespace fbd
