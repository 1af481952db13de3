// From the answer to the first call to who it is that answers.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "collectors/evidence/site.h"
#include "collectors/transport/http.h"
#include "collectors/transport/soap_reader.h"
#include "collectors/transport/vsphere_session.h"

namespace fbd {

/// An error only if there was no connection or no time. `body` is how it began.
Result<VsphereAbout> about_from(const Host& host, const HttpOutcome& outcome, SoapReader& reader,
                                std::string_view body);

/// From the answer to SessionManager.Login; an error if it is neither a session nor a fault.
Result<VsphereLogin> login_from(const Host& host, const Result<SoapAnswer>& answer);

}  // namespace fbd
