#include "collectors/evidence/libzstd.h"

#include <dlfcn.h>

#include <fmt/format.h>

namespace fbd {
namespace {

/// The name carries the version of the interface that zstd.h declares.
constexpr const char* library = "libzstd.so.1";

Result<Libzstd> load() {
  void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  Libzstd found;
  bool is_whole = handle != nullptr;
#define FBD_LOAD(name)                                                                   \
  if (handle) found.name = reinterpret_cast<decltype(found.name)>(dlsym(handle, #name)); \
  is_whole = is_whole && found.name;
  FBD_LIBZSTD_FUNCTIONS(FBD_LOAD)
#undef FBD_LOAD
  if (is_whole) return found;
  const char* why = dlerror();
  return error(ErrorKind::failed,
               fmt::format("bundles need {}, which cannot be loaded: {}; Debian has it in the "
                           "package libzstd1",
                           library, why ? why : "unknown reason"));
}

}  // namespace

Result<const Libzstd*> libzstd() {
  static const Result<Libzstd> loaded = load();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  return &*loaded;
}

}  // namespace fbd
