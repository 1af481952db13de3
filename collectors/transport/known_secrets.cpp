#include "collectors/transport/known_secrets.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "collectors/evidence/secret_keys.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/files.h"
#include "collectors/transport/secret.h"

namespace fbd {
namespace {

constexpr std::size_t longest = 64U << 10;

/// Files that are a secret as a whole, and those whose keys name one.
constexpr std::array<std::string_view, 1> whole{"/usr/local/InMage/private/connection.passphrase"};
constexpr std::array<std::string_view, 3> with_keys{"/usr/local/InMage/config/RCMInfo.conf",
                                                    "/usr/local/InMage/config/ProxyInfo.conf",
                                                    "/usr/local/ASR/Vx/etc/SourceConfig.json"};

void add(std::vector<std::string>& secrets, std::string_view secret) {
  secret = trimmed(secret);
  if (!secret.empty()) secrets.emplace_back(secret);
}

/// "RelaySharedKey=x", "\"Passphrase\": \"x\","
void add_values(std::vector<std::string>& secrets, std::string_view text) {
  static constexpr std::string_view around = " \t\",{}";
  const auto bare = [](std::string_view part) {
    part.remove_prefix(std::min(part.find_first_not_of(around), part.size()));
    while (!part.empty() && around.find(part.back()) != std::string_view::npos)
      part.remove_suffix(1);
    return part;
  };
  for (const std::string_view line : lines(text)) {
    const std::size_t separator = line.find_first_of("=:");
    if (separator == std::string_view::npos) continue;
    const SecretKey kind = secret_key(bare(line.substr(0, separator)));
    if (kind == SecretKey::phrase || kind == SecretKey::token)
      add(secrets, bare(line.substr(separator + 1)));
  }
}

void add_of_host(std::vector<std::string>& secrets, const Host& host) {
  const bool confined = host.reach == Reach::root;
  const OrErrno<RootDirectory> root = RootDirectory::at(confined ? host.root : "/", confined);
  if (!root) return;
  for (const std::string_view path : whole)
    if (const auto content = read_file(*root, std::string(path), longest))
      add(secrets, content->bytes);
  for (const std::string_view path : with_keys)
    if (const auto content = read_file(*root, std::string(path), longest))
      add_values(secrets, content->bytes);
}

}  // namespace

std::vector<std::string> known_secrets(const Site& site) {
  std::vector<std::string> secrets;
  const auto add_reference = [&secrets](const std::optional<SecretRef>& reference) {
    if (!reference) return;
    if (const Result<std::string> secret = read_secret(*reference)) add(secrets, *secret);
  };
  for (const Host& host : site.hosts) {
    if (host.account) add_reference(host.account->password);
    if (host.reach == Reach::local || host.reach == Reach::root) add_of_host(secrets, host);
  }
  if (site.azure) add_reference(site.azure->client_secret);
  return secrets;
}

}  // namespace fbd
