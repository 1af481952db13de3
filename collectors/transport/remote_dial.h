// TcpConnect and TlsHandshake from another machine, with what is there: nothing is installed.
//
// A script picks the first tool it finds and writes what came of it, line by line; here that
// becomes the same answer as from this machine, with one more key, "tool". Pure: no I/O.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "collectors/evidence/question.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// python3, python, perl, bash or curl. What it does ends within `within`.
std::string tcp_script(const TcpConnect& request, std::chrono::milliseconds within);
/// JSON as of TcpConnect, or the failure of the first try; not_collected if there is no tool.
Result<std::string> tcp_answer(std::string_view text, const TcpConnect& request,
                               const std::string& host);

/// openssl, or python3, which shows only the server's own certificate.
std::string tls_script(const TlsHandshake& request, std::chrono::milliseconds within);
/// JSON as in tls_answer.h. openssl does not tell how long a handshake took: 0 is "not known".
Result<std::string> tls_answer(std::string_view text, const TlsHandshake& request,
                               const std::string& host);

}  // namespace fbd
