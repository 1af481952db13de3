// Where Azure is: Resource Manager, sign-in and the metadata service of an Azure VM.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/evidence/site.h"

namespace fbd {

struct AzureEndpoints {
  std::string resource_manager;  // "https://management.azure.com"
  std::string login;             // "https://login.microsoftonline.com"
  std::string metadata;          // "http://169.254.169.254"
  std::string audience;          // whom a token is for: the cloud's Resource Manager
};

/// By cloud, unless the site file names others; the metadata service by the variable
/// AZURE_POD_IDENTITY_AUTHORITY_HOST, as Microsoft's libraries do.
AzureEndpoints azure_endpoints(const Vault& vault);

/// "https://host:port" of an address, in lower case; "" for what is none over TLS. Addresses with a
/// user name are none.
std::string origin_of(std::string_view url);

/// A text as a part of a query or a form.
std::string url_encoded(std::string_view text);

}  // namespace fbd
