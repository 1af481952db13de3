#include "collectors/network/earlier_network.h"

namespace fbd {
namespace {

std::string nothing_given(const Site& site) {
  return site.before.empty() ? "no older bundle is given (check --before FILE)" : "";
}

Result<Request> never_asked(const Context& context) {
  return error(ErrorKind::not_collected,
               context.host.name + ": the older bundle was not looked at");
}

Result<EarlierNetwork> parse_earlier(std::string_view answer) {
  return parse_baseline(answer).map(
      [](NetworkBaseline network) { return EarlierNetwork{std::move(network)}; });
}

constexpr Origin<EarlierNetwork> known_origins[] = {
    {EarlierNetwork::question, Os::gnu_linux, Ask{&never_asked, false, &nothing_given},
     parse_earlier},
};

}  // namespace

std::span<const Origin<EarlierNetwork>> EarlierNetwork::origins() { return known_origins; }

}  // namespace fbd
