// The second look at what redaction left. It shares nothing with the first: it knows the secrets of
// this host and site themselves, in every encoding, the shapes of keys, and what noise looks like.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fbd {

struct Leak {
  std::size_t line = 0;  // of the text, from 1 on
  std::string what;      // never the secret itself: "a known secret, in base64"
};

class LeakGate {
 public:
  /// Secrets of fewer than 6 characters are in everything; they are passed over.
  explicit LeakGate(const std::vector<std::string>& known_secrets = {});

  /// What must not be there, up to a dozen places. `stand_ins`: what redaction put there, by which
  /// every address is measured; nullptr: addresses may be there.
  std::vector<Leak> leaks(std::string_view text,
                          const std::unordered_set<std::string>* stand_ins) const;

 private:
  struct Pattern {
    std::string bytes;
    std::string what;
  };
  void add(std::string bytes, std::string what);

  // By their first four bytes.
  std::unordered_map<std::uint32_t, std::vector<Pattern>> patterns_;
  std::vector<bool> begins_;
};

}  // namespace fbd
