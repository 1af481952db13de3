// libxml2, loaded when the first answer of a vSphere API comes: it brings a library of thirty
// megabytes with it. Only for xml_stream.cpp.
#pragma once

#include <libxml/parser.h>

#include "collectors/evidence/result.h"

namespace fbd {

#define FBD_LIBXML2_FUNCTIONS(FUNCTION) \
  FUNCTION(xmlCreatePushParserCtxt)     \
  FUNCTION(xmlCtxtGetLastError)         \
  FUNCTION(xmlCtxtUseOptions)           \
  FUNCTION(xmlFreeParserCtxt)           \
  FUNCTION(xmlInitParser)               \
  FUNCTION(xmlParseChunk)               \
  FUNCTION(xmlSetGenericErrorFunc)      \
  FUNCTION(xmlStopParser)

struct Libxml2 {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a declared name takes none
#define FBD_MEMBER(name) decltype(&::name) name = nullptr;
  FBD_LIBXML2_FUNCTIONS(FBD_MEMBER)
#undef FBD_MEMBER
};

/// The library's functions; failed if it is not installed. It stays loaded.
Result<const Libxml2*> libxml2();

}  // namespace fbd
