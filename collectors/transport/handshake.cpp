#include "collectors/transport/handshake.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/connect.h"
#include "collectors/transport/tls_answer.h"
#include "collectors/transport/tls_session.h"

namespace fbd {
namespace {

using namespace std::chrono_literals;

/// How long a peer that has shaken hands may take for its first line of HTTP.
constexpr Clock::duration http_time = 2s;
constexpr std::size_t max_http_line = 256;

/// Of this program, before it gives the peer more time for it.
constexpr Clock::duration tolerated_lateness = 20ms;

class Handshaking final : public Operation {
 public:
  Handshaking(Means& means, const Terms& terms, const TlsHandshake& request, Done done)
      : means_(means),
        request_(request),
        who_(terms.host),
        connecting_(terms.deadline),
        shaking_(terms.deadline),
        done_(std::move(done)) {
    answer_.port = request.port;
    answer_.server_name = request.server_name;
    connect_.emplace(
        means, who_, request.host, request.port, connecting_,
        [this](Result<DialledSocket> connection) { connected(std::move(connection)); });
  }

 private:
  void connected(Result<DialledSocket> connection) {
    connecting_.pause();
    if (!connection) return finish(tl::unexpected<Error>(connection.error()));
    answer_.address = connection->address.text;
    answer_.connect = connection->took;
    socket_ = std::move(connection->socket);
    turn_ = means_.handshakes.enter(1, [this] { begin(); });
  }

  void begin() {
    shaking_.start();
    session_.emplace(means_.tls, socket_.fd(), request_.server_name);
    watch_ = means_.loop.watch(socket_.fd(), EPOLLIN, [this](std::uint32_t) { go_on(); });
    if (!*session_ || !watch_)
      return finish(error(ErrorKind::failed, fmt::format("{}: {}: TLS could not be set up here",
                                                         who_, describe(request_))));
    end_in(shaking_.left());
    go_on();
  }

  void end_in(Clock::duration time) {
    due_ = Clock::now() + time;
    end_ = means_.loop.at(due_, [this] { end_of_time(); });
  }

  void go_on() {
    // A peer that stays silent keeps its time, but not its turn.
    patience_ = means_.loop.at(Clock::now() + shaking_.whole() / 2, [this] { turn_.leave(); });
    TlsSession::Step step = shaken_ ? talk() : session_->handshake();
    if (step == TlsSession::Step::done && !shaken_) {
      shaken();
      step = talk();
    }
    using enum TlsSession::Step;
    if (step == wants_read) return watch_.change(EPOLLIN);
    if (step == wants_write) return watch_.change(EPOLLOUT);
    conclude();
  }

  void shaken() {
    shaken_ = true;
    answer_.outcome = TlsOutcome::completed;
    answer_.handshake = std::chrono::duration_cast<std::chrono::microseconds>(shaking_.spent());
    session_->describe(answer_);
    head_ = fmt::format(
        "HEAD / HTTP/1.1\r\nHost: {}\r\nUser-Agent: failback-doctor\r\n"
        "Connection: close\r\n\r\n",
        http_host());
    end_ =
        means_.loop.at(Clock::now() + std::min(http_time, shaking_.left()), [this] { conclude(); });
    // What comes now costs no CPU, only memory.
    talk_ = means_.talks.enter(1, [this] { turn_.leave(); });
  }

  std::string http_host() const {
    const std::string& name = request_.server_name.empty() ? request_.host : request_.server_name;
    return name.find(':') == name.npos ? name : "[" + name + "]";
  }

  TlsSession::Step talk() {
    using enum TlsSession::Step;
    if (!asked_) {
      const TlsSession::Step step = session_->write(head_);
      if (step != done) return step;
      asked_ = true;
    }
    while (line_.size() < max_http_line && line_.find('\n') == line_.npos) {
      const TlsSession::Step step = session_->read(line_, max_http_line - line_.size());
      if (step != done) return step;
    }
    return done;
  }

  void end_of_time() {
    // A handshake takes several turns of both sides: while we were not at ours, the peer's time
    // stood still.
    const Clock::duration late = Clock::now() - due_;
    if (late > tolerated_lateness && lateness_ < shaking_.whole()) {
      lateness_ += late;
      return end_in(late);
    }
    answer_.outcome = TlsOutcome::timed_out;
    answer_.detail = session_->heard() ? "the peer fell silent" : "the peer said nothing";
    conclude();
  }

  void conclude() {
    if (shaken_) {
      // TLS 1.3: a client certificate that is missing is refused only now.
      if (session_->outcome() == TlsOutcome::alert) answer_.detail = session_->detail();
      const std::vector<std::string_view> head = lines(line_);
      if (!head.empty()) answer_.http = printable(head.front(), max_http_line);
      session_->say_goodbye();
    } else {
      answer_.handshake = std::chrono::duration_cast<std::chrono::microseconds>(shaking_.spent());
      session_->describe(answer_);
      if (answer_.outcome != TlsOutcome::timed_out) {
        answer_.outcome = session_->outcome();
        answer_.detail = session_->detail();
        answer_.greeting = session_->greeting();
      }
    }
    finish(write_tls_answer(answer_));
  }

  void finish(Result<std::string> answer) {
    shaking_.pause();
    end_.cancel();
    patience_.cancel();
    watch_.end();
    session_.reset();
    socket_.close();
    turn_.leave();
    talk_.leave();
    done_(std::move(answer), connecting_.spent() + shaking_.spent());
  }

  Means& means_;
  const TlsHandshake request_;
  const std::string who_;
  Budget connecting_;
  Budget shaking_;
  Done done_;
  TlsAnswer answer_;
  std::optional<Connect> connect_;
  Descriptor socket_;
  Gate::Place turn_;  // to shake hands
  Gate::Place talk_;  // a place among those that have
  std::optional<TlsSession> session_;
  bool shaken_ = false;
  bool asked_ = false;
  std::string head_;
  std::string line_;
  Clock::time_point due_;
  Clock::duration lateness_{0};
  EventLoop::Watch watch_;
  EventLoop::Timer end_;
  EventLoop::Timer patience_;
};

}  // namespace

std::unique_ptr<Operation> start_handshake(Means& means, const Terms& terms,
                                           const TlsHandshake& request, Done done) {
  return std::make_unique<Handshaking>(means, terms, request, std::move(done));
}

}  // namespace fbd
