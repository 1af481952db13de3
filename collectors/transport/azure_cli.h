// The Azure CLI, asked for a token: whoever is signed in there is who we are.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "collectors/evidence/result.h"

namespace fbd {

/// What `az account get-access-token` prints. Blocks, on a thread of its own, until it ends,
/// `within` is over or nobody waits any more. The program is started with an argument vector,
/// without a shell, and with our environment, which it needs; its output is a secret. not_found:
/// there is no `az`; denied: nobody is signed in, with the first line of what it said.
Result<std::string> ask_azure_cli(const std::string& resource, const std::string& tenant,
                                  std::chrono::milliseconds within, const std::stop_token& stop);

}  // namespace fbd
