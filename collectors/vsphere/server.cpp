#include "collectors/vsphere/server.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/vsphere/api_time.h"
#include "collectors/vsphere/rows.h"

namespace fbd {
namespace {

using Outcome = VsphereServer::Outcome;

constexpr std::array<std::pair<Outcome, std::string_view>, 7> outcomes{{
    {Outcome::vsphere, "vsphere"},
    {Outcome::untrusted, "untrusted"},
    {Outcome::not_vsphere, "not-vsphere"},
    {Outcome::http_error, "http-error"},
    {Outcome::redirected, "redirected"},
    {Outcome::broken, "broken"},
    {Outcome::too_old, "too-old"},
}};

Result<Request> about(const Context&) { return VsphereGet{VsphereCall::about, {}, {}, {}}; }

std::optional<std::chrono::sys_seconds> time(const Row& row, const char* key) {
  return parse_api_time(row.text_or_nothing(key));
}

/// Nothing: there is no such outcome.
std::optional<VsphereServer> read(const Row& row) {
  VsphereServer server;
  const std::string word = row.text_or_nothing("outcome");
  bool is_known = false;
  for (const auto& [outcome, its_name] : outcomes)
    if (its_name == word) {
      server.outcome = outcome;
      is_known = true;
    }
  if (!is_known) return std::nullopt;
  server.detail = row.text_or_nothing("detail");
  server.thumbprint = row.text_or_nothing("thumbprint");
  server.http_status = static_cast<int>(row.number("http_status").value_or(0));
  server.product = row.text_or_nothing("product");
  server.version = row.text_or_nothing("version");
  server.build = row.text_or_nothing("build");
  server.api_version = row.text_or_nothing("api_version");
  server.api_type = row.text_or_nothing("api_type");
  server.product_line = row.text_or_nothing("product_line");
  server.instance_uuid = row.text_or_nothing("instance_uuid");
  server.server_time = time(row, "server_time");
  server.our_time = time(row, "our_time");
  return server;
}

Result<VsphereServer> parse(std::string_view answer) {
  Result<std::optional<VsphereServer>> server = read_row(answer, read);
  if (!server) return tl::unexpected<Error>(server.error());
  if (!*server)
    return error(ErrorKind::malformed, "the answer about a vSphere API has no known outcome");
  return std::move(**server);
}

constexpr Origin<VsphereServer> known_origins[] = {
    {"vsphere.about", Os::unknown, ask_vsphere(about), parse},
};

}  // namespace

std::span<const Origin<VsphereServer>> VsphereServer::origins() { return known_origins; }

std::string_view name(VsphereServer::Outcome outcome) {
  for (const auto& [one, its_name] : outcomes)
    if (one == outcome) return its_name;
  return "";
}

std::string to_json(const VsphereServer& fact) {
  using Json = nlohmann::ordered_json;
  const auto time_of = [](const auto& when) { return when ? Json(iso_time(*when)) : Json(); };
  const Json json{{"outcome", name(fact.outcome)},
                  {"detail", fact.detail},
                  {"thumbprint", fact.thumbprint},
                  {"http_status", fact.http_status},
                  {"product", fact.product},
                  {"version", fact.version},
                  {"build", fact.build},
                  {"api_version", fact.api_version},
                  {"api_type", fact.api_type},
                  {"product_line", fact.product_line},
                  {"instance_uuid", fact.instance_uuid},
                  {"server_time", time_of(fact.server_time)},
                  {"our_time", time_of(fact.our_time)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
