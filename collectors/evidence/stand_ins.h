// Stand-ins: what an address or name is called in a bundle. Made with a key, so that nobody without
// it can guess what was there; the same value has the same stand-in in every file of every host,
// and no two values share one. Nothing is remembered, so order and number of threads do not matter.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace fbd {

using StandInKey = std::array<std::uint8_t, 16>;
using Ipv6Bytes = std::array<std::uint8_t, 16>;
using GuidBytes = std::array<std::uint8_t, 16>;

class StandIns {
 public:
  explicit StandIns(const StandInKey& key) : key_(key) {}

  /// Two addresses have as many leading bits in common as their stand-ins, from the first bit on
  /// that their range leaves free: what was in one subnet of a private network still is. The last
  /// octet stays, so that network and broadcast addresses remain such.
  std::uint32_t ipv4(std::uint32_t address) const;
  /// Addresses that say nothing about a site: loopback, link-local, multicast, masks, and those of
  /// Azure itself.
  static bool is_common(std::uint32_t ipv4);

  /// The same for IPv6; unique local and link-local addresses remain such.
  Ipv6Bytes ipv6(const Ipv6Bytes& address) const;
  static bool is_common(const Ipv6Bytes& ipv6);

  /// The vendor's half stays.
  std::uint64_t mac(std::uint64_t address) const;
  /// One that has its first three fields the other way round, as firmware and systems disagree
  /// about, has the stand-in with its first three fields the other way round.
  GuidBytes guid(const GuidBytes& guid) const;

  /// "host-4kx7m2qa" for the kind "host"; upper and lower case make no difference.
  std::string word(std::string_view kind, std::string_view name) const;

 private:
  std::uint64_t hash(std::uint64_t domain, const std::uint8_t* data, std::size_t size) const;
  bool bit(std::uint64_t domain, const std::uint8_t* data, unsigned bits) const;
  std::uint32_t shuffled(std::uint64_t domain, std::uint32_t value, std::uint32_t size) const;

  StandInKey key_;
};

/// A key nobody can guess. Ends the program if the system has no random numbers.
StandInKey new_stand_in_key();

}  // namespace fbd
