#include "collectors/transport/tls_answer.h"

#include <nlohmann/json.hpp>

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Json json(const TlsCertificate& certificate) {
  return {{"subject", certificate.subject},
          {"issuer", certificate.issuer},
          {"names", certificate.names},
          {"not_before", certificate.not_before},
          {"not_after", certificate.not_after},
          {"sha256", certificate.sha256},
          {"sha1", certificate.sha1},
          {"self_signed", certificate.self_signed},
          {"key", certificate.key}};
}

Json json(const TlsCheck& check) {
  return {{"code", check.code}, {"text", check.text}, {"depth", check.depth}};
}

template <class Item>
Json json(const std::vector<Item>& items) {
  Json all = Json::array();
  for (const Item& item : items) all.push_back(json(item));
  return all;
}

}  // namespace

std::string_view name(TlsOutcome outcome) {
  switch (outcome) {
    case TlsOutcome::completed:
      return "completed";
    case TlsOutcome::not_tls:
      return "not-tls";
    case TlsOutcome::alert:
      return "alert";
    case TlsOutcome::closed:
      return "closed";
    case TlsOutcome::reset:
      return "reset";
    case TlsOutcome::timed_out:
      return "timed-out";
    case TlsOutcome::failed:
      return "failed";
  }
  return "";
}

std::string write_tls_answer(const TlsAnswer& answer) {
  const Json whole = {{"address", answer.address},
                      {"port", answer.port},
                      {"server_name", answer.server_name},
                      {"connect_microseconds", answer.connect.count()},
                      {"handshake_microseconds", answer.handshake.count()},
                      {"outcome", name(answer.outcome)},
                      {"detail", answer.detail},
                      {"greeting", answer.greeting},
                      {"protocol", answer.protocol},
                      {"cipher", answer.cipher},
                      {"verify", json(answer.verify)},
                      {"chain", json(answer.chain)},
                      {"http", answer.http}};
  // The peer's text was made printable, ours is from a site file: nothing may throw over it.
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fbd
