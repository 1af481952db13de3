#include "collectors/evidence/libarchive.h"

#include "collectors/evidence/library.h"

namespace fbd {
namespace {

Result<Libarchive> load() {
  // The name carries the version of the interface that archive.h declares.
  Result<Library> library = Library::load("libarchive.so.13", "bundles need", "libarchive13");
  if (!library) return tl::unexpected<Error>(library.error());
  Libarchive functions;
#define FBD_FIND(name) library->find(#name, functions.name);
  FBD_LIBARCHIVE_FUNCTIONS(FBD_FIND)
#undef FBD_FIND
  return library->whole().map([&] { return functions; });
}

}  // namespace

Result<const Libarchive*> libarchive() {
  static const Result<Libarchive> loaded = load();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  return &*loaded;
}

}  // namespace fbd
