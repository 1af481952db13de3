#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "collectors/transport/rpm_forms.h"

namespace fbd {
namespace {

// Of the pages of Berkeley DB, dbinc/db_page.h.
constexpr std::uint32_t hash_magic = 0x00061561;
constexpr std::uint32_t btree_magic = 0x00053162;
constexpr std::size_t meta_size = 512;
constexpr std::size_t page_head = 26;
constexpr char hash_meta_page = 8;
constexpr char hash_unsorted_page = 2;
constexpr char hash_page = 13;
constexpr char overflow_page = 7;
constexpr char in_place = 1;
constexpr char off_page = 3;
constexpr std::size_t off_page_item = 12;

tl::unexpected<Error> damaged(std::uint32_t page) {
  return error(ErrorKind::malformed, fmt::format("page {} is damaged", page));
}

class BdbWalk {
 public:
  BdbWalk(DatabaseFile& file, const EachHeader& each) : file_(file), each_(each) {}

  Result<void> walk() {
    if (auto read = read_meta(); !read) return read;
    // Every page once at most: buckets whose chains meet are not those of a hash.
    for (std::uint64_t bucket = 0; bucket <= max_bucket_; ++bucket) {
      std::uint32_t number = page_of(static_cast<std::uint32_t>(bucket));
      do {
        if (++pages_ > last_page_)
          return error(ErrorKind::malformed, "its buckets hold more pages than the file has");
        if (auto got = get(number, page_); !got) return got;
        if (auto walked = walk_page(number); !walked) return walked;
        number = number32(page_, 16);
      } while (number != 0);
    }
    return {};
  }

 private:
  std::uint32_t number32(const std::string& bytes, std::size_t at) const {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
      number = number << 8 | static_cast<unsigned char>(bytes[at + (big_endian_ ? i : 3 - i)]);
    return number;
  }
  std::size_t number16(const std::string& bytes, std::size_t at) const {
    const auto byte = [&](std::size_t i) -> std::size_t {
      return static_cast<unsigned char>(bytes[at + i]);
    };
    return big_endian_ ? byte(0) << 8 | byte(1) : byte(1) << 8 | byte(0);
  }

  Result<void> read_meta() {
    std::string meta(meta_size, '\0');
    if (auto read = file_.read(0, meta); !read) return read;
    for (const bool big : {false, true}) {
      big_endian_ = big;
      if (number32(meta, 12) == btree_magic)
        return error(ErrorKind::malformed, "a B-tree of Berkeley DB, where rpm has a hash");
      if (number32(meta, 12) == hash_magic) break;
      if (big) return error(ErrorKind::malformed, "it is no hash of Berkeley DB");
    }
    const std::uint32_t version = number32(meta, 16);
    if (version < 8 || version > 10)
      return error(
          ErrorKind::malformed,
          fmt::format("Berkeley DB hash version {} is unknown; known are 8 to 10", version));
    if (meta[24] != 0) return error(ErrorKind::malformed, "it is encrypted");
    // Checksums and partitions give pages another layout.
    if (meta[25] != hash_meta_page || meta[26] != 0)
      return error(ErrorKind::malformed, "a kind of Berkeley DB that rpm does not make");
    page_size_ = number32(meta, 20);
    if (!std::has_single_bit(page_size_) || page_size_ < 512 || page_size_ > 65536)
      return damaged(0);
    last_page_ = number32(meta, 32);
    if (last_page_ >= file_.size() / page_size_)
      return error(ErrorKind::malformed,
                   fmt::format("it is cut short: {} bytes, and {} pages of {}", file_.size(),
                               std::uint64_t{last_page_} + 1, page_size_));
    max_bucket_ = number32(meta, 72);
    for (std::size_t i = 0; i < spares_.size(); ++i) spares_[i] = number32(meta, 96 + 4 * i);
    return {};
  }

  std::uint32_t page_of(std::uint32_t bucket) const {
    const auto doublings = static_cast<std::size_t>(std::bit_width(bucket));
    // 32 doublings have no spare of their own; a table that long is longer than any file.
    return doublings < spares_.size() ? bucket + spares_[doublings] : 0;
  }

  Result<void> get(std::uint32_t number, std::string& page) {
    if (number == 0 || number > last_page_)
      return error(ErrorKind::malformed, fmt::format("there is no page {}", number));
    page.resize(page_size_);
    if (auto read = file_.read(std::uint64_t{number} * page_size_, page); !read) return read;
    const bool never_used =
        std::all_of(page.begin(), page.begin() + page_head, [](char c) { return c == 0; });
    if (!never_used && number32(page, 8) != number) return damaged(number);
    return {};
  }

  Result<void> walk_page(std::uint32_t number) {
    const char type = page_[25];
    const std::size_t items = number16(page_, 20);
    if (type == 0 && items == 0) return {};  // a bucket that was never used
    if ((type != hash_page && type != hash_unsorted_page) || items % 2 != 0 ||
        page_head + 2 * items > page_size_)
      return damaged(number);
    // Items lie from the end of the page backwards: a key and its value, and so on.
    std::size_t end = page_size_;
    for (std::size_t i = 0; i < items; ++i) {
      const std::size_t begin = number16(page_, page_head + 2 * i);
      if (begin < page_head + 2 * items || begin >= end) return damaged(number);
      if (i % 2 == 0)
        key_ = std::string_view(page_).substr(begin, end - begin);
      else if (auto walked = walk_value(begin, end); !walked)
        return walked;
      end = begin;
    }
    return {};
  }

  Result<void> walk_value(std::size_t begin, std::size_t end) {
    // Record 0 counts the packages.
    if (key_ == std::string_view("\1\0\0\0\0", 5)) return {};
    if (page_[begin] == in_place) {
      const std::string_view bytes = std::string_view(page_).substr(begin + 1, end - begin - 1);
      RpmBlob blob{bytes.size(),
                   [bytes](std::size_t) -> Result<std::string_view> { return bytes; }};
      each_(blob);
      return {};
    }
    if (page_[begin] != off_page || end - begin != off_page_item)
      return error(ErrorKind::malformed, "a header is of a kind that rpm does not make");
    std::uint32_t next = number32(page_, begin + 4);
    std::string bytes;
    RpmBlob blob{number32(page_, begin + 8), [&](std::size_t at_least) -> Result<std::string_view> {
                   while (bytes.size() < at_least)
                     if (auto got = follow(next, bytes); !got)
                       return tl::unexpected<Error>(got.error());
                   return bytes;
                 }};
    // Nothing in a file can be longer than the file.
    if (blob.size > file_.size()) return damaged(next);
    each_(blob);
    return {};
  }

  /// Appends what one overflow page holds.
  Result<void> follow(std::uint32_t& next, std::string& bytes) {
    if (auto got = get(next, overflow_); !got) return got;
    const std::size_t length = number16(overflow_, 22);
    if (overflow_[25] != overflow_page || length == 0 || length > page_size_ - page_head)
      return damaged(next);
    bytes.append(overflow_, page_head, length);
    next = number32(overflow_, 16);
    return {};
  }

  DatabaseFile& file_;
  const EachHeader& each_;
  bool big_endian_ = false;
  std::uint32_t page_size_ = 0;
  std::uint32_t last_page_ = 0;
  std::uint32_t max_bucket_ = 0;
  std::array<std::uint32_t, 32> spares_{};
  std::uint32_t pages_ = 0;
  std::string page_;
  std::string overflow_;
  std::string_view key_;  // with the byte that tells how it is kept
};

}  // namespace

Result<void> walk_bdb(DatabaseFile& file, const EachHeader& each) {
  return BdbWalk(file, each).walk();
}

}  // namespace fbd
