// The settings of one NetworkManager profile by their names, as nm_keyfile_read() looks them up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/ini.h"

namespace fbd {

/// "802-3-ethernet" and "ethernet" are the same; "802-11-wireless" is "wifi".
std::string_view short_setting_name(std::string_view name);

/// Settings are named as a group is today: "ethernet", "wifi". A value that cannot be read (bytes
/// that are no UTF-8, a wrong escape, no number) is none, as NetworkManager only warns about it.
class KeyfileSettings {
 public:
  explicit KeyfileSettings(std::string_view text) : ini_(text) {}

  const Ini& ini() const { return ini_; }
  bool has(std::string_view setting) const;
  /// The group's name in the file. Where a setting stands under both names, the old one counts.
  std::string_view group(std::string_view setting) const;

  std::optional<std::string> string(std::string_view setting, std::string_view key) const;
  /// string(), or "".
  std::string text(std::string_view setting, std::string_view key) const;
  /// The parts, empty ones among them.
  std::vector<std::string> list(std::string_view setting, std::string_view key) const;
  bool boolean(std::string_view setting, std::string_view key, bool otherwise) const;
  /// Decimal, octal with 0 or hexadecimal with 0x; nothing outside of the limits.
  std::optional<std::int64_t> number(std::string_view setting, std::string_view key,
                                     std::int64_t least, std::int64_t most) const;
  /// `length` bytes, in any of the forms that NetworkManager takes, as "00:50:56:aa:bb:cc"; nothing
  /// where it takes none.
  std::optional<std::string> mac(std::string_view setting, std::string_view key,
                                 std::size_t length = 6) const;
  /// Of the key, or else of the group, or 0.
  int line(std::string_view setting, std::string_view key) const;

 private:
  const Ini::Entry* find(std::string_view setting, std::string_view key) const;

  Ini ini_;
};

/// Whether the kernel and NetworkManager take it as the name of an interface.
bool is_interface_name(std::string_view name);
/// "c1f1ee35-...", or the 40 hexadecimal digits that old versions wrote.
bool is_uuid(std::string_view text);

}  // namespace fbd
