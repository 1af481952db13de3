#include "collectors/evidence/secret_keys.h"

#include <doctest/doctest.h>

using fbd::secret_key;
using fbd::SecretKey;

TEST_CASE("a name counts by how it ends") {
  struct Case {
    std::string_view name;
    SecretKey kind;
  };
  constexpr Case cases[]{
      {"password", SecretKey::phrase},
      {"PASSWORD", SecretKey::phrase},
      {"adminPassword", SecretKey::phrase},
      {"vpn.secret", SecretKey::phrase},
      {"private-key-password", SecretKey::phrase},
      {"wep-key0", SecretKey::token},
      {"password12", SecretKey::phrase},
      {"RelaySharedKey", SecretKey::token},
      {"shared key", SecretKey::token},
      {"AADAuthCert", SecretKey::phrase},
      {"dbPwd", SecretKey::phrase},
      {"DB_PWD", SecretKey::phrase},
      {"wpa_psk", SecretKey::phrase},
      {"Set-Cookie", SecretKey::phrase},
      {"db_pass", SecretKey::weak},
      {"sig", SecretKey::weak},
      {"", SecretKey::none},
      {"-", SecretKey::none},
      {"7", SecretKey::none},
      {"password_file", SecretKey::none},
      {"PasswordAuthentication", SecretKey::none},
      {"RelayKeyPolicyName", SecretKey::none},
      {"SharedAccessKeyName", SecretKey::none},
      {"bypass", SecretKey::none},
      {"OLDPWD", SecretKey::none},
      {"tcp_syncookies", SecretKey::none},
      {"gir1.2-secret-1", SecretKey::none},
      {"libsecret-1-0", SecretKey::none},
      {"HostId", SecretKey::none},
      {"publicKey", SecretKey::none},
      {"psk-flags", SecretKey::none},
      {"password.", SecretKey::none},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(secret_key(c.name) == c.kind);
  }
}
