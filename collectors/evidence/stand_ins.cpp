#include "collectors/evidence/stand_ins.h"

#include <sys/random.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace fbd {
namespace {

// What a hash is made for, so that none is used twice.
enum Domain : std::uint64_t {
  for_ipv4 = 1,
  for_octet = 2,
  for_ipv6 = 3,
  for_mac = 4,
  for_guid = 5,
  for_word = 6
};

std::uint64_t word_at(const std::uint8_t* data) {
  std::uint64_t word = 0;
  std::memcpy(&word, data, sizeof word);
  return word;  // little end first: the only machines this runs on, and old maps stay valid
}

/// SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012).
std::uint64_t siphash(const StandInKey& key, const std::uint8_t* data, std::size_t size) {
  const std::uint64_t k0 = word_at(key.data());
  const std::uint64_t k1 = word_at(key.data() + 8);
  std::uint64_t a = k0 ^ 0x736f6d6570736575ULL;
  std::uint64_t b = k1 ^ 0x646f72616e646f6dULL;
  std::uint64_t c = k0 ^ 0x6c7967656e657261ULL;
  std::uint64_t d = k1 ^ 0x7465646279746573ULL;
  const auto rounds = [&](int count) {
    for (int i = 0; i < count; ++i) {
      a += b;
      b = std::rotl(b, 13) ^ a;
      a = std::rotl(a, 32);
      c += d;
      d = std::rotl(d, 16) ^ c;
      a += d;
      d = std::rotl(d, 21) ^ a;
      c += b;
      b = std::rotl(b, 17) ^ c;
      c = std::rotl(c, 32);
    }
  };
  const auto take = [&](std::uint64_t word) {
    d ^= word;
    rounds(2);
    a ^= word;
  };
  std::size_t at = 0;
  for (; at + 8 <= size; at += 8) take(word_at(data + at));
  std::uint64_t last = static_cast<std::uint64_t>(size) << 56U;
  for (unsigned i = 0; at + i < size; ++i)
    last |= static_cast<std::uint64_t>(data[at + i]) << (8 * i);
  take(last);
  c ^= 0xFF;
  rounds(4);
  return a ^ b ^ c ^ d;
}

/// The bit that may be changed first; everything before it says which range it is.
unsigned first_free_bit(std::uint32_t address) {
  if (address >> 24U == 10) return 8;  // RFC 1918
  if (address >> 20U == 0xAC1) return 12;
  if (address >> 16U == 0xC0A8) return 16;
  if (address >> 22U == (0x64400000U >> 22U)) return 10;  // RFC 6598
  return 0;
}

/// First octets that hold other ranges besides public addresses keep to themselves.
bool is_mixed(std::uint32_t first_octet) {
  constexpr std::array<std::uint32_t, 4> mixed{100, 169, 172, 192};
  return std::find(mixed.begin(), mixed.end(), first_octet) != mixed.end();
}

bool is_special_second(std::uint32_t first, std::uint32_t second) {
  return (first == 100 && second >= 64 && second < 128) || (first == 169 && second == 254) ||
         (first == 172 && second >= 16 && second < 32) || (first == 192 && second == 168);
}

}  // namespace

std::uint64_t StandIns::hash(std::uint64_t domain, const std::uint8_t* data,
                             std::size_t size) const {
  std::array<std::uint8_t, 8 + 256> input{};
  std::memcpy(input.data(), &domain, 8);
  size = std::min<std::size_t>(size, 256);
  std::memcpy(input.data() + 8, data, size);
  return siphash(key_, input.data(), 8 + size);
}

/// A bit that depends on the first `bits` bits of some data and on nothing else.
bool StandIns::bit(std::uint64_t domain, const std::uint8_t* data, unsigned bits) const {
  std::array<std::uint8_t, 17> prefix{};
  const std::size_t whole = bits / 8;
  std::copy(data, data + whole, prefix.begin());
  if (bits % 8 != 0)
    prefix[whole] = static_cast<std::uint8_t>(data[whole] & (0xFF00U >> (bits % 8)));
  prefix[16] = static_cast<std::uint8_t>(bits);
  return hash(domain, prefix.data(), prefix.size()) & 1U;
}

/// Another number below `size`: a keyed cycle through all of them, so that none stays.
std::uint32_t StandIns::shuffled(std::uint64_t domain, std::uint32_t value,
                                 std::uint32_t size) const {
  std::array<std::uint32_t, 256> order{};
  for (std::uint32_t i = 0; i < size; ++i) order[i] = i;
  for (std::uint32_t i = size - 1; i > 0; --i) {
    const auto salt = static_cast<std::uint8_t>(i);
    std::swap(order[i], order[hash(domain, &salt, 1) % i]);  // Sattolo: one single cycle
  }
  return order[value];
}

bool StandIns::is_common(std::uint32_t address) {
  const std::uint32_t first = address >> 24U;
  return first == 0 || first == 127 || first >= 224 || address >> 16U == 0xA9FE ||
         address == 0xA83F8110U;  // 168.63.129.16, which Azure has in every virtual network
}

std::uint32_t StandIns::ipv4(std::uint32_t address) const {
  if (is_common(address)) return address;
  std::uint32_t out = address;
  unsigned at = first_free_bit(address);
  if (at == 0) {  // public: another first octet, or in a mixed one another second
    const std::uint32_t first = address >> 24U;
    std::array<std::uint32_t, 256> allowed{};
    std::uint32_t count = 0;
    std::uint32_t place = 0;
    const bool mixed = is_mixed(first);
    const std::uint32_t own = mixed ? address >> 16U & 0xFFU : first;
    for (std::uint32_t octet = mixed ? 0 : 1; octet < (mixed ? 256U : 224U); ++octet) {
      if (mixed ? is_special_second(first, octet)
                : is_mixed(octet) || octet == 10 || octet == 127 || octet == 168)
        continue;
      if (octet == own) place = count;
      allowed[count++] = octet;
    }
    // 168 holds Azure's own address; it moves within itself.
    const bool stays = first == 168;
    const std::uint32_t other =
        stays ? own
              : allowed[shuffled(for_octet + (std::uint64_t{first} << 8U) * mixed, place, count)];
    out = mixed ? (address & 0xFF00FFFFU) | other << 16U : (address & 0x00FFFFFFU) | other << 24U;
    at = mixed ? 16 : 8;
  }
  const std::array<std::uint8_t, 4> bytes{
      static_cast<std::uint8_t>(address >> 24U), static_cast<std::uint8_t>(address >> 16U),
      static_cast<std::uint8_t>(address >> 8U), static_cast<std::uint8_t>(address)};
  // The first free bit always changes: nobody keeps an address.
  for (bool first = true; at < 24; ++at, first = false)
    if (first || bit(for_ipv4, bytes.data(), at)) out ^= 1U << (31 - at);
  return out;
}

bool StandIns::is_common(const Ipv6Bytes& address) {
  if (address[0] == 0xFF || address[0] == 0) return true;
  return false;
}

Ipv6Bytes StandIns::ipv6(const Ipv6Bytes& address) const {
  if (is_common(address)) return address;
  const bool link_local = address[0] == 0xFE && (address[1] & 0xC0U) == 0x80;
  const unsigned start = link_local ? 64 : (address[0] & 0xE0U) == 0x20 ? 3 : 8;
  Ipv6Bytes out = address;
  for (unsigned at = start; at < 120; ++at)
    if (at == start || bit(for_ipv6, address.data(), at))
      out[at / 8] = static_cast<std::uint8_t>(out[at / 8] ^ (0x80U >> at % 8));
  return out;
}

std::uint64_t StandIns::mac(std::uint64_t address) const {
  if (address == 0 || address == 0xFFFFFFFFFFFFULL || (address >> 40U & 1U)) return address;
  const std::uint64_t vendor = address & 0xFFFFFF000000ULL;
  // Four rounds of Feistel over 24 bits, and one step further on that way: nobody stays.
  const auto round = [&](std::uint32_t half, std::uint8_t number) {
    const std::array<std::uint8_t, 6> data{number,
                                           static_cast<std::uint8_t>(half),
                                           static_cast<std::uint8_t>(half >> 8U),
                                           static_cast<std::uint8_t>(vendor >> 24U),
                                           static_cast<std::uint8_t>(vendor >> 32U),
                                           static_cast<std::uint8_t>(vendor >> 40U)};
    return static_cast<std::uint32_t>(hash(for_mac, data.data(), data.size())) & 0xFFFU;
  };
  auto left = static_cast<std::uint32_t>(address >> 12U) & 0xFFFU;
  auto right = static_cast<std::uint32_t>(address) & 0xFFFU;
  for (std::uint8_t i = 0; i < 4; ++i) left = std::exchange(right, left ^ round(right, i));
  right ^= 1U;
  for (std::uint8_t i = 4; i-- > 0;) right = std::exchange(left, right ^ round(left, i));
  return vendor | std::uint64_t{left} << 12U | right;
}

GuidBytes StandIns::guid(const GuidBytes& guid) const {
  GuidBytes swapped = guid;
  std::reverse(swapped.begin(), swapped.begin() + 4);
  std::reverse(swapped.begin() + 4, swapped.begin() + 6);
  std::reverse(swapped.begin() + 6, swapped.begin() + 8);
  const bool turned = swapped < guid;
  const GuidBytes& own = turned ? swapped : guid;
  GuidBytes out{};
  // 122 bits of a hash: no two of the few a site has will ever meet.
  for (std::uint8_t half = 0; half < 2; ++half) {
    std::array<std::uint8_t, 17> data{};
    std::copy(own.begin(), own.end(), data.begin());
    data[16] = half;
    const std::uint64_t value = hash(for_guid, data.data(), data.size());
    std::memcpy(out.data() + std::ptrdiff_t{8} * half, &value, 8);
  }
  if (turned) {
    std::reverse(out.begin(), out.begin() + 4);
    std::reverse(out.begin() + 4, out.begin() + 6);
    std::reverse(out.begin() + 6, out.begin() + 8);
  }
  return out;
}

std::string StandIns::word(std::string_view kind, std::string_view name) const {
  std::string low(kind);
  low += '\0';
  for (const char c : name) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::uint64_t value =
      hash(for_word, reinterpret_cast<const std::uint8_t*>(low.data()), low.size());
  // Letters and digits that nobody takes for others; 55 bits.
  constexpr std::string_view digits = "abcdefghijkmnpqrstuvwxyz23456789";
  std::string out(kind);
  out += '-';
  for (int i = 0; i < 11; ++i, value /= 32) out += digits[value % 32];
  return out;
}

StandInKey new_stand_in_key() {
  StandInKey key{};
  if (getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size())) std::abort();
  return key;
}

}  // namespace fbd
