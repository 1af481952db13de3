#include "collectors/network/handshake.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Outcome = Handshake::Outcome;

struct OutcomeName {
  Outcome outcome;
  std::string_view name;
};

constexpr std::array<OutcomeName, 7> outcomes{{
    {Outcome::completed, "completed"},
    {Outcome::not_tls, "not-tls"},
    {Outcome::alert, "alert"},
    {Outcome::closed, "closed"},
    {Outcome::reset, "reset"},
    {Outcome::timed_out, "timed-out"},
    {Outcome::failed, "failed"},
}};

Result<Certificate> parse_certificate(const nlohmann::json& json) {
  const auto not_before = parse_iso_time(json.at("not_before").get<std::string>());
  const auto not_after = parse_iso_time(json.at("not_after").get<std::string>());
  if (!not_before || !not_after)
    return error(ErrorKind::malformed, "a certificate's validity is not a time");
  return Certificate{json.at("subject").get<std::string>(),
                     json.at("issuer").get<std::string>(),
                     json.at("names").get<std::vector<std::string>>(),
                     *not_before,
                     *not_after,
                     json.at("sha256").get<std::string>(),
                     json.at("sha1").get<std::string>(),
                     json.at("self_signed").get<bool>()};
}

nlohmann::ordered_json json_of(const Certificate& certificate) {
  nlohmann::ordered_json json;
  json["subject"] = certificate.subject;
  json["issuer"] = certificate.issuer;
  json["names"] = certificate.names;
  json["not_before"] = iso_time(certificate.not_before);
  json["not_after"] = iso_time(certificate.not_after);
  json["sha256"] = certificate.sha256;
  json["sha1"] = certificate.sha1;
  json["self_signed"] = certificate.self_signed;
  return json;
}

}  // namespace

Result<Handshake> parse_handshake(std::string_view answer) try {
  const nlohmann::json json = nlohmann::json::parse(answer);
  Handshake tls;
  const auto outcome = json.at("outcome").get<std::string>();
  const auto known = std::find_if(outcomes.begin(), outcomes.end(),
                                  [&](const OutcomeName& one) { return one.name == outcome; });
  if (known == outcomes.end())
    return error(ErrorKind::malformed,
                 fmt::format("\"{}\" is no outcome of a handshake", printable(outcome)));
  tls.outcome = known->outcome;
  tls.detail = json.value("detail", "");
  tls.greeting = json.value("greeting", "");
  tls.server_name = json.at("server_name").get<std::string>();
  tls.protocol = json.value("protocol", "");
  tls.cipher = json.value("cipher", "");
  tls.http = json.value("http", "");
  tls.took = std::chrono::microseconds(json.value("handshake_microseconds", std::int64_t{0}));
  for (const nlohmann::json& check : json.value("verify", nlohmann::json::array()))
    tls.failed_checks.push_back({check.at("code").get<int>(), check.at("text").get<std::string>(),
                                 check.at("depth").get<int>()});
  for (const nlohmann::json& one : json.value("chain", nlohmann::json::array())) {
    Result<Certificate> certificate = parse_certificate(one);
    if (!certificate) return tl::unexpected<Error>(certificate.error());
    tls.chain.push_back(std::move(*certificate));
  }
  if (tls.completed() && tls.chain.empty())
    return error(ErrorKind::malformed, "a completed handshake holds no certificate");
  return tls;
} catch (const nlohmann::json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("the answer of a TLS handshake cannot be read: {}", problem.what()));
}

std::string to_json(const Handshake& fact) {
  nlohmann::ordered_json json;
  for (const OutcomeName& known : outcomes)
    if (known.outcome == fact.outcome) json["outcome"] = known.name;
  json["detail"] = fact.detail;
  json["greeting"] = fact.greeting;
  json["server_name"] = fact.server_name;
  json["protocol"] = fact.protocol;
  json["cipher"] = fact.cipher;
  json["failed_checks"] = nlohmann::json::array();
  for (const FailedCheck& check : fact.failed_checks)
    json["failed_checks"].push_back(
        {{"code", check.code}, {"text", check.text}, {"depth", check.depth}});
  json["chain"] = nlohmann::json::array();
  for (const Certificate& certificate : fact.chain) json["chain"].push_back(json_of(certificate));
  json["http"] = fact.http;
  return json.dump(2);
}

}  // namespace fbd
