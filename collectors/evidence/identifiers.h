// Puts stand-ins where addresses and names stood: one pass over a text, whatever it holds, in time
// that grows with its length alone.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "collectors/evidence/site.h"
#include "collectors/evidence/stand_ins.h"

namespace fbd {

/// Names that only the site knows to be names.
struct KnownNames {
  std::vector<std::string> hosts;    // "web01"; of "web01.contoso.com" the first part
  std::vector<std::string> domains;  // "contoso.com"
  std::vector<std::string> users;

  /// A host, with or without a domain; addresses and words that anybody uses are passed over.
  void add_host(std::string_view name);
  void add_domain(std::string_view name);
  void add_user(std::string_view name);
  void add_site(const Site& site);
};

/// What was replaced.
struct Replacements {
  std::unordered_map<std::string, std::string> stand_ins;  // of every value, as both are written
  std::map<std::string, std::uint64_t> counts;             // by kind: "ipv4", "host" ...
  std::unordered_set<std::string> versions;                // that look like an address and stayed
  void add(const Replacements& others);
};

class Identifiers {
 public:
  Identifiers(const StandIns& stand_ins, const KnownNames& names);

  /// With stand-ins for IPv4, IPv6 and MAC addresses, GUIDs, e-mail addresses, the known names,
  /// names below known domains, and users where a text says that it names one. Also where ':' and
  /// '@' are written as in a URL, and behind the escapes of JSON.
  std::string replaced(std::string_view text, Replacements& done) const;

 private:
  friend class IdentifierScan;
  struct Name {
    std::string low;  // in lower case
    enum class Kind { host, domain, user, user_key } kind;
  };
  void add(std::string_view name, Name::Kind kind);

  StandIns stand_ins_;
  // By their first two letters; longer ones first.
  std::unordered_map<std::uint16_t, std::vector<Name>> names_;
  std::vector<bool> begins_name_;
  std::vector<std::string> domains_;
};

}  // namespace fbd
