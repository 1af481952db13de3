#include "collectors/transport/libcurl.h"

#include "collectors/evidence/library.h"

namespace fbd {
namespace {

Result<Libcurl> load() {
  // The name carries the version of the interface that curl.h declares.
  Result<Library> library = Library::load("libcurl.so.4", "requests over HTTPS need", "libcurl4");
  if (!library) return tl::unexpected<Error>(library.error());
  Libcurl functions;
#define FBD_FIND(name) library->find(#name, functions.name);
  FBD_LIBCURL_FUNCTIONS(FBD_FIND)
#undef FBD_FIND
  if (Result<void> whole = library->whole(); !whole) return tl::unexpected<Error>(whole.error());
  if (functions.curl_global_init(CURL_GLOBAL_ALL) != CURLE_OK)
    return error(ErrorKind::failed, "libcurl could not be set up");
  return functions;
}

}  // namespace

Result<const Libcurl*> libcurl() {
  static const Result<Libcurl> loaded = load();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  return &*loaded;
}

}  // namespace fbd
