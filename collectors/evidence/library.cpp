#include "collectors/evidence/library.h"

#include <dlfcn.h>

#include <fmt/format.h>

namespace fbd {

Result<Library> Library::load(const char* file, std::string_view needs, std::string_view package) {
  Library library;
  library.file_ = file;
  library.handle_ = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library.handle_) return library;
  const char* why = dlerror();
  return error(ErrorKind::failed,
               fmt::format("{} {}, which cannot be loaded: {}; Debian has it in the package {}",
                           needs, file, why ? why : "unknown reason", package));
}

void* Library::address(const char* name) {
  void* const found = dlsym(handle_, name);
  if (!found && !missing_) missing_ = name;
  return found;
}

Result<void> Library::whole() const {
  if (!missing_) return {};
  return error(ErrorKind::failed,
               fmt::format("{} has no function {}: it is too old", file_, missing_));
}

}  // namespace fbd
