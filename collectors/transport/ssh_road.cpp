#include "collectors/transport/ssh_road.h"

#include <fmt/format.h>

#include <utility>

#include "collectors/transport/wording.h"

namespace fbd {

SshRoad::SshRoad(Means& means, const Terms& terms, SshHops hops, std::string address,
                 std::uint16_t port, Budget& budget, Ready ready)
    : means_(means),
      who_(terms.host),
      hops_(std::move(hops)),
      address_(std::move(address)),
      port_(port),
      budget_(budget),
      ready_(std::move(ready)) {
  const SshHops before(hops_.begin(), hops_.end() - 1);
  opening_ =
      std::make_unique<SshOpening>(means_, terms, *hops_.back(), before,
                                   [this](SshOpening::Opened way) { opened(std::move(way)); });
}

void SshRoad::opened(SshOpening::Opened result) {
  before_ = std::move(result.road);
  link_ = std::move(result.link);
  if (!result.answer) return finish(tl::unexpected<Error>(result.answer.error()));
  if (!link_) return finish(tl::unexpected<Error>(as_error(*result.answer, who_)));
  connect();
}

void SshRoad::connect() {
  const std::string what = fmt::format("{}: connect to {}, TCP port {}, from the jump host {}",
                                       who_, address_, port_, hops_.back()->address);
  budget_.start();
  end_ = means_.loop.at(Clock::now() + budget_.left(), [this, what] {
    finish(error(ErrorKind::timed_out,
                 fmt::format("{}: no answer within {}", what, in_words(budget_.whole()))));
  });
  forward_ = std::make_unique<SshForward>(
      means_.loop, *link_, address_, port_, [this, what](Result<Descriptor> socket) {
        if (socket) return finish(std::move(socket));
        const Error& why = socket.error();
        finish(error(why.kind, fmt::format("{}: {}", what, why.message)));
      });
}

// Not at once: this may be a step of what whoever is told destroys.
void SshRoad::finish(Result<Descriptor> socket) {
  end_.cancel();
  auto held = std::make_shared<Result<Descriptor>>(std::move(socket));
  soon_ = means_.loop.at(Clock::now(), [this, held] {
    if (const Ready ready = std::exchange(ready_, nullptr)) ready(std::move(*held));
  });
}

}  // namespace fbd
