// libarchive, loaded when the first bundle is opened: it brings a dozen libraries with it, which a
// failing host may lack and which every start of the program would pay for. Only for bundle*.cpp.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include "collectors/evidence/result.h"

namespace fbd {

#define FBD_LIBARCHIVE_FUNCTIONS(FUNCTION)    \
  FUNCTION(archive_entry_filetype)            \
  FUNCTION(archive_entry_free)                \
  FUNCTION(archive_entry_hardlink)            \
  FUNCTION(archive_entry_mtime)               \
  FUNCTION(archive_entry_new)                 \
  FUNCTION(archive_entry_pathname)            \
  FUNCTION(archive_entry_pathname_utf8)       \
  FUNCTION(archive_entry_set_filetype)        \
  FUNCTION(archive_entry_set_mtime)           \
  FUNCTION(archive_entry_set_pathname)        \
  FUNCTION(archive_entry_set_perm)            \
  FUNCTION(archive_entry_set_size)            \
  FUNCTION(archive_errno)                     \
  FUNCTION(archive_error_string)              \
  FUNCTION(archive_filter_bytes)              \
  FUNCTION(archive_read_data)                 \
  FUNCTION(archive_read_data_block)           \
  FUNCTION(archive_read_free)                 \
  FUNCTION(archive_read_new)                  \
  FUNCTION(archive_read_next_header)          \
  FUNCTION(archive_read_open_fd)              \
  FUNCTION(archive_read_open_filename)        \
  FUNCTION(archive_read_open_memory)          \
  FUNCTION(archive_read_support_filter_bzip2) \
  FUNCTION(archive_read_support_filter_gzip)  \
  FUNCTION(archive_read_support_filter_xz)    \
  FUNCTION(archive_read_support_filter_zstd)  \
  FUNCTION(archive_read_support_format_raw)   \
  FUNCTION(archive_read_support_format_tar)   \
  FUNCTION(archive_write_add_filter_zstd)     \
  FUNCTION(archive_write_close)               \
  FUNCTION(archive_write_data)                \
  FUNCTION(archive_write_finish_entry)        \
  FUNCTION(archive_write_free)                \
  FUNCTION(archive_write_header)              \
  FUNCTION(archive_write_new)                 \
  FUNCTION(archive_write_open_fd)             \
  FUNCTION(archive_write_set_filter_option)   \
  FUNCTION(archive_write_set_format_pax_restricted)

struct Libarchive {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a declared name takes none
#define FBD_MEMBER(name) decltype(&::name) name = nullptr;
  FBD_LIBARCHIVE_FUNCTIONS(FBD_MEMBER)
#undef FBD_MEMBER
};

/// The library's functions; failed if it is not installed. It stays loaded.
Result<const Libarchive*> libarchive();

}  // namespace fbd
