// The data types of the SSH protocols (RFC 4251, section 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

class WireWriter {
 public:
  WireWriter& byte(unsigned value);
  WireWriter& number(std::uint32_t value);
  WireWriter& long_number(std::uint64_t value);
  WireWriter& text(std::string_view bytes);  // with its length before it
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads from the front; once something was missing, everything is.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}
  unsigned byte();
  std::uint32_t number();
  std::uint64_t long_number();
  std::string_view text();
  bool failed() const { return failed_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view take(std::size_t size);

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace fbd
