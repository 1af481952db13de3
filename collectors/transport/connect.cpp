#include "collectors/transport/connect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

constexpr std::size_t max_addresses = 16;

std::string no_answer(Clock::duration within) {
  return "no answer within " + in_words(std::chrono::round<std::chrono::milliseconds>(within));
}

/// The failure that says most about the target: that it answered, then that something on the way
/// did, then that nobody did.
const Error& most_telling(const std::vector<Error>& failures) {
  constexpr std::array order{ErrorKind::refused,   ErrorKind::reset,       ErrorKind::denied,
                             ErrorKind::timed_out, ErrorKind::unreachable, ErrorKind::failed};
  const auto rank = [&](const Error& failure) {
    return std::find(order.begin(), order.end(), failure.kind) - order.begin();
  };
  return *std::min_element(failures.begin(), failures.end(),
                           [&](const Error& a, const Error& b) { return rank(a) < rank(b); });
}

}  // namespace

Connect::Connect(Means& means, std::string asked, std::string host, std::uint16_t port,
                 Budget& budget, Connected connected)
    : means_(means),
      asked_(std::move(asked)),
      host_(std::move(host)),
      port_(port),
      budget_(budget),
      connected_(std::move(connected)) {
  if (const std::optional<Address> address = numeric_address(host_, port_)) {
    addresses_.push_back(*address);
    dial_next();
  } else {
    look_up_name();
  }
}

void Connect::look_up_name() {
  auto found = std::make_shared<Result<std::vector<Address>>>(
      error(ErrorKind::failed, "no thread could be started to ask"));
  call_ = means_.blocking.start(
      [found, name = host_, port = port_](const std::stop_token&) { *found = look_up(name, port); },
      [this] {
        budget_.start();
        asked_since_ = Clock::now();
        deadline_ = means_.loop.at(Clock::now() + budget_.left(), [this] {
          call_.abandon();
          looked_up(error(ErrorKind::unresolved, no_answer(budget_.whole())));
        });
      },
      [this, found] { looked_up(std::move(*found)); });
}

void Connect::looked_up(Result<std::vector<Address>> addresses) {
  deadline_.cancel();
  lookup_took_ = Clock::now() - asked_since_;
  const std::string name = printable(host_);
  if (!addresses)
    return fail(addresses.error().kind, name,
                fmt::format("{} cannot be resolved: {}", name, addresses.error().message));
  addresses_ = std::move(*addresses);
  addresses_.resize(std::min(addresses_.size(), max_addresses));
  dial_next();
}

void Connect::dial_next() {
  if (failures_.size() == addresses_.size()) return give_up();
  budget_.start();
  const std::size_t ahead = addresses_.size() - failures_.size();
  const Clock::duration share = budget_.left() / static_cast<Clock::rep>(ahead);
  dial_.emplace(
      means_.loop, addresses_[failures_.size()], share,
      [this, share](OrErrno<DialledSocket> connection) { dialled(std::move(connection), share); });
}

void Connect::dialled(OrErrno<DialledSocket> connection, Clock::duration share) {
  if (connection) return connected_(std::move(*connection));
  const int problem = connection.error();
  failures_.push_back(
      {network_error(problem), problem == ETIMEDOUT ? no_answer(share) : reason(problem)});
  dial_next();
}

void Connect::give_up() {
  const ErrorKind kind = most_telling(failures_).kind;
  const std::string name = printable(host_);
  if (failures_.size() == 1) {
    const std::string& address = addresses_.front().text;
    return fail(kind, address == host_ ? name : fmt::format("{} ({})", name, address),
                failures_.front().message);
  }
  std::string each;
  for (std::size_t i = 0; i < failures_.size(); ++i)
    each += fmt::format("{}{}: {}", i == 0 ? "" : "; ", addresses_[i].text, failures_[i].message);
  fail(kind, name, each);
}

void Connect::fail(ErrorKind kind, std::string_view target, std::string_view why) {
  connected_(
      error(kind, fmt::format("{}: connect to {}, TCP port {}: {}", asked_, target, port_, why)));
}

}  // namespace fbd
