// The answer to ReadTree: files below a root with their modes, links and bytes, as one text.
//
//   file 0644 21 /etc/netplan/01.yaml
//   network: {version: 2}
//   link 0777 20 /etc/resolv.conf
//   ../run/resolv.conf.x
//   error denied 17 /etc/shadow
//   permission denied
//
// A header line holds kind, mode (or kind of error), length in bytes and path; then come that many
// bytes and a newline. Bytes are kept as they are, whatever they hold. Without contents every name
// that matches is a "file" of no bytes, directories and FIFOs as well. A link that was followed is
// there twice: the link, then the file or error it leads to, under the same path. A limit that was
// reached is an "error malformed" of the path at which it was.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

struct TreeEntry {
  enum class Kind { file, link, error };
  Kind kind = Kind::file;
  unsigned mode = 0;                         // permission bits; 0 for errors
  ErrorKind error_kind = ErrorKind::failed;  // for errors
  std::string path;                          // absolute, below the root that was asked
  std::string bytes;                         // content, link target or message
  friend bool operator==(const TreeEntry&, const TreeEntry&) = default;
};

/// Entries in the order given. A newline or backslash in a path is written as \n or \\.
std::string write_tree(std::span<const TreeEntry> entries);

/// Malformed when a header, a length or a final newline is missing; names the offset.
Result<std::vector<TreeEntry>> read_tree(std::string_view text);

}  // namespace fbd
