// manifest.jsonl of a bundle that grows: a line for whatever was stored, left out or not answered,
// each with the SHA-256 of the line before it. A part that was cut off is missing at the end and
// nowhere else; a line or member that was changed is named.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "collectors/evidence/bundle_manifest.h"
#include "collectors/evidence/result.h"

namespace fbd {

inline constexpr int growing_bundle_version = 2;

struct ChainBegin {
  std::string program;
  std::string id;  // names the map of its stand-ins; nothing can be told from it
  std::string redact;
};

/// A member that is no answer and no file: site.yaml.
struct ChainMember {
  std::string member;
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// A file of a host, or a piece of one.
struct CollectedFile {
  std::string host;
  std::string path;  // on that host, redacted like the rest
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t size = 0;  // of the whole when it was read; 0: not known
  std::chrono::sys_seconds modified;
  std::string form;  // as log_lines.h has it
  std::string member;
  std::uint64_t bytes = 0;
  std::string sha256;
  std::map<std::string, std::uint64_t> redactions{};  // how many, by kind
  friend bool operator==(const CollectedFile&, const CollectedFile&) = default;
};

/// What is not in the bundle, and why.
struct LeftOut {
  std::string host;
  std::string path;
  std::string why;
  std::uint64_t bytes = 0;  // how much that would have been; 0: not known
  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

struct ChainEnd {
  std::string how;  // "complete", "interrupted", "leak"
};

using ChainLine =
    std::variant<ChainBegin, ChainMember, ManifestEntry, CollectedFile, LeftOut, ChainEnd>;

/// A line of JSON with its newline. `previous` is the hash of the line before, "" for the first.
std::string write_chain_line(const ChainLine& line, std::string_view previous);

/// The hash that the next line carries; `line` with or without its newline.
std::string hash_of_line(std::string_view line);

struct Chain {
  std::vector<ChainLine> lines;  // up to the first that is wrong
  std::string problem;           // what is wrong with it, with its number; "" if nothing is
};

/// A last line without a newline was cut off and is left out without being a problem.
Chain read_chain(std::string_view text);

/// "files/web01/var/log/svagents.log", with "@000002097152" behind it for a piece of a file. Always
/// fit for an archive: what has other characters or is too long gets a name made of its hash.
std::string file_member_name(std::string_view host, std::string_view path, std::uint64_t begin,
                             bool is_piece);

}  // namespace fbd
