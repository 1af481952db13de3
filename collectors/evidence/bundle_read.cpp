#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_manifest.h"
#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/site_file.h"

namespace fbd {
namespace {

tl::unexpected<Error> refused(std::string message) {
  return error(ErrorKind::malformed, std::move(message));
}

/// Why a member is not what the manifest says, or "".
std::string mismatch(const ManifestEntry& entry, std::string_view bytes, bool by_hand) {
  if (!by_hand && (!entry.bytes || entry.sha256.empty()))
    return fmt::format("manifest.json does not give size and hash of {}",
                       named_member(entry.member));
  if (entry.bytes && *entry.bytes != bytes.size())
    return fmt::format("{} has {} bytes, and manifest.json says {}", named_member(entry.member),
                       bytes.size(), *entry.bytes);
  if (!entry.sha256.empty() && entry.sha256 != sha256_of(bytes))
    return named_member(entry.member) + " was changed: its SHA-256 is not that of manifest.json";
  return {};
}

/// The answer of a question, taken out of the members; or the error it got instead.
Result<Observation> observation_of(ManifestEntry& entry, BundleMembers& members, bool by_hand) {
  Observation observation{entry.at, entry.took, {}};
  if (entry.error) {
    observation.answer = tl::unexpected<Error>(std::move(*entry.error));
    return observation;
  }
  const auto member = members.find(entry.member);
  if (member == members.end()) return refused(named_member(entry.member) + " is missing");
  if (std::string why = mismatch(entry, member->second, by_hand); !why.empty())
    return refused(std::move(why));
  observation.answer = std::move(member->second);
  members.erase(member);
  return observation;
}

/// A bundle from its members. One that is a directory may be written by hand, without hashes.
Result<Bundle> assembled(BundleMembers members, bool by_hand) {
  for (const std::string_view needed : {"manifest.json", "site.yaml"})
    if (!members.contains(needed))
      return refused(fmt::format("it is no bundle: there is no {}", needed));
  Result<Manifest> manifest = read_manifest(members.find("manifest.json")->second);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  Result<Site> site = parse_site(members.find("site.yaml")->second, "site.yaml");
  if (!site) return tl::unexpected<Error>(site.error());
  members.erase("manifest.json");
  members.erase("site.yaml");

  Bundle bundle{std::move(manifest->program), std::move(*site), {}};
  for (ManifestEntry& entry : manifest->entries) {
    const Asked& asked = entry.asked;
    if (!bundle.site.host(asked.host))
      return refused(
          fmt::format("manifest.json names the host \"{}\", and site.yaml does not", asked.host));
    if (bundle.evidence.find(asked.host, asked.question))
      return refused(fmt::format("manifest.json has {} twice", member_name(asked)));
    Result<Observation> observation = observation_of(entry, members, by_hand);
    if (!observation) return tl::unexpected<Error>(observation.error());
    bundle.evidence.record({asked.host, asked.question, std::move(entry.request)},
                           std::move(*observation));
  }
  if (!members.empty())
    return refused(named_member(members.begin()->first) + " is not in manifest.json");
  return bundle;
}

Result<Bundle> read(const std::filesystem::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    const int code = errno;
    return error(code == ENOENT   ? ErrorKind::not_found
                 : code == EACCES ? ErrorKind::denied
                                  : ErrorKind::failed,
                 std::strerror(code));
  }
  const bool is_directory = S_ISDIR(status.st_mode);
  if (!is_directory && !S_ISREG(status.st_mode)) return refused("it is no file and no directory");
  Result<BundleMembers> members =
      is_directory ? members_of_directory(path) : members_of_archive(path);
  if (!members) return tl::unexpected<Error>(members.error());
  return assembled(std::move(*members), is_directory);
}

}  // namespace

Result<Bundle> read_bundle(const std::filesystem::path& path) {
  Result<Bundle> bundle = read(path);
  if (!bundle) bundle.error().message.insert(0, path.string() + ": ");
  return bundle;
}

}  // namespace fbd
