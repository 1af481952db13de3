#include "collectors/network/networkd_files.h"

#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

namespace fbd {
namespace {

constexpr std::array<std::string_view, 5> folders{
    "/etc/systemd/network/", "/run/systemd/network/", "/usr/local/lib/systemd/network/",
    "/usr/lib/systemd/network/", "/lib/systemd/network/"};

struct Found {
  std::string path;
  std::string_view text;
  bool is_masked = false;
  bool leads_nowhere = false;
};

bool leads_to_null(std::string_view path, std::string_view target) {
  const std::string_view folder = path.substr(0, path.rfind('/') + 1);
  return normal_path(target.starts_with('/') ? std::string(target)
                                             : fmt::format("{}{}", folder, target)) == "/dev/null";
}

/// The files directly in `folder`, by name. One that could not be read is not among them: nobody
/// knows what it says.
std::map<std::string, Found> files_in(const NetworkTree& tree, const std::string& folder,
                                      std::string_view suffix) {
  std::map<std::string, Found> found;
  const auto name_of = [&](const std::string& path) {
    const std::string_view name = std::string_view(path).substr(folder.size());
    const bool is_ours = name.find('/') == std::string_view::npos && name.ends_with(suffix) &&
                         !name.starts_with('.');
    return is_ours ? name : std::string_view();
  };
  for (auto file = tree.files.lower_bound(folder);
       file != tree.files.end() && file->first.starts_with(folder); ++file)
    if (const std::string_view name = name_of(file->first); !name.empty())
      found[std::string(name)] = {file->first, file->second, file->second.empty(), false};
  for (auto link = tree.links.lower_bound(folder);
       link != tree.links.end() && link->first.starts_with(folder); ++link) {
    const std::string_view name = name_of(link->first);
    if (name.empty()) continue;
    if (leads_to_null(link->first, link->second))
      found[std::string(name)] = {link->first, {}, true, false};
    else if (!tree.files.contains(link->first))
      found[std::string(name)] = {link->first, {}, false, true};
  }
  for (const NetworkProblem& problem : tree.problems)
    if (problem.file.starts_with(folder)) {
      const auto file = found.find(std::string(name_of(problem.file)));
      if (file != found.end() && !file->second.is_masked) found.erase(file);
    }
  return found;
}

/// By name; of one name in the order of the folders.
std::map<std::string, std::vector<Found>> files_by_name(const NetworkTree& tree,
                                                        std::string_view below,
                                                        std::string_view suffix) {
  std::map<std::string, std::vector<Found>> all;
  for (std::string_view folder : folders)
    for (auto& [name, file] : files_in(tree, fmt::format("{}{}", folder, below), suffix)) {
      std::vector<Found>& same = all[name];
      // /lib is a link to /usr/lib nearly everywhere: one file, seen twice.
      const bool is_seen_twice = !same.empty() && folder == folders.back() &&
                                 same.back().path == "/usr" + file.path &&
                                 same.back().text == file.text;
      if (!is_seen_twice) same.push_back(std::move(file));
    }
  return all;
}

}  // namespace

std::vector<NetworkdFile> networkd_files(const NetworkTree& tree, std::string_view suffix) {
  std::vector<NetworkdFile> all;
  for (const auto& [name, same] : files_by_name(tree, "", suffix))
    for (const Found& file : same) {
      const Found& first = same.front();
      const std::string reason =
          &file != &first      ? fmt::format("{} has the same name and replaces it", first.path)
          : file.is_masked     ? "masked"
          : file.leads_nowhere ? "the link leads nowhere"
                               : "";
      all.push_back({file.path, file.text, reason});
    }
  return all;
}

SystemdIni read_with_drop_ins(const NetworkTree& tree, const NetworkdFile& file) {
  SystemdIni ini = read_systemd_ini(file.text, file.path);
  const std::string below = fmt::format("{}.d/", file_name(file.path));
  for (const auto& [name, same] : files_by_name(tree, below, ".conf")) {
    if (ini.refusal) break;
    ini.add(read_systemd_ini(same.front().text, same.front().path));
  }
  return ini;
}

std::string without_suffix(std::string_view path, std::string_view suffix) {
  const std::string_view name = file_name(path);
  return std::string(name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name);
}

}  // namespace fbd
