#include "collectors/network/interfaces_source.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interfaces_lines.h"
#include "collectors/network/name_pattern.h"

// Source: config.c of ifupdown, checked with ifup 0.8.41.

namespace fbd {
namespace {

constexpr int max_links = 8;
constexpr std::size_t max_words = 64;

// Every file of this folder was read, so what is not there is not on the machine either.
constexpr std::string_view folder_that_was_read = "/etc/network/interfaces.d";

std::string folder_of(std::string_view path) {
  return std::string(path.substr(0, path.find_last_of('/') + 1));
}

std::string behind_links(std::string path, const NetworkTree& tree) {
  for (int i = 0; i < max_links; ++i) {
    const auto link = tree.links.find(path);
    if (link == tree.links.end()) break;
    path =
        normal_path(link->second.starts_with('/') ? link->second : folder_of(path) + link->second);
  }
  return path;
}

bool matches_path(std::string_view pattern, std::string_view path) {
  while (true) {
    const std::string_view want = pattern.substr(0, pattern.find('/'));
    const std::string_view have = path.substr(0, path.find('/'));
    if (!matches(want, have) || (have.starts_with('.') && !want.starts_with('.'))) return false;
    const bool last = want.size() == pattern.size();
    if (last || have.size() == path.size()) return last && have.size() == path.size();
    pattern.remove_prefix(want.size() + 1);
    path.remove_prefix(have.size() + 1);
  }
}

/// All paths of the tree, files and links, that match; `pattern` is a normal path.
std::vector<std::string> matching(const std::string& pattern, const NetworkTree& tree) {
  const std::string fixed =
      folder_of(std::string_view(pattern).substr(0, pattern.find_first_of("*?[")));
  std::set<std::string> found;
  const auto look = [&](const auto& paths) {
    for (auto it = paths.lower_bound(fixed); it != paths.end() && it->first.starts_with(fixed);
         ++it)
      if (matches_path(pattern, it->first)) found.insert(it->first);
  };
  look(tree.files);
  look(tree.links);
  return {found.begin(), found.end()};
}

bool is_folder(const std::string& path, const NetworkTree& tree) {
  const auto next = tree.files.lower_bound(path + "/");
  return next != tree.files.end() && next->first.starts_with(path + "/");
}

bool may_be_sourced_by_directory(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

/// The words that wordexp would make, as absolute paths.
std::vector<std::string> words_of(std::string_view line, std::string_view including,
                                  InterfacesSource& found) {
  const auto problem = [&](std::string_view why) {
    found.problems.push_back(fmt::format("\"{}\" {}", printable(line, 80), why));
    return std::vector<std::string>();
  };
  if (line.find_first_of("$`~\\") != std::string_view::npos)
    return problem("needs a shell to be understood");
  if (line.find_first_of("|&;<>(){}") != std::string_view::npos)
    return problem("holds a character that ifupdown does not take here: it sources nothing");
  std::string plain(line);
  std::erase_if(plain, [](char c) { return c == '"' || c == '\''; });
  std::vector<std::string> paths;
  bool is_first = true;
  for (std::string_view rest = plain; !rest.empty() && paths.size() < max_words;) {
    const std::string word(take_word(rest));
    if (word.starts_with('#')) break;
    // config.c puts the folder before the line unless it begins with '/', which a quote is not.
    const bool first = is_first;
    is_first = false;
    if (first ? line.starts_with('/') : word.starts_with('/'))
      paths.push_back(normal_path(word));
    else if (first)
      paths.push_back(normal_path(folder_of(including) + word));
    else
      found.problems.push_back(
          fmt::format("\"{}\" is looked for where ifup is started", printable(word, 80)));
  }
  return paths;
}

std::string not_read(std::string_view path) {
  return fmt::format("it sources {}, which was not read", printable(path, 120));
}

}  // namespace

InterfacesSource source_line(std::string_view words, std::string_view including,
                             const NetworkTree& tree) {
  InterfacesSource found;
  for (const std::string& path : words_of(words, including, found)) {
    if (path == "/dev/null") continue;
    const std::string folder = folder_of(path);
    const std::string real = behind_links(folder.substr(0, folder.size() - 1), tree);
    const std::vector<std::string> paths =
        matching(real + "/" + std::string(file_name(path)), tree);
    found.paths.insert(found.paths.end(), paths.begin(), paths.end());
    if (paths.empty() && is_folder(behind_links(path, tree), tree))
      found.problems.push_back(
          fmt::format("{} is a folder, of which \"source\" reads nothing", printable(path, 120)));
    else if (folder != fmt::format("{}/", folder_that_was_read) &&
             (is_pattern(path) || paths.empty()))
      found.problems.push_back(not_read(path));
  }
  return found;
}

InterfacesSource source_directory_line(std::string_view words, std::string_view including,
                                       const NetworkTree& tree) {
  InterfacesSource found;
  for (const std::string& path : words_of(words, including, found)) {
    for (const std::string& file : matching(behind_links(path, tree) + "/*", tree))
      if (may_be_sourced_by_directory(file_name(file))) found.paths.push_back(file);
    if (path != folder_that_was_read) found.problems.push_back(not_read(path));
  }
  return found;
}

std::optional<std::string_view> file_text(const std::string& path, const NetworkTree& tree) {
  const auto found = tree.files.find(behind_links(path, tree));
  if (found == tree.files.end()) return std::nullopt;
  return found->second;
}

}  // namespace fbd
