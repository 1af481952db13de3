#include "collectors/evidence/stand_ins.h"

#include <bit>
#include <random>
#include <unordered_set>

#include <doctest/doctest.h>

using namespace fbd;

namespace {

constexpr StandInKey key{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

bool is_private(std::uint32_t a) {
  return a >> 24U == 10 || a >> 20U == 0xAC1 || a >> 16U == 0xC0A8;
}

}  // namespace

TEST_CASE("no two addresses have one stand-in, and nobody keeps an address") {
  const StandIns stand_ins(key);
  std::mt19937 random(7);
  std::unordered_set<std::uint32_t> originals;
  std::unordered_set<std::uint32_t> others;
  for (int i = 0; i < 300'000; ++i) {
    auto address = static_cast<std::uint32_t>(random());
    if (i % 2 == 0) address = 0x0A000000U | (address & 0xFFFFFFU);
    if (i % 5 == 0) address = 0xC0A80000U | (address & 0xFFFFU);
    if (StandIns::is_common(address) || !originals.insert(address).second) continue;
    const std::uint32_t other = stand_ins.ipv4(address);
    if (other == address || !others.insert(other).second || StandIns::is_common(other) ||
        is_private(other) != is_private(address)) {
      CAPTURE(address);
      CAPTURE(other);
      FAIL("collision, or the same address, or another kind of range");
    }
  }
  CHECK(others.size() == originals.size());
}

TEST_CASE("what was in one private subnet still is, and nothing else") {
  const StandIns stand_ins(key);
  std::mt19937 random(8);
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<std::uint32_t>(0x0A000000U | (random() & 0xFFFFFFU));
    const auto b = static_cast<std::uint32_t>(a ^ (1U << random() % 16) ^ (random() & 0xFU));
    const int common = std::countl_zero(a ^ b);
    const int others = std::countl_zero(stand_ins.ipv4(a) ^ stand_ins.ipv4(b));
    CHECK(common == others);
  }
}

TEST_CASE("another key gives others, and the same key the same") {
  StandInKey other_key = key;
  other_key[3] ^= 1U;
  const StandIns one(key);
  const StandIns again(key);
  const StandIns other(other_key);
  CHECK(one.ipv4(0x0A010203) == again.ipv4(0x0A010203));
  CHECK(one.ipv4(0x0A010203) != other.ipv4(0x0A010203));
  CHECK(one.word("host", "web01") == again.word("host", "WEB01"));
  CHECK(one.word("host", "web01") != other.word("host", "web01"));
  CHECK(one.word("host", "web01") != one.word("host", "web011"));
}

TEST_CASE("a MAC address keeps its vendor and gets another number of its own") {
  const StandIns stand_ins(key);
  std::unordered_set<std::uint64_t> others;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    const std::uint64_t address = 0x005056000000ULL | (i * 331 & 0xFFFFFFU);
    const std::uint64_t other = stand_ins.mac(address);
    CHECK((other >> 24U) == 0x005056U);
    CHECK(other != address);
    others.insert(other);
  }
  CHECK(others.size() == 50'000);
  CHECK(stand_ins.mac(0xFFFFFFFFFFFFULL) == 0xFFFFFFFFFFFFULL);
}

TEST_CASE("a GUID in the other byte order has the stand-in in the other byte order") {
  const StandIns stand_ins(key);
  const GuidBytes guid{0x42, 0x1a, 0x2b, 0x3c, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const GuidBytes turned{0x3c, 0x2b, 0x1a, 0x42, 2, 1, 4, 3, 5, 6, 7, 8, 9, 10, 11, 12};
  const GuidBytes a = stand_ins.guid(guid);
  const GuidBytes b = stand_ins.guid(turned);
  CHECK(a != guid);
  CHECK(GuidBytes{a[3], a[2], a[1], a[0], a[5], a[4], a[7], a[6], a[8], a[9], a[10], a[11], a[12],
                  a[13], a[14], a[15]} == b);
}

TEST_CASE("IPv6 keeps its range and its subnets") {
  const StandIns stand_ins(key);
  const Ipv6Bytes a{0xfd, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 1};
  Ipv6Bytes b = a;
  b[15] = 9;
  const Ipv6Bytes x = stand_ins.ipv6(a);
  const Ipv6Bytes y = stand_ins.ipv6(b);
  CHECK(x[0] == 0xfd);
  CHECK(x != a);
  CHECK(std::equal(x.begin(), x.begin() + 15, y.begin()));
  CHECK(x[15] == 1);
  CHECK(StandIns::is_common(Ipv6Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
}
