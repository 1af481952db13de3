#include "collectors/transport/secret.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <sys/stat.h>

namespace fbd {
namespace {

constexpr std::size_t most_bytes = 1U << 20;

Error cannot_read(std::string_view file, int code) {
  const ErrorKind kind = code == ENOENT || code == ENOTDIR ? ErrorKind::not_found
                         : code == EACCES || code == EPERM ? ErrorKind::denied
                                                           : ErrorKind::failed;
  return {kind, fmt::format("{}: {}", file, std::strerror(code))};
}

Result<std::string> read_small_file(const std::string& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return tl::unexpected<Error>(cannot_read(file, errno));
  if (!S_ISREG(status.st_mode)) return error(ErrorKind::malformed, file + ": not a regular file");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return tl::unexpected<Error>(cannot_read(file, errno ? errno : EIO));
  std::string text(most_bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return tl::unexpected<Error>(cannot_read(file, EIO));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > most_bytes) return error(ErrorKind::malformed, file + ": larger than 1 MiB");
  return text;
}

Result<void> check_file(const SecretRef& reference) {
  struct stat status {};
  if (reference.kind != SecretRef::Kind::file || stat(reference.name.c_str(), &status) != 0)
    return {};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return error(ErrorKind::denied,
               fmt::format("{}: holds a secret, but its mode is {:04o}: others may get at it; "
                           "\"chmod 600 {}\" first",
                           reference.name, status.st_mode & 07777U, reference.name));
}

}  // namespace

Result<std::string> read_secret(const SecretRef& reference) {
  if (reference.kind == SecretRef::Kind::env) {
    const char* value = std::getenv(reference.name.c_str());
    if (value) return std::string(value);
    return error(ErrorKind::not_found,
                 fmt::format("the environment variable {} is not set", reference.name));
  }
  if (Result<void> safe = check_file(reference); !safe) return tl::unexpected<Error>(safe.error());
  Result<std::string> text = read_small_file(reference.name);
  if (text && text->ends_with('\n')) text->pop_back();
  return text;
}

Result<void> check_secrets(const Site& site) {
  for (const Host& host : site.hosts) {
    if (host.account && host.account->password)
      if (Result<void> safe = check_file(*host.account->password); !safe) return safe;
    if (!host.ssh) continue;
    for (const auto& secret : {host.ssh->passphrase, host.ssh->password, host.ssh->sudo_password})
      if (secret)
        if (Result<void> safe = check_file(*secret); !safe) return safe;
  }
  if (site.azure)
    for (const std::optional<SecretRef>* one : {&site.azure->client_secret, &site.azure->token})
      if (*one)
        if (Result<void> safe = check_file(**one); !safe) return safe;
  return {};
}

Result<std::string> read_site_text(const std::string& file) { return read_small_file(file); }

}  // namespace fbd
