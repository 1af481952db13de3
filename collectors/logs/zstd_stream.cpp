#include <zstd.h>

#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collectors/logs/read_bytes.h"

namespace fbd {
namespace {

/// 2^25 bytes: more than any level but the "ultra" ones asks for, and what a bundle may cost.
constexpr int largest_window = 25;

class ZstdStream {
 public:
  explicit ZstdStream(ReadBytes bytes)
      : bytes_(std::move(bytes)), context_(ZSTD_createDCtx(), &ZSTD_freeDCtx) {
    if (context_) ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window);
  }

  Result<std::size_t> operator()(std::span<char> room) {
    if (!context_) return error(ErrorKind::failed, "no memory for zstd");
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !ended_) {
        Result<std::size_t> size = bytes_(*input_);
        if (!size) return size;
        in_ = {input_->data(), *size, 0};
        ended_ = *size == 0;
      }
      const std::size_t before = in_.pos;
      const std::size_t hint = ZSTD_decompressStream(context_.get(), &out, &in_);
      if (ZSTD_isError(hint))
        return error(ErrorKind::malformed,
                     fmt::format("the zstd data are damaged: {}", ZSTD_getErrorName(hint)));
      if (before != in_.pos || out.pos != 0) in_frame_ = hint != 0;
      if (ended_ && out.pos == 0) {
        if (in_frame_) return error(ErrorKind::malformed, "the zstd data end in the middle");
        return std::size_t{0};
      }
    }
    return out.pos;
  }

 private:
  ReadBytes bytes_;
  std::shared_ptr<ZSTD_DCtx> context_;
  std::shared_ptr<std::vector<char>> input_ =
      std::make_shared<std::vector<char>>(std::size_t{128} << 10);
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool ended_ = false;
  bool in_frame_ = false;
};

}  // namespace

ReadBytes zstd_stream(ReadBytes bytes) { return ZstdStream(std::move(bytes)); }

}  // namespace fbd
