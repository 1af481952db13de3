// known_hosts: which key a host is known by, as sshd(8), SSH_KNOWN_HOSTS FILE FORMAT, has it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// What is known of a host and the key it showed.
struct HostKeyVerdict {
  enum class Kind {
    known,
    unknown,  // there is no line for it, or only lines with keys of other types
    changed,  // it is known by another key of this type
    revoked,  // a line marks this key so
  };
  Kind kind = Kind::unknown;
  std::string place;             // "/root/.ssh/known_hosts:7" of the line that decided, or empty
  std::string other_types = {};  // of `unknown`: "ssh-rsa, ssh-ed25519", which it is known by
  bool authority = false;        // a @cert-authority line is for it, which is not supported
};

class KnownHosts {
 public:
  /// Takes the lines it understands; others are skipped, as ssh does.
  void add(std::string_view text, const std::string& file);

  /// `type` as in the file ("ssh-ed25519"), `key` the blob of the protocol.
  HostKeyVerdict judge(std::string_view host, std::uint16_t port, std::string_view type,
                       std::string_view key) const;

  /// The types of the keys it is known by, in the order of the file.
  std::vector<std::string> types(std::string_view host, std::uint16_t port) const;

 private:
  enum class Marker { none, authority, revoked };
  struct Line {
    Marker marker = Marker::none;
    std::string hosts;
    std::string type;
    std::string key;
    std::string place;
  };
  static bool is_for(const Line& line, const std::string& name);

  std::vector<Line> lines_;
};

/// "host" or "[host]:2222", as known_hosts names it.
std::string known_hosts_name(std::string_view host, std::uint16_t port);

/// "SHA256:..." of a key's blob, as ssh-keygen -l prints it.
std::string fingerprint(std::string_view key);

/// Whether ssh's wildcards match: '*' and '?', without regard to ASCII case.
bool matches_wildcards(std::string_view text, std::string_view pattern);

/// A list of such patterns, of which one must match and none behind a '!' may.
bool matches_list(std::string_view text, std::string_view list, std::string_view separators);

}  // namespace fbd
