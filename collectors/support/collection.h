// Collecting for support: from questions to members of a bundle that grows.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/evidence/bundle_redaction.h"
#include "collectors/evidence/bundle_stream.h"
#include "collectors/evidence/site.h"
#include "collectors/evidence/source.h"

namespace fbd {

struct CollectionLimits {
  std::chrono::milliseconds question{10'000};  // no question takes longer
  std::chrono::seconds group{120};             // nor a component of a host, all in all
  std::size_t files = 2'000;                   // of a component, the newest
  std::uint64_t piece = 1ULL << 20;            // read, redacted and stored at once
  unsigned threads = 2;
};

/// A leak that the gate found, and where.
struct FoundLeak {
  std::string member;
  Leak leak;
};

class Collection {
 public:
  /// `site` as it is, not as it is called in the bundle.
  Collection(Source& source, const Site& site, const BundleRedaction& redaction,
             BundleStream& stream, const CollectionLimits& limits);
  ~Collection();
  Collection(const Collection&) = delete;
  Collection& operator=(const Collection&) = delete;

  /// site.yaml, which everything else refers to. The first thing to be stored.
  Result<void> add_site();
  /// What was asked already.
  Result<void> add(const Evidence& evidence);
  /// The commands of context.h, of every host that can be asked.
  Result<void> add_context();
  /// The files of log_files.h and `others` (globs of this machine): by priority, the end of each
  /// file first, newest files first. What is left out has a line that says why. An error is one of
  /// the stream; then nothing more can be stored.
  Result<void> add_files(const std::vector<std::string>& others);

  const std::vector<FoundLeak>& leaks() const;
  const Replacements& replacements() const;
  std::size_t files() const;
  std::size_t left_out() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What the files of a host say about names, without the bundle holding it: /etc/hosts, hostname,
/// passwd, resolv.conf. Asks through `source`, and stores nothing.
KnownNames names_of_hosts(Source& source, const Site& site, std::chrono::milliseconds deadline);

}  // namespace fbd
