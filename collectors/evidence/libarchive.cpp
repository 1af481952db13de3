#include "collectors/evidence/libarchive.h"

#include <dlfcn.h>

#include <fmt/format.h>

namespace fbd {
namespace {

/// The name carries the version of the interface that archive.h declares.
constexpr const char* library = "libarchive.so.13";

Result<Libarchive> load() {
  void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  const auto missing = [] {
    const char* why = dlerror();
    return error(ErrorKind::failed,
                 fmt::format("bundles need {}, which cannot be loaded: {}; Debian has it in the "
                             "package libarchive13",
                             library, why ? why : "unknown reason"));
  };
  if (!handle) return missing();
  Libarchive found;
  bool is_whole = true;
#define FBD_LOAD(name)                                                       \
  found.name = reinterpret_cast<decltype(found.name)>(dlsym(handle, #name)); \
  is_whole = is_whole && found.name;
  FBD_LIBARCHIVE_FUNCTIONS(FBD_LOAD)
#undef FBD_LOAD
  if (!is_whole) return missing();
  return found;
}

}  // namespace

Result<const Libarchive*> libarchive() {
  static const Result<Libarchive> loaded = load();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  return &*loaded;
}

}  // namespace fbd
