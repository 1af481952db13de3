#include "collectors/vsphere/account.h"

#include <array>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "collectors/vsphere/rows.h"

namespace fbd {
namespace {

using Outcome = VsphereAccount::Outcome;

constexpr std::array<std::pair<Outcome, std::string_view>, 6> outcomes{{
    {Outcome::accepted, "accepted"},
    {Outcome::wrong_password, "wrong-password"},
    {Outcome::locked, "locked"},
    {Outcome::password_expired, "password-expired"},
    {Outcome::no_permission, "no-permission"},
    {Outcome::refused, "refused"},
}};

Result<Request> account(const Context&) { return VsphereGet{VsphereCall::account, {}, {}, {}}; }

std::optional<VsphereAccount> read(const Row& row) {
  VsphereAccount account;
  const std::string word = row.text_or_nothing("outcome");
  bool is_known = false;
  for (const auto& [outcome, its_name] : outcomes)
    if (its_name == word) {
      account.outcome = outcome;
      is_known = true;
    }
  if (!is_known) return std::nullopt;
  account.asked_as = row.text_or_nothing("asked_as");
  account.user = row.text_or_nothing("user");
  account.fault = row.text_or_nothing("fault");
  account.message = row.text_or_nothing("message");
  return account;
}

Result<VsphereAccount> parse(std::string_view answer) {
  Result<std::optional<VsphereAccount>> account = read_row(answer, read);
  if (!account) return tl::unexpected<Error>(account.error());
  if (!*account) return error(ErrorKind::malformed, "the answer to a login has no known outcome");
  return std::move(**account);
}

constexpr Origin<VsphereAccount> known_origins[] = {
    {"vsphere.account", Os::unknown, ask_vsphere(account), parse},
};

}  // namespace

std::span<const Origin<VsphereAccount>> VsphereAccount::origins() { return known_origins; }

std::string_view name(VsphereAccount::Outcome outcome) {
  for (const auto& [one, its_name] : outcomes)
    if (one == outcome) return its_name;
  return "";
}

std::string to_json(const VsphereAccount& fact) {
  using Json = nlohmann::ordered_json;
  const Json json{{"outcome", name(fact.outcome)},
                  {"asked_as", fact.asked_as},
                  {"user", fact.user},
                  {"fault", fact.fault},
                  {"message", fact.message}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
