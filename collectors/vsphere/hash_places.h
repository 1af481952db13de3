// HashPlaces: where something is in a list, by a hash of what it has. Eight bytes each, and made in
// time linear in their number.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fbd {

class HashPlaces {
 public:
  /// Others may have the same bits: whoever looks compares what they stand for.
  struct Entry {
    std::uint32_t hash = 0;  // the upper half
    std::uint32_t place = 0;
    bool is_of(std::uint64_t whole) const {
      return hash == static_cast<std::uint32_t>(whole >> 32U);
    }
  };

  /// `each(visit)` calls visit(hash, place) for all, at most `count` times, twice alike. Those with
  /// the same hash come in the order opposite to that.
  template <class Each>
  HashPlaces(std::size_t count, const Each& each) : begins_(std::bit_ceil(count + 1) + 1) {
    each([&](std::uint64_t hash, std::size_t) { ++begins_[bucket(hash)]; });
    for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
    entries_.resize(begins_.back());
    each([&](std::uint64_t hash, std::size_t place) {
      entries_[--begins_[bucket(hash)]] = {static_cast<std::uint32_t>(hash >> 32U),
                                           static_cast<std::uint32_t>(place)};
    });
  }

  std::span<const Entry> like(std::uint64_t hash) const {
    const std::size_t which = bucket(hash);
    return std::span(entries_).subspan(begins_[which], begins_[which + 1] - begins_[which]);
  }

 private:
  std::size_t bucket(std::uint64_t hash) const { return hash & (begins_.size() - 2); }

  std::vector<Entry> entries_;         // bucket by bucket
  std::vector<std::uint32_t> begins_;  // of the buckets, and the end of the last; a power of two
};

/// FNV-1a, mixed once more: its low bits choose the bucket.
class TextHash {
 public:
  explicit TextHash(std::uint8_t kind) : hash_(0xcbf29ce484222325 ^ kind) {}
  void add(char c) { hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3; }
  std::uint64_t value() const { return hash_ ^ hash_ >> 32U; }

 private:
  std::uint64_t hash_;
};

}  // namespace fbd
