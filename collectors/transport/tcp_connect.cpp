#include "collectors/transport/tcp_connect.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collectors/transport/connect.h"

namespace fbd {
namespace {

class TcpConnecting final : public Operation {
 public:
  TcpConnecting(Means& means, const Terms& terms, const TcpConnect& request, Done done)
      : loop_(means.loop), request_(request), budget_(terms.deadline), done_(std::move(done)) {
    connect_.emplace(means, terms.host, request.host, request.port, budget_,
                     [this](Result<DialledSocket> connection) { first(std::move(connection)); });
  }

 private:
  void first(Result<DialledSocket> connection) {
    if (!connection) return done_(tl::unexpected<Error>(connection.error()), budget_.spent());
    address_ = connection->address;
    took_.push_back(connection->took.count());
    connection->socket.close();
    next();
  }

  void next() {
    const int tried = static_cast<int>(took_.size()) + failed_;
    const Clock::duration left = budget_.left();
    if (tried >= request_.tries || left == Clock::duration::zero()) return finish();
    dial_.emplace(loop_, address_, left, [this](const OrErrno<DialledSocket>& connection) {
      if (connection)
        took_.push_back(connection->took.count());
      else
        ++failed_;
      next();
    });
  }

  void finish() {
    nlohmann::ordered_json answer = {{"address", address_.text},
                                     {"port", request_.port},
                                     {"connect_microseconds", took_},
                                     {"failed_tries", failed_}};
    if (connect_ && connect_->lookup_took())
      answer["lookup_microseconds"] =
          std::chrono::duration_cast<std::chrono::microseconds>(*connect_->lookup_took()).count();
    done_(answer.dump() + "\n", budget_.spent());
  }

  EventLoop& loop_;
  const TcpConnect request_;
  Budget budget_;
  Done done_;
  Address address_;
  std::vector<std::chrono::microseconds::rep> took_;  // of each try that connected
  int failed_ = 0;
  std::optional<Connect> connect_;
  std::optional<Dial> dial_;
};

}  // namespace

std::unique_ptr<Operation> start_tcp_connect(Means& means, const Terms& terms,
                                             const TcpConnect& request, Done done) {
  return std::make_unique<TcpConnecting>(means, terms, request, std::move(done));
}

}  // namespace fbd
