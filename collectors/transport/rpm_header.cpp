#include "collectors/transport/rpm_header.h"

#include <algorithm>
#include <optional>

namespace fbd {
namespace {

// Of RPMTAG_ and RPM_ of rpmtag.h.
constexpr std::uint32_t tag_name = 1000;
constexpr std::uint32_t tag_version = 1001;
constexpr std::uint32_t tag_release = 1002;
constexpr std::uint32_t tag_epoch = 1003;
constexpr std::uint32_t tag_install_time = 1008;
constexpr std::uint32_t type_int32 = 4;
constexpr std::uint32_t type_string = 6;
constexpr std::uint32_t most_tags = 0xffff;
constexpr std::size_t longest_header = 64U << 20;  // of a package with 100,000 files it is 10 MiB

constexpr std::size_t intro_size = 8;
constexpr std::size_t entry_size = 16;
constexpr std::size_t longest_text = 256;

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

/// Where in the data a tag's value is, or nothing if it has another type than it should.
using Place = std::optional<std::uint32_t>;

struct Places {
  Place name, version, release, epoch, install_time;
};

Places places(std::string_view index) {
  Places found;
  for (std::size_t at = 0; at + entry_size <= index.size(); at += entry_size) {
    const std::uint32_t type = big_endian(index, at + 4);
    const std::uint32_t offset = big_endian(index, at + 8);
    const auto note = [&](Place& place, std::uint32_t expected) {
      if (type == expected && !place) place = offset;
    };
    switch (big_endian(index, at)) {
      case tag_name:
        note(found.name, type_string);
        break;
      case tag_version:
        note(found.version, type_string);
        break;
      case tag_release:
        note(found.release, type_string);
        break;
      case tag_epoch:
        note(found.epoch, type_int32);
        break;
      case tag_install_time:
        note(found.install_time, type_int32);
        break;
      default:
        break;
    }
  }
  return found;
}

tl::unexpected<Error> damaged() {
  return error(ErrorKind::malformed, "the header of a package is damaged");
}

/// The values of one header.
class Data {
 public:
  Data(RpmBlob& blob, std::size_t begin, std::size_t size)
      : blob_(blob), begin_(begin), size_(size) {}

  /// A word: it becomes part of a line.
  Result<std::string> text(Place place) {
    if (!place || *place >= size_) return damaged();
    const std::size_t most = std::min<std::size_t>(longest_text, size_ - *place);
    const auto bytes = blob_.first(begin_ + *place + most);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    const std::string_view text = bytes->substr(begin_ + *place, most);
    const std::size_t end = text.find('\0');
    const auto is_printed = [](char c) { return c > ' ' && c < 0x7f; };
    if (end == text.npos || end == 0 || !std::all_of(text.begin(), text.begin() + end, is_printed))
      return damaged();
    return std::string(text.substr(0, end));
  }

  Result<std::uint32_t> number(std::uint32_t place) {
    if (size_ < 4 || place > size_ - 4) return damaged();
    const auto bytes = blob_.first(begin_ + place + 4);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    return big_endian(*bytes, begin_ + place);
  }

 private:
  RpmBlob& blob_;
  const std::size_t begin_;
  const std::size_t size_;
};

}  // namespace

Result<RpmPackage> read_rpm_header(RpmBlob& blob, const WantedNames& wanted) {
  if (blob.size < intro_size || blob.size > longest_header) return damaged();
  const auto intro = blob.first(intro_size);
  if (!intro) return tl::unexpected<Error>(intro.error());
  const std::uint32_t tags = big_endian(*intro, 0);
  const std::size_t data_size = big_endian(*intro, 4);
  const std::size_t begin = intro_size + entry_size * static_cast<std::size_t>(tags);
  if (tags > most_tags || begin > blob.size || data_size > blob.size - begin) return damaged();
  const auto index = blob.first(begin);
  if (!index) return tl::unexpected<Error>(index.error());
  const Places at = places(index->substr(intro_size, begin - intro_size));

  Data data(blob, begin, data_size);
  RpmPackage package;
  Result<std::string> text = data.text(at.name);
  if (!text) return tl::unexpected<Error>(text.error());
  package.name = std::move(*text);
  if (!wanted.contains(package.name)) return package;
  if (at.epoch) {
    const Result<std::uint32_t> epoch = data.number(*at.epoch);
    if (!epoch) return tl::unexpected<Error>(epoch.error());
    package.version = std::to_string(*epoch) + ":";
  }
  text = data.text(at.version);
  if (text) {
    package.version += *text;
    text = data.text(at.release);
  }
  if (!text) return tl::unexpected<Error>(text.error());
  package.version += "-" + *text;
  if (at.install_time) {
    const Result<std::uint32_t> time = data.number(*at.install_time);
    if (!time) return tl::unexpected<Error>(time.error());
    package.installed = *time;
  }
  return package;
}

}  // namespace fbd
