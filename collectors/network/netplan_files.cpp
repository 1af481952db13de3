#include "collectors/network/netplan_files.h"

#include <map>

namespace fbd {
namespace {

constexpr std::string_view folders[]{"/usr/lib/netplan/", "/lib/netplan/", "/etc/netplan/",
                                     "/run/netplan/"};

template <typename Paths, typename Take>
void for_each_yaml(const Paths& paths, std::string_view folder, Take take) {
  for (auto one = paths.lower_bound(folder);
       one != paths.end() && std::string_view(one->first).starts_with(folder); ++one) {
    const std::string_view name = std::string_view(one->first).substr(folder.size());
    if (name.find('/') == std::string_view::npos && name.ends_with(".yaml") &&
        !name.starts_with('.'))
      take(name, *one);
  }
}

/// What a link stands for. "/dev/null" is an empty file.
NetplanFile followed(const NetworkTree& tree, const std::string& link) {
  NetplanFile file{link, "", ""};
  std::string at = link;
  for (int steps = 0; steps < 10; ++steps) {
    const auto next = tree.links.find(at);
    if (next == tree.links.end()) break;
    const std::string& target = next->second;
    if (!target.starts_with('/')) at.resize(at.rfind('/') + 1);
    at = normal_path(target.starts_with('/') ? target : at.append(target));
    if (at == "/dev/null") return file;
    if (const auto found = tree.files.find(at); found != tree.files.end()) {
      file.text = found->second;
      return file;
    }
  }
  file.leads_to = at;
  return file;
}

}  // namespace

std::vector<NetplanFile> netplan_files(const NetworkTree& tree) {
  std::map<std::string_view, NetplanFile> by_name;
  for (std::string_view folder : folders) {
    for_each_yaml(tree.links, folder, [&](std::string_view name, const auto& link) {
      by_name.insert_or_assign(name, followed(tree, link.first));
    });
    for_each_yaml(tree.files, folder, [&](std::string_view name, const auto& file) {
      by_name.insert_or_assign(name, NetplanFile{file.first, file.second, ""});
    });
  }
  std::vector<NetplanFile> files;
  files.reserve(by_name.size());
  for (auto& one : by_name) files.push_back(std::move(one.second));
  return files;
}

}  // namespace fbd
