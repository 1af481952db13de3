// AzureGet.
#pragma once

#include <memory>

#include "collectors/evidence/question.h"
#include "collectors/transport/arm_request.h"
#include "collectors/transport/operation.h"

namespace fbd {

/// A vault is one question to people and many requests to the service: its pages are asked one
/// after the other, and the service makes callers wait. So a question may take this many deadlines.
inline constexpr int azure_patience = 6;

std::unique_ptr<Operation> start_azure_get(Means& means, AzureService& service, const Terms& terms,
                                           const AzureGet& request, Done done);

}  // namespace fbd
