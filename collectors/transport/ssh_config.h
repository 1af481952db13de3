// ~/.ssh/config: the keys that matter for asking, as ssh_config(5) has them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// What a configuration says of one host; what is empty is not said.
struct SshSettings {
  std::string host_name;
  std::string user;
  std::uint16_t port = 0;
  std::vector<std::string> identity_files;
  bool identities_only = false;
  std::string identity_agent;
  std::vector<std::string> known_hosts_files;
  std::string host_key_alias;
  std::string proxy_jump;
  std::string proxy_command;  // only to be named: it is not carried out
};

class SshConfig {
 public:
  /// The texts of the files that an Include names, in order; wildcards and '~' are its business.
  using Include = std::function<std::vector<std::string>(std::string_view pattern)>;

  /// Later files only add what earlier ones do not say. Lines that cannot be read are skipped, and
  /// so is what stands under a Match other than "Match all": conditions are not evaluated.
  void add(std::string_view text, const Include& include);

  /// `host` as the user wrote it. %h, %n, %p, %r, %u and %d are not filled in yet.
  SshSettings of(std::string_view host) const;

 private:
  struct Setting {
    std::vector<std::string> conditions;  // lists of patterns, all of which must match
    std::string key;                      // lower-case
    std::vector<std::string> values;
  };
  void add(std::string_view text, const Include& include, const std::vector<std::string>& outer,
           int depth);

  std::vector<Setting> settings_;
};

}  // namespace fbd
