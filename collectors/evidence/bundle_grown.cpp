#include "collectors/evidence/bundle_grown.h"

#include <fmt/format.h>

#include "collectors/evidence/bundle_chain.h"
#include "collectors/evidence/site_file.h"

namespace fbd {
namespace {

tl::unexpected<Error> refused(std::string message) {
  return error(ErrorKind::malformed, std::move(message));
}

/// Why a member is not what the manifest says, or "".
std::string mismatch(const ManifestEntry& entry, std::string_view bytes, bool by_hand) {
  if (!by_hand && (!entry.bytes || entry.sha256.empty()))
    return fmt::format("the manifest does not give size and hash of {}",
                       named_member(entry.member));
  if (entry.bytes && *entry.bytes != bytes.size())
    return fmt::format("{} has {} bytes, and the manifest says {}", named_member(entry.member),
                       bytes.size(), *entry.bytes);
  if (!entry.sha256.empty() && entry.sha256 != sha256_of(bytes))
    return named_member(entry.member) + " was changed: its SHA-256 is not that of the manifest";
  return {};
}

/// All lines there are, in order. The manifest at the end must say what the segments said.
Result<std::string> manifest_text(BundleMembers& members, bool& is_whole) {
  std::string segments;
  for (std::size_t number = 0;; ++number) {
    const auto segment = members.kept.find(fmt::format("manifest/{:08}.jsonl", number));
    if (segment == members.kept.end()) break;
    segments += segment->second;
    members.kept.erase(segment);
  }
  const auto whole = members.kept.find("manifest.jsonl");
  if (whole == members.kept.end()) return segments;
  std::string text = std::move(whole->second);
  members.kept.erase(whole);
  is_whole = text.ends_with('\n') && (segments.empty() || text == segments);
  if (!is_whole && !segments.empty() && members.damage.empty())
    return refused("manifest.jsonl is not what grew while it was written");
  return segments.empty() ? text : segments;
}

class Assembly {
 public:
  explicit Assembly(BundleMembers members) : members_(std::move(members)) {}

  Result<Bundle> run() {
    bool is_whole = false;
    const Result<std::string> text = manifest_text(members_, is_whole);
    if (!text) return tl::unexpected<Error>(text.error());
    Chain chain = read_chain(*text);
    if (!chain.problem.empty()) return refused(chain.problem);
    for (ChainLine& line : chain.lines) {
      Result<void> taken = std::visit([this](auto& one) { return take(one); }, line);
      if (!taken) return tl::unexpected<Error>(taken.error());
    }
    if (Result<void> finished = finish(is_whole); !finished)
      return tl::unexpected<Error>(finished.error());
    return std::move(bundle_);
  }

 private:
  Result<void> take(ChainBegin& line) {
    bundle_.program = std::move(line.program);
    bundle_.id = std::move(line.id);
    bundle_.redact = std::move(line.redact);
    return {};
  }

  Result<void> take(ChainMember& line) {
    const auto member = members_.kept.find(line.member);
    if (member == members_.kept.end()) return refused(named_member(line.member) + " is missing");
    if (line.sha256 != sha256_of(member->second))
      return refused(named_member(line.member) +
                     " was changed: its SHA-256 is not that of the manifest");
    if (line.member == "site.yaml") {
      Result<Site> site = parse_site(member->second, "site.yaml");
      if (!site) return tl::unexpected<Error>(site.error());
      bundle_.site = std::move(*site);
    }
    members_.kept.erase(member);
    return {};
  }

  Result<void> take(ManifestEntry& line) {
    const Asked asked = line.asked;
    if (!bundle_.site.host(asked.host))
      return refused(
          fmt::format("the manifest names the host \"{}\", and site.yaml does not", asked.host));
    if (bundle_.evidence.find(asked.host, asked.question))
      return refused(fmt::format("the manifest has {} twice", member_name(asked)));
    Request request = line.request;
    Result<Observation> observation = observation_of(line, members_, false);
    if (!observation) return tl::unexpected<Error>(observation.error());
    bundle_.evidence.record({asked.host, asked.question, std::move(request)},
                            std::move(*observation));
    return {};
  }

  Result<void> take(CollectedFile& line) {
    const auto member = members_.files.find(line.member);
    if (member == members_.files.end()) return refused(named_member(line.member) + " is missing");
    if (member->second.bytes != line.bytes || member->second.sha256 != line.sha256)
      return refused(named_member(line.member) +
                     " was changed: its SHA-256 is not that of the manifest");
    members_.files.erase(member);
    bundle_.files.push_back(std::move(line));
    return {};
  }

  Result<void> take(LeftOut& line) {
    bundle_.left_out.push_back(std::move(line));
    return {};
  }

  Result<void> take(ChainEnd& line) {
    ended_ = true;
    if (line.how != "complete") bundle_.incomplete = fmt::format("it ended early: {}", line.how);
    return {};
  }

  Result<void> finish(bool is_whole) {
    if (bundle_.program.empty()) return refused("it is no bundle: its manifest has no beginning");
    const bool cut_off = !ended_ || !is_whole;
    if (cut_off)
      bundle_.incomplete =
          members_.damage.empty() ? "it was cut off while it was written" : members_.damage;
    // What has no line yet may be there only where the writing broke off.
    if (!cut_off && !(members_.kept.empty() && members_.files.empty()))
      return refused(named_member(members_.kept.empty() ? members_.files.begin()->first
                                                        : members_.kept.begin()->first) +
                     " is not in the manifest");
    return {};
  }

  BundleMembers members_;
  Bundle bundle_;
  bool ended_ = false;
};

}  // namespace

Result<Observation> observation_of(ManifestEntry& entry, BundleMembers& members, bool by_hand) {
  Observation observation{entry.at, entry.took, {}};
  if (entry.error) {
    observation.answer = tl::unexpected<Error>(std::move(*entry.error));
    return observation;
  }
  const auto member = members.kept.find(entry.member);
  if (member == members.kept.end()) return refused(named_member(entry.member) + " is missing");
  if (std::string why = mismatch(entry, member->second, by_hand); !why.empty())
    return refused(std::move(why));
  observation.answer = std::move(member->second);
  members.kept.erase(member);
  return observation;
}

Result<Bundle> grown_bundle(BundleMembers members) { return Assembly(std::move(members)).run(); }

}  // namespace fbd
