#include "collectors/azure/vault_get.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

tl::unexpected<Error> unknown_vault(std::string_view what) {
  return error(ErrorKind::not_found, fmt::format("the site file does not say {}", what));
}

}  // namespace

bool is_resource_id(std::string_view text) {
  constexpr std::string_view begin = "/subscriptions/";
  constexpr std::size_t longest = 2000;
  return text.size() > begin.size() && text.size() <= longest &&
         same_word(text.substr(0, begin.size()), begin) &&
         text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("/-._~()@:+!$',;=&*").find(c) != std::string_view::npos;
         });
}

Result<Request> get_of_vault(const Context& context, std::string_view below,
                             std::string_view query) {
  const std::optional<Vault>& vault = context.site.azure;
  if (!context.host.roles.has(Role::vault) || !vault)
    return error(ErrorKind::not_found, context.host.name + " is no vault");
  if (vault->subscription.empty()) return unknown_vault("which subscription the vault is in");
  if (vault->resource_group.empty()) return unknown_vault("which resource group the vault is in");
  std::string path = fmt::format(
      "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.RecoveryServices/vaults/"
      "{}{}",
      vault->subscription, vault->resource_group, vault->name, below);
  if (!is_resource_id(path))
    return error(ErrorKind::malformed,
                 "the site file's subscription, resource group or vault cannot be part of an "
                 "address");
  return AzureGet{{std::move(path)}, std::string(query), "", false};
}

Result<Request> get_each(const Context& context, const std::vector<std::string>& ids,
                         std::string_view below, std::string_view api_version) {
  if (!context.host.roles.has(Role::vault))
    return error(ErrorKind::not_found, context.host.name + " is no vault");
  AzureGet get{{}, "", std::string(api_version), true};
  for (const std::string& id : ids) {
    if (!is_resource_id(id) || get.paths.size() == most_asked_singly) continue;
    std::string path = id + std::string(below);
    if (std::find(get.paths.begin(), get.paths.end(), path) == get.paths.end())
      get.paths.push_back(std::move(path));
  }
  return get;
}

}  // namespace fbd
