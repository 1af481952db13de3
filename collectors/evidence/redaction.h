// Secrets are taken out of an answer before it becomes an Observation: what was never kept can be
// neither logged nor bundled, and live and replayed reports see the same bytes.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// The text with the values of secret keys (password, passphrase, psk, private-key, secret, token,
/// SharedAccessSignature and the like, as key=value, key: value or "key": "value"), the sig= of
/// storage URLs, credentials in URLs, JSON web tokens, Authorization headers and private key blocks
/// replaced by "<redacted>" (in XML "&lt;redacted&gt;"; UTF-16 stays UTF-16). The structure around
/// them stays, so that parsers still read it. Linear time in the length of the text, whatever it
/// holds.
std::string without_secrets(std::string_view text);

/// Whether a secret stood in this value, or was the whole of it: then what it was cannot be judged.
bool is_taken_out(std::string_view value);

/// Each "<redacted>" as "_redacted_", for readers to whom '<' and '>' mean something.
std::string with_plain_marks(std::string_view text);

}  // namespace fbd
