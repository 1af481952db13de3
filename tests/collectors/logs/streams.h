// Streams and logs that tests make.
#pragma once

#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "collectors/logs/scan_logs.h"

namespace fbd {

/// The text in reads of at most `most` bytes, of random length: what is found must not depend on
/// it.
inline ReadBytes in_pieces(std::string text, std::size_t most, std::size_t seed = 1) {
  return [text = std::move(text), at = std::size_t{0}, most,
          random = std::mt19937(seed)](std::span<char> room) mutable -> Result<std::size_t> {
    const std::size_t left = std::min({text.size() - at, room.size(), 1 + random() % most});
    std::copy_n(text.data() + at, left, room.data());
    at += left;
    return left;
  };
}

inline std::string all_of(const ReadBytes& bytes) {
  std::string all;
  std::string some(10'000, '\0');
  while (true) {
    const Result<std::size_t> size = bytes(some);
    if (!size) return all + "<" + size.error().message + ">";
    if (*size == 0) return all;
    all.append(some, 0, *size);
  }
}

inline LogFile log_of(std::string name, std::string text, LogTime newest = {}) {
  const std::uint64_t size = text.size();
  return {std::move(name), newest, size,
          [text = std::move(text)](std::uint64_t offset) -> Result<ReadBytes> {
            return in_pieces(text.substr(std::min<std::size_t>(offset, text.size())), 1 << 20);
          }};
}

/// What a program makes of the bytes: the real compressors.
inline std::string through(const std::string& command, const std::string& bytes) {
  std::string name = (std::filesystem::temp_directory_path() / "fbd-logs-XXXXXX").string();
  const int fd = mkstemp(name.data());
  REQUIRE(fd >= 0);
  close(fd);
  std::ofstream(name, std::ios::binary) << bytes;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " <" + name).c_str(), "r"),
                                                   pclose);
  REQUIRE(pipe);
  std::string out;
  char some[4096];
  for (std::size_t size = 0; (size = fread(some, 1, sizeof some, pipe.get())) > 0;)
    out.append(some, size);
  std::filesystem::remove(name);
  REQUIRE_FALSE(out.empty());
  return out;
}

}  // namespace fbd
