#include "collectors/evidence/never_collected.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <string>

namespace fbd {
namespace {

/// Patterns of whole paths, in lower case and with '/' as separator; '*' crosses separators.
constexpr std::array patterns{
    // Passphrase and keys of the agent and the configuration server (mobility agent installer).
    "*/connection.passphrase*", "*/inmage/private/*", "*/microsoft azure site recovery/private/*",
    "*.pfx", "*.p12", "*/amethyst.conf*",
    // Keys and key stores.
    "*.key", "*.pem", "*.ppk", "*.jks", "*.keystore", "*.kdbx", "*.keytab", "*/ssl/private/*",
    "*/pki/tls/private/*", "*/ssh_host_*_key", "*/.ssh/id_*", "*/.gnupg/*", "*/wireguard/*.conf",
    // Passwords of users.
    "*/etc/shadow*", "*/etc/gshadow*", "*/etc/security/opasswd*", "*/.netrc", "*/.pgpass",
    "*/.my.cnf", "*/.git-credentials", "*/.aws/credentials", "*/.azure/*", "*_history",
    "*/config/sam", "*/config/security", "*/ntds.dit",
    // Memory, devices and environments.
    "/proc/kcore", "/proc/*/mem", "/proc/*/environ", "/proc/*/maps", "/dev/*", "*/core.[0-9]*",
    "*.dmp", "*/memory.dmp", "*/pagefile.sys", "*/hiberfil.sys"};

}  // namespace

bool never_collected(std::string_view path) {
  std::string plain(path);
  std::transform(plain.begin(), plain.end(), plain.begin(), [](char c) {
    if (c == '\\') return '/';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::any_of(patterns.begin(), patterns.end(), [&plain](const char* pattern) {
    return fnmatch(pattern, plain.c_str(), 0) == 0;
  });
}

}  // namespace fbd
