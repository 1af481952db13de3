#include <lzma.h>

#include <memory>
#include <utility>
#include <vector>

#include "collectors/logs/read_bytes.h"

namespace fbd {
namespace {

/// What xz -9 takes to decompress is 65 MiB.
constexpr std::uint64_t most_memory = std::uint64_t{80} << 20;

class XzStream {
 public:
  explicit XzStream(ReadBytes bytes) : bytes_(std::move(bytes)) {
    ready_ = lzma_stream_decoder(state_.get(), most_memory, LZMA_CONCATENATED) == LZMA_OK;
  }

  Result<std::size_t> operator()(std::span<char> room) {
    if (!ready_) return error(ErrorKind::failed, "no memory for xz");
    if (done_) return std::size_t{0};
    state_->next_out = reinterpret_cast<std::uint8_t*>(room.data());
    state_->avail_out = room.size();
    while (state_->avail_out == room.size() && !done_) {
      if (state_->avail_in == 0 && !ended_) {
        Result<std::size_t> size = bytes_(*input_);
        if (!size) return size;
        state_->next_in = reinterpret_cast<const std::uint8_t*>(input_->data());
        state_->avail_in = *size;
        ended_ = *size == 0;
      }
      const lzma_ret result = lzma_code(state_.get(), ended_ ? LZMA_FINISH : LZMA_RUN);
      if (result == LZMA_STREAM_END)
        done_ = true;
      else if (result == LZMA_BUF_ERROR)
        return error(ErrorKind::malformed, "the xz data end in the middle");
      else if (result == LZMA_MEMLIMIT_ERROR)
        return error(ErrorKind::failed, "the xz data need more than 80 MiB to read");
      else if (result != LZMA_OK)
        return error(ErrorKind::malformed, "the xz data are damaged");
    }
    return room.size() - state_->avail_out;
  }

 private:
  struct Free {
    void operator()(lzma_stream* state) const {
      lzma_end(state);
      delete state;
    }
  };
  ReadBytes bytes_;
  std::shared_ptr<lzma_stream> state_{new lzma_stream(LZMA_STREAM_INIT), Free{}};
  std::shared_ptr<std::vector<char>> input_ =
      std::make_shared<std::vector<char>>(std::size_t{128} << 10);
  bool ready_ = false;
  bool ended_ = false;
  bool done_ = false;
};

}  // namespace

ReadBytes xz_stream(ReadBytes bytes) { return XzStream(std::move(bytes)); }

}  // namespace fbd
