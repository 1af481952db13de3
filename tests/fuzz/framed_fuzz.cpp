// What a shell on another machine writes, cut anywhere: the same frame comes out however it is cut,
// and never more than was allowed.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/evidence/question.h"
#include "collectors/transport/framed.h"
#include "collectors/transport/remote_dial.h"
#include "collectors/transport/remote_scripts.h"

namespace {

constexpr std::size_t at_most = 64;

fbd::Framed fed(std::string_view text, std::size_t piece) {
  fbd::Framed framed("n");
  framed.expect(1, at_most);
  for (std::size_t at = 0; at < text.size(); at += piece) framed.feed(text.substr(at, piece));
  return framed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const fbd::Framed whole = fed(text, text.size() + 1);
  const fbd::Framed pieces = fed(text, data[0] % 16U + 1U);
  if (whole.status() != pieces.status() || whole.content().size() > at_most + 1) std::abort();
  if (whole.status() && whole.content() != pieces.content()) std::abort();
  const fbd::ReadTree request{{"/etc/*"}, data[0] % 2 == 0};
  (void)fbd::read_tree_answer(text, "n", request, {});
  (void)fbd::tcp_answer(text, {"cs01", 443, 1}, "web01");
  (void)fbd::tls_answer(text, {"cs01", 443, "cs01"}, "web01");
  return 0;
}
