#include "collectors/transport/libxml2.h"

#include "collectors/evidence/library.h"

namespace fbd {
namespace {

Result<Libxml2> load() {
  // The name carries the version of the interface that its headers declare.
  Result<Library> library = Library::load("libxml2.so.2", "answers of vSphere need", "libxml2");
  if (!library) return tl::unexpected<Error>(library.error());
  Libxml2 functions;
#define FBD_FIND(name) library->find(#name, functions.name);
  FBD_LIBXML2_FUNCTIONS(FBD_FIND)
#undef FBD_FIND
  if (Result<void> whole = library->whole(); !whole) return tl::unexpected<Error>(whole.error());
  functions.xmlInitParser();  // once, before there are several threads
  return functions;
}

}  // namespace

Result<const Libxml2*> libxml2() {
  static const Result<Libxml2> loaded = load();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  return &*loaded;
}

}  // namespace fbd
