// Streams of bytes: a file, what a compressed one holds, text of Windows as UTF-8.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "collectors/evidence/result.h"

namespace fbd {

/// Fills the front of the room and says how much of it; 0 is the end. After an error or the end it
/// is not called again.
using ReadBytes = std::function<Result<std::size_t>(std::span<char>)>;

/// What a file holds that may be compressed: gzip (several members in a row as well), zstd or xz,
/// by its first bytes; anything else comes as it is. A file that ends early gives what there was,
/// then malformed. failed: no library for this kind is installed.
ReadBytes decompressed(ReadBytes bytes);

/// UTF-16 as UTF-8, known by its byte order mark, or without one by every second byte of its start
/// being 0; anything else comes as it is. Half characters become U+FFFD.
ReadBytes as_utf8(ReadBytes bytes);

/// All of it, first what was read already.
ReadBytes put_back(std::string front, ReadBytes bytes);

/// Reads until there is as much as wanted, or no more.
Result<std::string> read_front(const ReadBytes& bytes, std::size_t wanted);

/// The decompressors, each of a whole stream. They own `bytes`.
ReadBytes gzip_stream(ReadBytes bytes);
ReadBytes zstd_stream(ReadBytes bytes);
ReadBytes xz_stream(ReadBytes bytes);

}  // namespace fbd
