#include "collectors/network/keyfile.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ini.h"
#include "collectors/network/keyfile_folder.h"
#include "collectors/network/keyfile_profile.h"

// Source: nms-keyfile-plugin.c, nms-keyfile-storage.c and nms-keyfile-utils.c of NetworkManager
// 1.42.4.

namespace fbd {
namespace {

struct Candidate {
  std::string path;
  KeyfileFolder folder = KeyfileFolder::etc;
  KeyfileProfile profile;
};

bool is_for_a_network_card(std::string_view type) {
  constexpr std::array<std::string_view, 6> types{"ethernet", "bond", "bridge",
                                                  "team",     "vlan", "infiniband"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_loopback(const Connection& connection) {
  return connection.type == "loopback" || connection.interface == "lo";
}

bool differ(const IpConfiguration& a, const IpConfiguration& b) {
  return a.method != b.method || a.text() != b.text() || a.gateway != b.gateway;
}

class Folders {
 public:
  explicit Folders(const NetworkTree& tree) : tree_(tree) {}

  NetworkReading read() {
    for (const auto& [path, text] : tree_.files)
      if (const auto folder = keyfile_folder(path)) add_file(path, text, *folder);
    for (const auto& [path, target] : tree_.links)
      if (const auto folder = keyfile_folder(path)) add_link(path, target, *folder);
    std::sort(candidates_.begin(), candidates_.end(),
              [](const Candidate& a, const Candidate& b) { return a.path < b.path; });
    decide();
    for (Candidate& one : candidates_) give(one);
    resolve_uuids();
    return std::move(reading_);
  }

 private:
  void add_file(const std::string& path, std::string_view text, KeyfileFolder folder) {
    if (is_never_a_profile(path)) return add_mark(path, text, folder);
    Candidate one{path, folder, keyfile_profile(text, path)};
    Connection& connection = one.profile.connection;
    if (std::string why = ignored_name(path, folder); !why.empty()) {
      if (!one.profile.is_profile) return;
      one.profile.problems.clear();
      connection.status = ConnectionStatus::ignored;
      connection.reason = std::move(why);
    } else if (const unsigned mode = mode_of(path); (mode & 0077U) != 0) {
      std::string reason = fmt::format(
          "its mode is {:04o}, and only root may be able to read or write it (0600)", mode);
      one.profile.problems.insert(one.profile.problems.begin(),
                                  {path, 0, reason, "NetworkManager refuses the profile"});
      connection.status = ConnectionStatus::refused;
      connection.reason = std::move(reason);
    }
    candidates_.push_back(std::move(one));
  }

  unsigned mode_of(const std::string& path) const {
    const auto mode = tree_.modes.find(path);
    return mode == tree_.modes.end() ? 0600 : mode->second;
  }

  /// "UUID.nmmeta" marks a profile below as deleted. As a rule it is a link to /dev/null.
  void add_mark(const std::string& path, std::string_view text, KeyfileFolder folder) {
    if (tree_.links.count(path) != 0) return;
    const Ini ini(text);
    if (!ini.refusal() && ini.value("nmmeta", "loaded-path") == "/dev/null") mark(path, folder);
  }

  void mark(const std::string& path, KeyfileFolder folder) {
    const auto uuid = uuid_of_mark(path);
    if (uuid && folder != KeyfileFolder::lib) marks_.insert({*uuid, folder});
  }

  void add_link(const std::string& path, const std::string& target, KeyfileFolder folder) {
    if (normal_path(target) == "/dev/null" && uuid_of_mark(path)) return mark(path, folder);
    if (tree_.files.count(path) != 0 || is_never_a_profile(path) ||
        !ignored_name(path, folder).empty())
      return;
    // Nothing of it is known but the name.
    Candidate one{path, folder, keyfile_profile("", path)};
    one.profile.problems.clear();
    one.profile.connection.status = ConnectionStatus::refused;
    one.profile.connection.reason =
        fmt::format("it is a link to {}, which is no file that was read", printable(target, 100));
    one.profile.connection.type.clear();
    one.profile.connection.ipv4 = one.profile.connection.ipv6 = {};
    one.profile.problems.push_back(
        {path, 0, one.profile.connection.reason, "NetworkManager has no profile of that name"});
    candidates_.push_back(std::move(one));
  }

  /// Of the profiles with one UUID the one in the folder with the most weight stays; in one folder
  /// the newer file, which is not known here, or else the one with the greater name.
  void decide() {
    std::map<std::string, std::vector<Candidate*>> by_uuid;
    for (Candidate& one : candidates_)
      if (one.profile.connection.status == ConnectionStatus::ok)
        by_uuid[one.profile.uuid].push_back(&one);
    for (auto& [uuid, all] : by_uuid) {
      std::stable_sort(all.begin(), all.end(), [](const Candidate* a, const Candidate* b) {
        return std::pair(a->folder, b->path) < std::pair(b->folder, a->path);
      });
      for (Candidate* one : all) {
        if (is_marked_deleted(uuid, one->folder))
          ignore(*one, "it is marked as deleted by a file " + uuid + ".nmmeta");
        else if (one != all.front())
          shadow(*all.front(), *one);
      }
    }
  }

  bool is_marked_deleted(const std::string& uuid, KeyfileFolder folder) const {
    return std::any_of(marks_.begin(), marks_.end(), [&](const auto& mark) {
      return mark.first == uuid && mark.second <= folder;
    });
  }

  static void ignore(Candidate& one, std::string reason) {
    one.profile.connection.status = ConnectionStatus::ignored;
    one.profile.connection.reason = std::move(reason);
  }

  static void shadow(Candidate& winner, Candidate& loser) {
    const bool is_named_alike = loser.profile.uuid.starts_with("file:");
    ignore(loser, fmt::format("{} {} and counts instead", winner.path,
                              is_named_alike ? "has the same name" : "has the same UUID"));
    if (winner.folder != loser.folder) return;
    Connection& kept = winner.profile.connection;
    loser.profile.problems.push_back(
        {loser.path, 0, fmt::format("{} has the same UUID", winner.path),
         "NetworkManager takes the newer of the two files, and which that is is not known"});
    if (differ(kept.ipv4, loser.profile.connection.ipv4)) kept.ipv4.method = AddressMethod::other;
    if (differ(kept.ipv6, loser.profile.connection.ipv6)) kept.ipv6.method = AddressMethod::other;
  }

  void give(Candidate& one) {
    Connection& connection = one.profile.connection;
    if (is_loopback(connection)) return;
    std::move(one.profile.problems.begin(), one.profile.problems.end(),
              std::back_inserter(reading_.problems));
    if (connection.status == ConnectionStatus::ok) {
      if (connection.at_boot && is_for_a_network_card(connection.type))
        reading_.needs_network_manager.push_back(one.path);
      interfaces_.emplace(one.profile.uuid, connection.interface);
    }
    reading_.connections.push_back(std::move(connection));
  }

  /// A controller or parent may be given by its profile's UUID.
  void resolve_uuids() {
    for (Connection& connection : reading_.connections)
      for (std::string* name : {&connection.controller, &connection.parent}) {
        const auto found = interfaces_.find(*name);
        if (found != interfaces_.end() && !found->second.empty()) *name = found->second;
      }
  }

  const NetworkTree& tree_;
  std::vector<Candidate> candidates_;
  std::set<std::pair<std::string, KeyfileFolder>> marks_;
  std::map<std::string, std::string> interfaces_;  // by UUID
  NetworkReading reading_;
};

}  // namespace

NetworkReading read_keyfiles(const NetworkTree& tree) { return Folders(tree).read(); }

}  // namespace fbd
