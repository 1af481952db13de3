#include "collectors/evidence/secret_hints.h"

#include <doctest/doctest.h>

#include <string>

#include "collectors/evidence/redactor.h"

using fbd::Redactor;
using fbd::SecretHints;

namespace {

/// Texts that Redactor changes: a line of each, among lines that hold nothing.
constexpr const char* secrets[]{"password=x1",
                                "admin_passwd: x1",
                                "pass-phrase=x1",
                                "dbPwd=x1",
                                "pwd1=x1",
                                "wpa-psk=x1",
                                "clientSecret=x1",
                                "password-raw=x1",
                                "node.session.auth.password_in = x1",
                                "pre-shared-key=x1",
                                "Authorization: x1",
                                "Set-Cookie: a=b",
                                "Connection String=x1",
                                "SharedAccessSignature=x1",
                                "AADAuthCert=x1",
                                "token=x1",
                                "api-key=x1",
                                "access.key=x1",
                                "AccountKey=x1",
                                "RelaySharedKey=x1",
                                "privateKey=x1",
                                "secret_key=x1",
                                "storagekey=x1",
                                "encryption-key=x1",
                                "SigningKey=x1",
                                "master_key=x1",
                                "primaryKey=x1",
                                "secondaryKey=x1",
                                "Ocp-Apim-Subscription-Key: x1",
                                "wep-key0=x1",
                                "mka-cak=x1",
                                "X-Amz-Signature=x1",
                                "JSESSIONID=x1",
                                "vmware_soap_session=x1",
                                "vmware-api-session-id: x1",
                                "SecureString=x1",
                                "pw=x1",
                                "db_pass=x1",
                                "?sig=x1",
                                "%26sig%3Dx1",
                                "\"pw\": \"x1\"",
                                "--pw=x1",

                                "curl -u anna:x1 http://a",
                                "wget --user anna:x1",
                                "sshpass -p x1",
                                "mysql -px1",
                                "mysqldump -px1",
                                "mariadb -px1",
                                "UnifiedAgentConfigurator.sh -P x1",
                                "machine a login b password x1",
                                "Bearer abcdef0123456789abcdef",
                                "Basic dXNlcjpwYXNzd29yZA==",
                                "Negotiate abcdef0123456789abcdef",
                                "NTLM abcdef0123456789abcdef",
                                "key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                "private: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                "shared: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                "Address=anna:x1@proxy",
                                "http_proxy: anna:x1@proxy",
                                "http://anna:x1@host/",
                                "root:$6$salt$0123456789012345678901234:1",
                                "eyJhbGciOiJIUzI1NiJ9.e30.x1",
                                "<password>x1</password>",
                                "<property name=\"password\" value=\"x1\"/>",
                                "&lt;password&gt;x1&lt;/password&gt;",
                                "-----BEGIN PRIVATE KEY-----",
                                "\"name\": \"password\", \"value\": \"x1\""};

}  // namespace

TEST_CASE("every line with a secret is looked at, and no other changes that") {
  for (const std::string_view secret : secrets) {
    CAPTURE(secret);
    std::string text = "a line of words: 10.0.0.4, and another = 5\r\n";
    text += "indented (no more)\n" + std::string(secret) + "\nAAAA\n-----END PRIVATE KEY-----\n";
    text += "The end, \"of it\" and 'this'.\n";
    const std::string every = Redactor(text, true).run();
    CHECK(every != text);
    CHECK(Redactor(text).run() == every);
  }
}

TEST_CASE("hints are found in turn, and nothing else is") {
  const std::string text = "a word and a pipe\nkeys of a piano\nthe pw\nkey=1 <b> word";
  SecretHints hints(text);
  const std::size_t pw = text.find("pw");
  CHECK(hints.next(0) == pw);
  CHECK(hints.next(pw) == pw);
  CHECK(hints.next(pw + 1) == text.find("key="));
  CHECK(hints.next(text.find("key=") + 1) == text.find('<'));
  CHECK(hints.next(text.find('<') + 1) == std::string::npos);
  CHECK(SecretHints("").next(0) == std::string::npos);
  CHECK(SecretHints("pa").next(0) == std::string::npos);
}

TEST_CASE(
    "what a value over several lines left behind does not matter where lines were passed over") {
  const std::string_view text("{\"password\": \0\0\0}\npassword:\n  hunter3\nssid: x\n", 46);
  const std::string every = Redactor(text, true).run();
  CHECK(every.find("hunter3") == std::string::npos);
  CHECK(Redactor(text).run() == every);
}
