#include "collectors/transport/ssh_wire.h"

namespace fbd {

WireWriter& WireWriter::byte(unsigned value) {
  bytes_ += static_cast<char>(value & 0xFFU);
  return *this;
}

WireWriter& WireWriter::number(std::uint32_t value) {
  for (unsigned shift = 32; shift > 0; shift -= 8) byte(value >> (shift - 8));
  return *this;
}

WireWriter& WireWriter::long_number(std::uint64_t value) {
  return number(static_cast<std::uint32_t>(value >> 32U)).number(static_cast<std::uint32_t>(value));
}

WireWriter& WireWriter::text(std::string_view bytes) {
  number(static_cast<std::uint32_t>(bytes.size()));
  bytes_ += bytes;
  return *this;
}

std::string_view WireReader::take(std::size_t size) {
  if (failed_ || rest_.size() < size) {
    failed_ = true;
    return {};
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

unsigned WireReader::byte() {
  const std::string_view one = take(1);
  return one.empty() ? 0 : static_cast<unsigned char>(one.front());
}

std::uint32_t WireReader::number() {
  std::uint32_t value = 0;
  for (const char c : take(4)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::uint64_t WireReader::long_number() {
  const std::uint64_t high = number();
  return high << 32U | number();
}

std::string_view WireReader::text() { return take(number()); }

}  // namespace fbd
