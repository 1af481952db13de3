#include "collectors/transport/remote_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <utility>

namespace fbd {
namespace {

/// As much as one packet of a channel carries, and so many of them under way.
constexpr std::uint32_t piece = 32768 - 64;
constexpr std::size_t pieces_at_once = 96;

class Reading : public std::enable_shared_from_this<Reading> {
 public:
  Reading(Sftp& sftp, std::string path, std::uint64_t at_most, FileSink sink,
          Sftp::Then<unsigned> then)
      : sftp_(sftp),
        path_(std::move(path)),
        at_most_(at_most),
        sink_(std::move(sink)),
        then_(std::move(then)) {}
  ~Reading() {
    if (!handle_.empty()) sftp_.close(handle_);
  }

  void begin() {
    // Looked at before it is opened for reading: opening a device can do things.
    sftp_.attributes(
        path_, true, mine<RemoteAttributes>([this](Result<RemoteAttributes> found) {
          if (!found) return finish(tl::unexpected<Error>(found.error()));
          attributes_ = *found;
          if (!S_ISREG(found->mode))
            return finish(error(ErrorKind::malformed,
                                fmt::format("{}, not a file", kind_of_mode(found->mode))));
          if (found->size > at_most_) return too_long();
          sftp_.open(path_, mine<std::string>([this](Result<std::string> handle) {
                       if (!handle) return finish(tl::unexpected<Error>(handle.error()));
                       handle_ = *handle;
                       ask();
                     }));
        }));
  }

 private:
  /// What is called only as long as somebody wants the file.
  template <class Value, class Function>
  Sftp::Then<Value> mine(Function function) {
    return [weak = weak_from_this(), function](Result<Value> value) {
      if (const auto self = weak.lock()) function(std::move(value));
    };
  }

  /// Pieces up to the length the file should have are asked for at once; behind that, one after the
  /// other: only the end of a file is its end, and files the kernel makes up say that they are
  /// empty.
  void ask() {
    while (!done_ && under_way_ < pieces_at_once &&
           (asked_ < attributes_.size || under_way_ == 0)) {
      const std::uint64_t offset = asked_;
      asked_ += piece;
      ask_for(offset, piece);
    }
  }

  void ask_for(std::uint64_t offset, std::uint32_t length) {
    ++under_way_;
    sftp_.read(handle_, offset, length,
               mine<std::optional<std::string>>(
                   [this, offset, length](Result<std::optional<std::string>> bytes) {
                     --under_way_;
                     if (!done_) came(offset, length, std::move(bytes));
                   }));
  }

  void came(std::uint64_t offset, std::uint32_t length, Result<std::optional<std::string>> bytes) {
    if (!bytes) return finish(tl::unexpected<Error>(bytes.error()));
    if (!*bytes || (*bytes)->empty()) {
      end_ = std::min(end_, offset);
    } else {
      const auto got = static_cast<std::uint32_t>(std::min<std::size_t>((*bytes)->size(), length));
      pieces_[offset] = std::move(**bytes);
      // A server may give less than was asked for.
      if (got < length) {
        if (offset + length == asked_ && under_way_ == 0)
          asked_ = offset + got;
        else
          ask_for(offset + got, length - got);
      }
    }
    while (!pieces_.empty() && pieces_.begin()->first == given_) {
      const auto next = pieces_.extract(pieces_.begin());
      given_ += next.mapped().size();
      if (given_ > at_most_) return too_long();
      if (!sink_(next.mapped())) return finish(error(ErrorKind::failed, "cannot be kept"));
    }
    if (given_ >= end_) return finish(attributes_.mode & 07777U);
    ask();
  }

  void too_long() {
    finish(error(ErrorKind::malformed, fmt::format("more than {} bytes", at_most_)));
  }

  void finish(Result<unsigned> answer) {
    if (std::exchange(done_, true)) return;
    then_(std::move(answer));
  }

  Sftp& sftp_;
  const std::string path_;
  const std::uint64_t at_most_;
  const FileSink sink_;
  const Sftp::Then<unsigned> then_;
  RemoteAttributes attributes_;
  std::string handle_;
  std::size_t under_way_ = 0;
  std::uint64_t asked_ = 0;
  std::uint64_t given_ = 0;
  std::uint64_t end_ = UINT64_MAX;
  std::map<std::uint64_t, std::string> pieces_;
  bool done_ = false;
};

}  // namespace

FileToken read_remote_file(Sftp& sftp, const std::string& path, std::uint64_t at_most,
                           FileSink sink, Sftp::Then<unsigned> then) {
  auto reading = std::make_shared<Reading>(sftp, path, at_most, std::move(sink), std::move(then));
  reading->begin();
  return reading;
}

}  // namespace fbd
