#include "kb/terminal/bundle_merge.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_stream.h"
#include "collectors/evidence/site_file.h"
#include "kb/report/version.h"

namespace fbd {
namespace {

/// A host as two bundles know it: each machine knows itself best.
Result<void> add_host(Site& site, const Host& host) {
  for (Host& known : site.hosts) {
    if (known.name != host.name) continue;
    if (!known.address.empty() && !host.address.empty() && known.address != host.address &&
        known.reach == Reach::none && host.reach == Reach::none)
      return error(ErrorKind::malformed,
                   fmt::format("they have different addresses for {}: they are not of one site, or "
                               "were collected without a common --map",
                               host.name));
    if (known.reach == Reach::none && host.reach != Reach::none) {
      const std::string address = known.address;
      known = host;
      if (known.address.empty()) known.address = address;
    }
    return {};
  }
  site.hosts.push_back(host);
  // Only one machine is this one; whichever was, its answers are there.
  int local = 0;
  for (Host& one : site.hosts)
    if (one.reach == Reach::local && ++local > 1) one.reach = Reach::ssh;
  return {};
}

class Merge {
 public:
  explicit Merge(BundleStream& stream) : stream_(stream) {}

  Result<void> add(std::string_view name, std::string_view bytes, const ChainLine& line,
                   std::chrono::sys_seconds at) {
    const Result<std::string> frame = bundle_frame(name, bytes, at);
    if (!frame) return tl::unexpected<Error>(frame.error());
    return stream_.add(*frame, line);
  }

  Result<void> add_answers(const Bundle& bundle) {
    for (const auto& [asked, entry] : bundle.evidence.entries()) {
      if (!answers_.insert(asked).second) continue;
      const ManifestEntry line = manifest_entry(asked, entry.request, entry.observation);
      Result<void> added = entry.observation.answer ? add(line.member, *entry.observation.answer,
                                                          line, entry.observation.at)
                                                    : stream_.add("", line);
      if (!added) return added;
    }
    for (const LeftOut& one : bundle.left_out)
      if (Result<void> added = stream_.add("", one); !added) return added;
    return {};
  }

  Result<void> add_files(const Bundle& bundle, const std::string& file) {
    std::map<std::string, const CollectedFile*, std::less<>> wanted;
    for (const CollectedFile& one : bundle.files)
      if (members_.insert(one.member).second) wanted[one.member] = &one;
    Result<void> result;
    const CollectedFile* current = nullptr;
    std::string bytes;
    const auto finish = [&] {
      if (current && result) result = add(current->member, bytes, *current, current->modified);
      current = nullptr;
      bytes.clear();
    };
    const Result<void> read =
        read_bundle_files(file, [&](std::string_view member, std::string_view some) {
          if (some.empty()) {
            finish();
            const auto one = wanted.find(member);
            current = one == wanted.end() ? nullptr : one->second;
          } else if (current) {
            bytes += some;
          }
        });
    finish();
    return result && !read && bundle.incomplete.empty() ? read : result;
  }

 private:
  BundleStream& stream_;
  std::set<Asked> answers_;
  std::set<std::string> members_;
};

}  // namespace

Result<std::string> merge_bundles(const std::string& output,
                                  const std::vector<std::string>& files) {
  std::vector<Bundle> bundles;
  Site site;
  std::string redact = "all";
  for (const std::string& file : files) {
    Result<Bundle> bundle = read_bundle(file);
    if (!bundle) return tl::unexpected<Error>(bundle.error());
    if (site.stack == Stack::unknown) site.stack = bundle->site.stack;
    if (!site.azure) site.azure = bundle->site.azure;
    for (const Host& host : bundle->site.hosts)
      if (Result<void> added = add_host(site, host); !added)
        return error(added.error().kind, file + ": " + added.error().message);
    if (bundle->redact != redact) redact = bundle->redact.empty() ? "secrets" : bundle->redact;
    bundles.push_back(std::move(*bundle));
  }
  const Result<std::unique_ptr<BundleStream>> stream = BundleStream::create(
      output, {std::string(program_version()), bundles.front().id, redact}, UINT64_MAX);
  if (!stream) return tl::unexpected<Error>(stream.error());
  Merge merge(**stream);
  const std::string text = write_site(site);
  Result<void> done =
      merge.add("site.yaml", text, ChainMember{"site.yaml", text.size(), sha256_of(text)}, {});
  std::size_t incomplete = 0;
  for (std::size_t i = 0; done && i < bundles.size(); ++i) {
    done = merge.add_answers(bundles[i]);
    if (done) done = merge.add_files(bundles[i], files[i]);
    incomplete += !bundles[i].incomplete.empty();
  }
  const std::string how =
      incomplete == 0 ? "complete" : fmt::format("{} of its parts were incomplete", incomplete);
  if (done) done = (*stream)->finish({how}, true);
  if (!done) return tl::unexpected<Error>(done.error());
  return fmt::format("{}: {} hosts of {} bundles", output, site.hosts.size(), files.size());
}

}  // namespace fbd
