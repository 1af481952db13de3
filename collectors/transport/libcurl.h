// libcurl, loaded when the first request over HTTPS is made: it brings some thirty libraries with
// it, which a failing host may lack and which every start of the program would pay for. Only for
// http*.cpp.
#pragma once

#include <curl/curl.h>

#include "collectors/evidence/result.h"

namespace fbd {

#define FBD_LIBCURL_FUNCTIONS(FUNCTION) \
  FUNCTION(curl_easy_cleanup)           \
  FUNCTION(curl_easy_getinfo)           \
  FUNCTION(curl_easy_init)              \
  FUNCTION(curl_easy_setopt)            \
  FUNCTION(curl_easy_strerror)          \
  FUNCTION(curl_global_init)            \
  FUNCTION(curl_multi_add_handle)       \
  FUNCTION(curl_multi_cleanup)          \
  FUNCTION(curl_multi_info_read)        \
  FUNCTION(curl_multi_init)             \
  FUNCTION(curl_multi_remove_handle)    \
  FUNCTION(curl_multi_setopt)           \
  FUNCTION(curl_multi_socket_action)    \
  FUNCTION(curl_slist_append)           \
  FUNCTION(curl_slist_free_all)

struct Libcurl {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a declared name takes none
#define FBD_MEMBER(name) decltype(&::name) name = nullptr;
  FBD_LIBCURL_FUNCTIONS(FBD_MEMBER)
#undef FBD_MEMBER
};

/// The library's functions; failed if it is not installed. It stays loaded.
Result<const Libcurl*> libcurl();

}  // namespace fbd
