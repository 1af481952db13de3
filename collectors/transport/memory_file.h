// Files that exist only as long as they are open.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>

#include "collectors/transport/descriptor.h"

namespace fbd {

inline OrErrno<Descriptor> memory_file() {
  Descriptor file(memfd_create("from another machine", MFD_CLOEXEC));
  if (!file) return tl::unexpected<int>(errno);
  return file;
}

/// False, and errno: there is no memory for it.
inline bool write_at(const Descriptor& file, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t size = pwrite(file.fd(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
    offset += static_cast<std::uint64_t>(size);
  }
  return true;
}

}  // namespace fbd
