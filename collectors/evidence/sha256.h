// SHA-256, of something whole or piece by piece.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace fbd {

/// 64 lower-case hexadecimal digits.
std::string sha256_of(std::string_view bytes);

class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void add(std::string_view bytes);
  /// Of everything added; nothing may be added afterwards.
  std::string hex();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fbd
