// libzstd, loaded when the first bundle is written, as libarchive.h says why. Only for bundle*.cpp.
#pragma once

#include <zstd.h>

#include "collectors/evidence/result.h"

namespace fbd {

#define FBD_LIBZSTD_FUNCTIONS(FUNCTION)  \
  FUNCTION(ZSTD_CCtx_setParameter)       \
  FUNCTION(ZSTD_compress2)               \
  FUNCTION(ZSTD_compressBound)           \
  FUNCTION(ZSTD_createCCtx)              \
  FUNCTION(ZSTD_findFrameCompressedSize) \
  FUNCTION(ZSTD_freeCCtx)                \
  FUNCTION(ZSTD_getErrorName)            \
  FUNCTION(ZSTD_isError)

struct Libzstd {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a declared name takes none
#define FBD_MEMBER(name) decltype(&::name) name = nullptr;
  FBD_LIBZSTD_FUNCTIONS(FBD_MEMBER)
#undef FBD_MEMBER
};

/// The library's functions; failed if it is not installed. It stays loaded.
Result<const Libzstd*> libzstd();

}  // namespace fbd
