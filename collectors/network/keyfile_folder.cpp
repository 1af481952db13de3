#include "collectors/network/keyfile_folder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "collectors/network/connection.h"
#include "collectors/network/keyfile_settings.h"

// Source: nm_keyfile_utils_ignore_filename() and nms-keyfile-plugin.c, _load_file().

namespace fbd {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with(std::string_view name, std::string_view end) {
  return name.size() > end.size() &&
         std::equal(end.begin(), end.end(), name.end() - static_cast<std::ptrdiff_t>(end.size()),
                    [](char a, char b) { return a == lower(b); });
}

/// A name as mkstemp(3) makes it: a file that is just being written.
bool is_temporary(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot != std::string_view::npos && name.size() - dot == 7 &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
         });
}

}  // namespace

std::optional<KeyfileFolder> keyfile_folder(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, KeyfileFolder>, 3> folders{
      {{"/run/", KeyfileFolder::run},
       {"/etc/", KeyfileFolder::etc},
       {"/usr/lib/", KeyfileFolder::lib}}};
  constexpr std::string_view below = "NetworkManager/system-connections/";
  for (const auto& [above, folder] : folders) {
    if (!path.starts_with(above) || !path.substr(above.size()).starts_with(below)) continue;
    const std::string_view name = path.substr(above.size() + below.size());
    if (name.empty() || name.find('/') != std::string_view::npos) return std::nullopt;
    return folder;
  }
  return std::nullopt;
}

std::string ignored_name(std::string_view path, KeyfileFolder folder) {
  const std::string_view name = file_name(path);
  if (name.starts_with('.')) return "its name makes it a hidden file";
  if (folder != KeyfileFolder::etc)
    return name.ends_with(".nmconnection") && name.size() > 13
               ? ""
               : "its name does not end in .nmconnection";
  if (name.ends_with('~')) return "its name is that of a copy an editor kept";
  if (is_temporary(name)) return "its name is that of a temporary file";
  if (is_never_a_profile(path)) return "its name is that of a certificate or key";
  return "";
}

bool is_never_a_profile(std::string_view path) {
  const std::string_view name = file_name(path);
  return ends_with(name, ".pem") || ends_with(name, ".der") || name.ends_with(".nmmeta");
}

std::optional<std::string> uuid_of_mark(std::string_view path) {
  constexpr std::string_view suffix = ".nmmeta";
  std::string_view name = file_name(path);
  if (!name.ends_with(suffix)) return std::nullopt;
  name.remove_suffix(suffix.size());
  if (!is_uuid(name)) return std::nullopt;
  std::string uuid(name);
  std::transform(uuid.begin(), uuid.end(), uuid.begin(), lower);
  return uuid;
}

}  // namespace fbd
