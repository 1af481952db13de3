#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_grown.h"
#include "collectors/evidence/bundle_manifest.h"
#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/site_file.h"

namespace fbd {
namespace {

tl::unexpected<Error> refused(std::string message) {
  return error(ErrorKind::malformed, std::move(message));
}

/// A bundle from its members. One that is a directory may be written by hand, without hashes.
Result<Bundle> assembled(BundleMembers all, bool by_hand) {
  if (all.kept.contains("manifest.jsonl") || all.kept.contains(first_segment))
    return grown_bundle(std::move(all));
  auto& members = all.kept;
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
    Result<Observation> observation = observation_of(entry, all, by_hand);
    if (!observation) return tl::unexpected<Error>(observation.error());
    bundle.evidence.record({asked.host, asked.question, std::move(entry.request)},
                           std::move(*observation));
  }
  if (!members.empty() || !all.files.empty())
    return refused(
        named_member(members.empty() ? all.files.begin()->first : members.begin()->first) +
        " is not in manifest.json");
  return bundle;
}

Result<BundleMembers> members_of(const std::filesystem::path& path, bool& is_directory,
                                 const FileBytes& file_bytes) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    const int code = errno;
    return error(code == ENOENT   ? ErrorKind::not_found
                 : code == EACCES ? ErrorKind::denied
                                  : ErrorKind::failed,
                 std::strerror(code));
  }
  is_directory = S_ISDIR(status.st_mode);
  if (!is_directory && !S_ISREG(status.st_mode)) return refused("it is no file and no directory");
  return is_directory ? members_of_directory(path, file_bytes)
                      : members_of_archive(path, file_bytes);
}

}  // namespace

Result<Bundle> read_bundle(const std::filesystem::path& path) {
  bool is_directory = false;
  Result<BundleMembers> members = members_of(path, is_directory, {});
  Result<Bundle> bundle = members ? assembled(std::move(*members), is_directory)
                                  : Result<Bundle>(tl::unexpected<Error>(members.error()));
  if (!bundle) bundle.error().message.insert(0, path.string() + ": ");
  return bundle;
}

Result<void> read_bundle_files(const std::filesystem::path& path, const FileBytes& each) {
  bool is_directory = false;
  const Result<BundleMembers> members = members_of(path, is_directory, each);
  if (!members) return error(members.error().kind, path.string() + ": " + members.error().message);
  return {};
}

}  // namespace fbd
