// What happens to everything before it goes into a bundle: secrets out, stand-ins in, and a second
// look by somebody who does not know how the first was done.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/identifiers.h"
#include "collectors/evidence/leak_gate.h"
#include "collectors/evidence/site.h"

namespace fbd {

enum class RedactLevel { none, secrets, all };

std::string_view name(RedactLevel level);

/// A text as it may be stored.
struct Cleaned {
  std::string text;
  std::map<std::string, std::uint64_t> counts;
  std::vector<Leak> leaks;  // if there are any it may not leave the machine
};

/// Everything may be called from several threads at once.
class BundleRedaction {
 public:
  /// `known_secrets`: of this host and site, which must not be anywhere, however encoded.
  BundleRedaction(RedactLevel level, const StandInKey& key, const KnownNames& names,
                  const std::vector<std::string>& known_secrets);

  RedactLevel level() const { return level_; }

  /// Of a text from which without_secrets() has taken what has a name.
  Cleaned cleaned(std::string_view text, Replacements& done) const;

  /// Names, paths and messages.
  std::string cleaned_name(std::string_view text, Replacements& done) const;
  Site cleaned(const Site& site, Replacements& done) const;
  Question cleaned(const Question& question, Replacements& done) const;
  /// A tree is redacted file by file, for its headers count bytes. Adds to `leaks`.
  Observation cleaned(const Request& request, const Observation& observation, Replacements& done,
                      std::vector<Leak>& leaks) const;

 private:
  std::string with_stand_ins(std::string_view text, Replacements& done) const;

  RedactLevel level_;
  Identifiers identifiers_;
  LeakGate gate_;
};

}  // namespace fbd
