#include "collectors/transport/arm_request.h"

#include <openssl/rand.h>

#include <array>
#include <utility>

#include <fmt/format.h>

#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// A service that keeps saying "later" is not asked for ever, however short its "later" is.
constexpr int most_tries = 20;

/// For whoever reads the service's logs; random, as RFC 4122 (2005-07), 4.4, wants it.
std::string request_id() {
  std::array<unsigned char, 16> b{};
  RAND_bytes(b.data(), static_cast<int>(b.size()));
  b[6] = static_cast<unsigned char>((b[6] & 0x0FU) | 0x40U);
  b[8] = static_cast<unsigned char>((b[8] & 0x3FU) | 0x80U);
  std::string text;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", b[i]);
  }
  return text;
}

bool is_busy(int status) { return status == 429 || status == 503 || status == 504; }

}  // namespace

ArmRequest::ArmRequest(EventLoop& loop, AzureService& service, std::string what, std::string url,
                       std::size_t at_most, std::function<Clock::duration()> left, Turn turn,
                       Done done)
    : loop_(loop),
      service_(service),
      what_(std::move(what)),
      url_(std::move(url)),
      at_most_(at_most),
      left_(std::move(left)),
      turn_(std::move(turn)),
      done_(std::move(done)) {
  place_ = service_.requests.enter(1, [this] {
    turn_();
    sign_in();
  });
}

void ArmRequest::sign_in() {
  const auto within = std::chrono::duration_cast<std::chrono::milliseconds>(left_());
  service_.tokens.get(
      within, [this, alive = std::weak_ptr<bool>(alive_)](const Result<AzureToken>& token) {
        if (alive.expired()) return;
        if (token)
          send(*token);
        else
          fail({{token.error().kind, fmt::format("{}: {}", what_, token.error().message)}, 0, ""});
      });
}

void ArmRequest::send(const AzureToken& token) {
  HttpRequest request;
  request.url = url_;
  request.headers = {"Authorization: Bearer " + token.text, "Accept: application/json",
                     "x-ms-client-request-id: " + request_id()};
  request.trust.ca_file = service_.vault.ca_file;
  request.environments_proxy = true;
  if (!service_.vault.proxy.empty()) request.proxy = service_.vault.proxy;
  token_number_ = token.number;
  body_.clear();
  scanner_ = {};
  ++tries_;
  transfer_ = service_.http.start(
      what_, std::move(request), std::chrono::duration_cast<std::chrono::milliseconds>(left_()),
      [this](std::string_view bytes) {
        if (body_.size() + bytes.size() > at_most_) return false;
        body_ += bytes;
        scanner_.feed(bytes);
        return true;
      },
      [this](const HttpOutcome& outcome) { answered(outcome); });
}

void ArmRequest::answered(const HttpOutcome& outcome) {
  if (!outcome.status) {
    const Error& why = outcome.status.error();
    // The only one to stop a transfer is the limit above.
    if (why.kind == ErrorKind::failed && body_.size() + (64U << 10) > at_most_)
      return fail({{ErrorKind::malformed,
                    fmt::format("{}: more than {} MiB of answers", what_, at_most_ >> 20U)},
                   0,
                   ""});
    return fail({why, 0, ""});
  }
  if (*outcome.status == 200) {
    const Done done = std::move(done_);
    ArmPage page{std::move(body_), std::string(outcome.header("Date")), std::move(scanner_)};
    place_.leave();
    return done(std::move(page));
  }
  if (*outcome.status == 401 && !std::exchange(token_renewed_, true)) {
    service_.tokens.refused(token_number_);
    return sign_in();
  }
  if (is_busy(*outcome.status)) return try_again(outcome);
  fail(azure_failure(what_, *outcome.status, body_, outcome));
}

void ArmRequest::try_again(const HttpOutcome& outcome) {
  // Without a word of when, a little longer each time.
  constexpr std::chrono::seconds longest{16};
  const std::chrono::seconds wait = retry_after(outcome).value_or(
      std::min(longest, std::chrono::seconds{1} * (1 << std::min(tries_ - 1, 4))));
  if (wait > left_() || tries_ >= most_tries) {
    AzureFailure failure = azure_failure(what_, *outcome.status, body_, outcome);
    failure.error.kind = ErrorKind::timed_out;
    failure.error.message += fmt::format("; asked {} {}, and it wants to be asked again in {}",
                                         tries_, tries_ == 1 ? "time" : "times", in_words(wait));
    return fail(std::move(failure));
  }
  // At once is still after everybody else who is ready.
  const Clock::duration at_least = std::max<Clock::duration>(wait, std::chrono::milliseconds{50});
  timer_ = loop_.at(Clock::now() + at_least, [this] { sign_in(); });
}

void ArmRequest::fail(AzureFailure failure) {
  const Done done = std::move(done_);
  place_.leave();
  done(tl::unexpected<AzureFailure>(std::move(failure)));
}

}  // namespace fbd
