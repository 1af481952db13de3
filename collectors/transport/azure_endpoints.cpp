#include "collectors/transport/azure_endpoints.h"

#include <cstdlib>

#include <fmt/format.h>

namespace fbd {
namespace {

// Source: Microsoft's @azure/ms-rest-azure-env 2.0.0, the environments of the clouds.
AzureEndpoints of_cloud(Cloud cloud) {
  switch (cloud) {
    case Cloud::china:
      return {"https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn", "", ""};
    case Cloud::us_government:
      return {"https://management.usgovcloudapi.net", "https://login.microsoftonline.us", "", ""};
    case Cloud::global:
      break;
  }
  return {"https://management.azure.com", "https://login.microsoftonline.com", "", ""};
}

}  // namespace

AzureEndpoints azure_endpoints(const Vault& vault) {
  AzureEndpoints endpoints = of_cloud(vault.cloud);
  // A stand-in for Resource Manager is given the token of the cloud it stands in for.
  endpoints.audience = endpoints.resource_manager;
  if (!vault.resource_manager.empty()) endpoints.resource_manager = vault.resource_manager;
  if (!vault.login.empty()) endpoints.login = vault.login;
  const char* metadata = std::getenv("AZURE_POD_IDENTITY_AUTHORITY_HOST");
  endpoints.metadata = metadata && *metadata ? metadata : "http://169.254.169.254";
  while (endpoints.metadata.ends_with('/')) endpoints.metadata.pop_back();
  return endpoints;
}

std::string origin_of(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  std::string lower(url.substr(0, url.find_first_of("/?#\\", scheme.size())));
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (!lower.starts_with(scheme) || lower.size() == scheme.size() ||
      lower.find('@') != std::string::npos)
    return {};
  if (lower.ends_with(":443")) lower.resize(lower.size() - 4);
  return lower;
}

std::string url_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace fbd
