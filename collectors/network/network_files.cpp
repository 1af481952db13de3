#include "collectors/network/network_files.h"

#include <algorithm>
#include <array>

#include "collectors/evidence/text.h"

namespace fbd {

std::string normal_path(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    if (part == ".." && !parts.empty())
      parts.pop_back();
    else if (!part.empty() && part != "." && part != "..")
      parts.push_back(part);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  std::string whole;
  for (std::string_view part : parts) (whole += '/') += part;
  return whole;
}

bool is_failover_backup(std::string_view path) {
  // AzMigrate-Hydration, post-rec-script.sh (asr_nw, -INMAGE-ORG), setazureip.sh (inmage_nw) and
  // prepare-os-for-azure.sh (azure_sms_bck, .bck_azure_sms).
  constexpr std::array<std::string_view, 3> folders{"/asr_nw/", "/inmage_nw/", "/azure_sms_bck/"};
  constexpr std::array<std::string_view, 2> suffixes{"interfaces-INMAGE-ORG",
                                                     "interfaces.bck_azure_sms"};
  return std::any_of(folders.begin(), folders.end(),
                     [path](std::string_view folder) {
                       return path.find(folder) != std::string_view::npos;
                     }) ||
         std::any_of(suffixes.begin(), suffixes.end(),
                     [path](std::string_view suffix) { return path.ends_with(suffix); });
}

NetworkTree network_tree(std::span<const TreeEntry> tree) {
  NetworkTree found;
  for (const TreeEntry& entry : tree) {
    switch (entry.kind) {
      case TreeEntry::Kind::file:
        found.files.emplace(entry.path, entry.bytes);
        found.modes.emplace(entry.path, entry.mode);
        break;
      case TreeEntry::Kind::link:
        found.links.emplace(entry.path, entry.bytes);
        break;
      case TreeEntry::Kind::error:
        if (entry.error_kind != ErrorKind::not_found)
          found.problems.push_back({entry.path, 0, printable(entry.bytes),
                                    "what it says is not known", is_failover_backup(entry.path),
                                    entry.error_kind});
        break;
    }
  }
  return found;
}

}  // namespace fbd
