// Which files NetworkManager takes for profiles.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// The folders in the order of their weight.
enum class KeyfileFolder { run, etc, lib };

/// Where a path is directly inside one of the three.
std::optional<KeyfileFolder> keyfile_folder(std::string_view path);

/// Why a file of this name is passed over; "" if it is read.
std::string ignored_name(std::string_view path, KeyfileFolder folder);

/// Certificates, keys and notes, which are not meant to be a profile.
bool is_never_a_profile(std::string_view path);

/// The UUID in lower case, of a name like "c1f1ee35-....nmmeta": what marks a profile as deleted.
std::optional<std::string> uuid_of_mark(std::string_view path);

}  // namespace fbd
