#include "collectors/host/login.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fbd {
namespace {

Result<Request> log_in(const Context&) { return LogIn{}; }

Result<Login> parse_login(std::string_view answer) try {
  const nlohmann::json json = nlohmann::json::parse(answer);
  Login login;
  const auto text = [&](const char* key, std::string& into) {
    into = json.at(key).get<std::string>();
  };
  text("outcome", login.outcome);
  text("detail", login.detail);
  text("address", login.address);
  login.port = json.at("port").get<std::uint16_t>();
  text("user", login.user);
  text("server", login.server);
  text("key_type", login.key_type);
  text("fingerprint", login.fingerprint);
  text("known_hosts", login.known_hosts);
  text("method", login.method);
  text("offered", login.offered);
  login.tried = json.at("tried").get<std::vector<std::string>>();
  return login;
} catch (const nlohmann::json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("the answer of a login cannot be read: {}", problem.what()));
}

constexpr Origin<Login> known_origins[] = {
    {"host.login", Os::unknown, dial(log_in), parse_login},
};

}  // namespace

std::span<const Origin<Login>> Login::origins() { return known_origins; }

std::string to_json(const Login& fact) {
  const nlohmann::ordered_json json = {{"outcome", fact.outcome},
                                       {"detail", fact.detail},
                                       {"address", fact.address},
                                       {"port", fact.port},
                                       {"user", fact.user},
                                       {"server", fact.server},
                                       {"key_type", fact.key_type},
                                       {"fingerprint", fact.fingerprint},
                                       {"known_hosts", fact.known_hosts},
                                       {"method", fact.method},
                                       {"offered", fact.offered},
                                       {"tried", fact.tried}};
  return json.dump(2);
}

}  // namespace fbd
