// Archives, and the manifest by itself because no fuzzer finds its way through a hash. An input
// that begins with 'm' is a manifest; all others are files.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_manifest.h"

namespace {

void manifest(std::string_view text) {
  const auto read = fbd::read_manifest(text);
  if (!read) {
    if (!read.error().message.starts_with("manifest.json: ")) std::abort();
    return;
  }
  const std::string written = fbd::write_manifest(*read);
  const auto again = fbd::read_manifest(written);
  if (!again || fbd::write_manifest(*again) != written) std::abort();
}

void archive(std::string_view bytes) {
  const int memory = memfd_create("bundle", MFD_CLOEXEC);
  if (memory < 0) std::abort();
  if (write(memory, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
  const std::string path = "/proc/self/fd/" + std::to_string(memory);
  const auto read = fbd::read_bundle(path);
  close(memory);
  if (!read && !read.error().message.starts_with(path + ": ")) std::abort();
  if (read && read->site.hosts.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with('m'))
    manifest(bytes.substr(1));
  else
    archive(bytes);
  return 0;
}
