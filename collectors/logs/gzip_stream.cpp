// ISA-L inflates four times as fast as zlib. It is loaded when the first .gz is met, so that a
// start of the program does not pay for it and a host can lack it.
#include <dlfcn.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "collectors/logs/read_bytes.h"

namespace fbd {
namespace {

struct Isal {
  decltype(&::isal_inflate_init) init = nullptr;
  decltype(&::isal_inflate_reset) reset = nullptr;
  decltype(&::isal_inflate) inflate = nullptr;
  std::string problem;
};

Isal load() {
  constexpr const char* file = "libisal.so.2";
  Isal isal;
  void* const library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    isal.problem = fmt::format("to read .gz files, {} (Debian: libisal2) has to be there", file);
    return isal;
  }
  const auto look_up = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::decay_t<decltype(function)>>(dlsym(library, name));
    if (!function) isal.problem = fmt::format("{} has no {}", file, name);
  };
  look_up(isal.init, "isal_inflate_init");
  look_up(isal.reset, "isal_inflate_reset");
  look_up(isal.inflate, "isal_inflate");
  return isal;
}

const Isal& isal() {
  static const Isal loaded = load();
  return loaded;
}

class GzipStream {
 public:
  explicit GzipStream(ReadBytes bytes) : bytes_(std::move(bytes)) {
    isal().init(state_.get());
    state_->crc_flag = ISAL_GZIP;
  }

  Result<std::size_t> operator()(std::span<char> room) {
    state_->next_out = reinterpret_cast<std::uint8_t*>(room.data());
    state_->avail_out = static_cast<std::uint32_t>(std::min(room.size(), most_at_once));
    const std::uint32_t wanted = state_->avail_out;
    while (state_->avail_out == wanted) {
      if (state_->avail_in == 0 && !ended_)
        if (Result<void> more = read_more(); !more) return tl::unexpected<Error>(more.error());
      if (state_->block_state == ISAL_BLOCK_FINISH) {
        // What follows the last member and is no member is padding: gzip(1) ignores it as well.
        if (state_->avail_in == 0 || *state_->next_in != 0x1F) return std::size_t{0};
        next_member();
      }
      const bool nothing_more = state_->avail_in == 0;
      if (isal().inflate(state_.get()) != ISAL_DECOMP_OK)
        return error(ErrorKind::malformed, "the gzip data are damaged");
      if (nothing_more && state_->avail_out == wanted && state_->block_state != ISAL_BLOCK_FINISH)
        return error(ErrorKind::malformed, "the gzip data end in the middle");
    }
    return wanted - state_->avail_out;
  }

 private:
  static constexpr std::size_t most_at_once = std::size_t{1} << 30;

  void next_member() {
    isal().reset(state_.get());
    state_->crc_flag = ISAL_GZIP;
  }

  Result<void> read_more() {
    const Result<std::size_t> size = bytes_(*input_);
    if (!size) return tl::unexpected<Error>(size.error());
    ended_ = *size == 0;
    state_->next_in = reinterpret_cast<std::uint8_t*>(input_->data());
    state_->avail_in = static_cast<std::uint32_t>(*size);
    return {};
  }

  using Input = std::array<char, std::size_t{128} << 10>;
  ReadBytes bytes_;
  std::shared_ptr<inflate_state> state_ = std::make_shared<inflate_state>();
  std::shared_ptr<Input> input_ = std::make_shared<Input>();
  bool ended_ = false;
};

}  // namespace

ReadBytes gzip_stream(ReadBytes bytes) {
  if (!isal().problem.empty())
    return [](std::span<char>) -> Result<std::size_t> {
      return error(ErrorKind::failed, isal().problem);
    };
  return GzipStream(std::move(bytes));
}

}  // namespace fbd
