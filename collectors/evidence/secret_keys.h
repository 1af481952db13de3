// Which names stand for secrets. The words of redaction.
#pragma once

#include <cstddef>
#include <string_view>

namespace fbd {

enum class SecretKey {
  none,
  phrase,  // chosen by people, so it may hold blanks: password, passphrase
  token,   // made by machines, so it holds none: token, SharedAccessKey
  weak,    // a short word with other meanings as well (pass=12, sig=11): only "key=value" counts
};

/// A name counts by how it ends, whatever its case and separators: "adminPassword", "wep-key0" and
/// "RelaySharedKey" do, "password_file" and "RelayKeyPolicyName" do not.
SecretKey secret_key(std::string_view name);

/// ASCII only, so that it does not depend on a locale.
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

}  // namespace fbd
