#include "kb/restore/renamed.h"

#include <algorithm>

namespace fbd {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::string replaced_words(std::string_view text, std::string_view word, std::string_view by) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t found; (found = text.find(word, at)) != std::string_view::npos;) {
    const std::size_t end = found + word.size();
    const bool is_whole =
        (found == 0 || !is_word(text[found - 1])) && (end == text.size() || !is_word(text[end]));
    result += text.substr(at, found - at);
    result += is_whole ? by : word;
    at = end;
  }
  return result += text.substr(at);
}

std::string without_mac(const std::string& ifcfg) {
  std::string result;
  for (std::size_t at = 0; at < ifcfg.size();) {
    const std::size_t end = std::min(ifcfg.find('\n', at), ifcfg.size() - 1) + 1;
    const std::string_view line = std::string_view(ifcfg).substr(at, end - at);
    if (!line.starts_with("HWADDR=")) result += line;
    at = end;
  }
  return result;
}

}  // namespace

std::map<std::string, std::string> new_names(const std::vector<InterfaceIntent>& wanted,
                                             const RunningAddresses& running) {
  std::vector<std::string> gone, free;
  for (const InterfaceIntent& intent : wanted)
    if (!running.find(intent.interface) && intent.interface.find(' ') == std::string::npos)
      gone.push_back(intent.interface);
  for (const RunningInterface& interface : running.interfaces) {
    const bool is_asked_for = std::any_of(
        wanted.begin(), wanted.end(),
        [&](const InterfaceIntent& intent) { return intent.interface == interface.name; });
    if (!is_asked_for && interface.name != "lo" && !interface.mac.empty())
      free.push_back(interface.name);
  }
  if (gone.size() != 1 || free.size() != 1) return {};
  return {{gone.front(), free.front()}};
}

std::string renamed_path(std::string_view path, const std::map<std::string, std::string>& names) {
  for (const auto& [old_name, new_name] : names)
    for (std::string_view kind : {"ifcfg-", "route-", "route6-", "ifroute-"}) {
      const std::string file = std::string(kind) + old_name;
      const std::size_t slash = path.rfind('/') + 1;
      if (path.substr(slash) == file)
        return std::string(path.substr(0, slash)) + std::string(kind) + new_name;
    }
  return std::string(path);
}

std::string renamed_content(std::string_view path, std::string_view content,
                            const std::map<std::string, std::string>& names) {
  std::string text(content);
  for (const auto& [old_name, new_name] : names) {
    const std::string renamed = replaced_words(text, old_name, new_name);
    const bool is_ifcfg = path.find("/ifcfg-") != std::string_view::npos;
    text = is_ifcfg && renamed != text ? without_mac(renamed) : renamed;
  }
  return text;
}

}  // namespace fbd
