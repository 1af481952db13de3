// One regular file of a host, over SFTP.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "collectors/transport/files.h"
#include "collectors/transport/sftp.h"

namespace fbd {

/// Where the bytes of a file go, in order. False: enough.
using FileSink = std::function<bool(std::string_view)>;

/// Like read_file(). Whoever lets go of the token hears nothing more. `then` gets the mode; what
/// was read has been given to `sink`, and more than `at_most` bytes is malformed.
using FileToken = std::shared_ptr<void>;
[[nodiscard]] FileToken read_remote_file(Sftp& sftp, const std::string& path, std::uint64_t at_most,
                                         FileSink sink, Sftp::Then<unsigned> then);

}  // namespace fbd
