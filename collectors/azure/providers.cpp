#include "collectors/azure/providers.h"

#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

Provider read(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  Provider provider;
  provider.name = properties["friendlyName"].text();
  if (provider.name.empty()) provider.name = resource["name"].text();
  provider.fabric = properties["fabricFriendlyName"].text();
  provider.type = properties["fabricType"].text();
  provider.connection = properties["connectionStatus"].text();
  provider.heartbeat = properties["lastHeartBeat"].time();
  provider.version = {properties["providerVersion"].text(),
                      properties["providerVersionDetails"]["status"].text(),
                      properties["providerVersionExpiryDate"].time()};
  if (provider.version.status.empty())
    provider.version.status = properties["providerVersionState"].text();
  provider.errors = read_service_errors(properties["healthErrorDetails"]);
  return provider;
}

Result<Providers> parse(std::string_view answer) {
  Providers providers;
  const Result<ArmNow> read_all =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                        providers.all.push_back(read(resource));
                      }});
  if (!read_all) return tl::unexpected<Error>(read_all.error());
  providers.now = *read_all;
  return providers;
}

Result<Request> get(const Context& context) {
  return get_of_vault(context, "/replicationRecoveryServicesProviders");
}

constexpr Origin<Providers> known_origins[] = {
    {"azure.providers", Os::unknown, ask_with(get), parse},
};

}  // namespace

std::span<const Origin<Providers>> Providers::origins() { return known_origins; }

}  // namespace fbd
