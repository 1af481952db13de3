#include <fmt/format.h>

#include <array>
#include <string>

#include "collectors/transport/rpm_forms.h"

namespace fbd {
namespace {

constexpr std::size_t page_size = 4096;
constexpr std::size_t block_size = 16;  // of slots and of what they point to
constexpr std::size_t header_slots = 2;
constexpr std::string_view file_magic = "RpmP";
constexpr std::string_view slot_magic = "Slot";
constexpr std::string_view blob_magic = "BlbS";
constexpr std::size_t blob_head = 16;

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

class NdbWalk {
 public:
  NdbWalk(DatabaseFile& file, const EachHeader& each) : file_(file), each_(each) {}

  Result<void> walk() {
    if (auto read = file_.read(0, {page_.data(), 32}); !read) return read;
    if (!page().starts_with(file_magic))
      return error(ErrorKind::malformed, "it is no NDB database of rpm");
    if (const std::uint32_t version = little_endian(page(), 4); version != 0)
      return error(ErrorKind::malformed,
                   fmt::format("NDB version {} is unknown; known is 0", version));
    const std::uint32_t pages = little_endian(page(), 12);
    first_block_ = std::uint64_t{pages} * (page_size / block_size);
    for (std::uint32_t number = 0; number < pages; ++number) {
      if (auto read = file_.read(std::uint64_t{number} * page_size, page_); !read) return read;
      for (std::size_t at = number == 0 ? header_slots * block_size : 0; at < page_size;
           at += block_size)
        if (auto done = slot(at); !done) return done;
    }
    return {};
  }

 private:
  std::string_view page() const { return {page_.data(), page_.size()}; }

  Result<void> slot(std::size_t at) {
    if (page().substr(at, 4) != slot_magic)
      return error(ErrorKind::malformed, "its table of packages is damaged");
    const std::uint32_t package = little_endian(page(), at + 4);
    const std::uint64_t block = little_endian(page(), at + 8);
    const std::uint64_t blocks = little_endian(page(), at + 12);
    if (block == 0) return {};  // free
    if (package == 0 || block < first_block_ || blocks < 2 ||
        (block + blocks) * block_size > file_.size())
      return error(ErrorKind::malformed, "an entry of its table of packages leads nowhere");
    std::string bytes(blob_head, '\0');
    if (auto read = file_.read(block * block_size, bytes); !read) return read;
    const std::uint32_t size = little_endian(bytes, 12);
    if (!bytes.starts_with(blob_magic) || little_endian(bytes, 4) != package ||
        size > blocks * block_size - blob_head)
      return error(ErrorKind::malformed,
                   fmt::format("package {} of its table is not where it should be", package));
    bytes.clear();
    RpmBlob blob{size, [&](std::size_t at_least) -> Result<std::string_view> {
                   const std::size_t had = bytes.size();
                   if (at_least > had) {
                     bytes.resize(at_least);
                     auto read = file_.read(block * block_size + blob_head + had,
                                            std::span(bytes).subspan(had));
                     if (!read) return tl::unexpected<Error>(read.error());
                   }
                   return bytes;
                 }};
    each_(blob);
    return {};
  }

  DatabaseFile& file_;
  const EachHeader& each_;
  std::uint64_t first_block_ = 0;
  std::array<char, page_size> page_{};
};

}  // namespace

Result<void> walk_ndb(DatabaseFile& file, const EachHeader& each) {
  return NdbWalk(file, each).walk();
}

}  // namespace fbd
