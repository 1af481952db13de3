#include "collectors/transport/ssh_agent.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "collectors/transport/ssh_wire.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

constexpr unsigned request_identities = 11;
constexpr unsigned identities_answer = 12;
constexpr unsigned sign_request = 13;
constexpr unsigned sign_response = 14;
constexpr std::size_t longest_answer = 256U << 10;
constexpr std::uint32_t most_keys = 64;

tl::unexpected<Error> failure(const std::string& why) {
  return error(ErrorKind::failed, "the ssh agent: " + why);
}

Result<std::vector<SshAgent::Key>> keys_in(std::string_view answer) {
  WireReader reader(answer);
  if (reader.byte() != identities_answer) return failure("it would not name its keys");
  std::vector<SshAgent::Key> keys;
  const std::uint32_t count = reader.number();
  for (std::uint32_t i = 0; i < count && i < most_keys; ++i) {
    SshAgent::Key key;
    key.blob = reader.text();
    key.comment = reader.text();
    if (reader.failed()) return failure("its list of keys is damaged");
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace

void SshAgent::list(const std::string& socket, Keys keys) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  int problem = 0;
  if (socket.size() >= sizeof address.sun_path) {
    problem = ENAMETOOLONG;
  } else {
    std::memcpy(address.sun_path, socket.c_str(), socket.size() + 1);
    socket_ = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket_ ||
        connect(socket_.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      problem = errno;
  }
  if (problem != 0) socket_.close();
  ask(WireWriter().byte(request_identities).bytes(),
      [keys = std::move(keys), problem](const Result<std::string>& answer) {
        if (problem != 0) return keys(failure(reason(problem)));
        keys(answer ? keys_in(*answer) : tl::unexpected<Error>(answer.error()));
      });
}

void SshAgent::sign(const std::string& key, const std::string& data, std::uint32_t flags,
                    Signature signature) {
  ask(WireWriter().byte(sign_request).text(key).text(data).number(flags).bytes(),
      [signature = std::move(signature)](const Result<std::string>& answer) {
        if (!answer) return signature(tl::unexpected<Error>(answer.error()));
        WireReader reader(*answer);
        if (reader.byte() != sign_response) return signature(failure("it refused to sign"));
        WireReader inner(reader.text());
        inner.text();  // the algorithm
        const std::string_view bytes = inner.text();
        if (inner.failed()) return signature(failure("its signature is damaged"));
        signature(std::string(bytes));
      });
}

void SshAgent::ask(const std::string& message, Reply reply) {
  reply_ = std::move(reply);
  outgoing_ = WireWriter().text(message).bytes();
  incoming_.clear();
  if (!watch_ && socket_)
    watch_ = loop_.watch(socket_.fd(), EPOLLIN | EPOLLOUT, [this](std::uint32_t) { go_on(); });
  watch_.change(EPOLLIN | EPOLLOUT);
  // Without a socket there is nothing to wait for.
  if (!watch_) absent_ = loop_.at(Clock::now(), [this] { finish(failure("it is not there")); });
}

void SshAgent::go_on() {
  while (!outgoing_.empty()) {
    const ssize_t sent = send(socket_.fd(), outgoing_.data(), outgoing_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0) return finish(failure(reason(errno)));
    outgoing_.erase(0, static_cast<std::size_t>(sent));
  }
  watch_.change(EPOLLIN);
  std::array<char, 16U << 10> buffer{};
  const ssize_t got = recv(socket_.fd(), buffer.data(), buffer.size(), 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return finish(failure(got < 0 ? reason(errno) : "it hung up"));
  incoming_.append(buffer.data(), static_cast<std::size_t>(got));
  if (incoming_.size() < 4) return;
  const std::uint32_t length = WireReader(incoming_).number();
  if (length > longest_answer) return finish(failure("its answer is too long"));
  if (incoming_.size() < 4 + length) return;
  finish(incoming_.substr(4, length));
}

void SshAgent::finish(Result<std::string> answer) {
  watch_.end();
  if (Reply reply = std::exchange(reply_, {})) reply(std::move(answer));
}

void SshAgent::stop() {
  reply_ = {};
  absent_.cancel();
  watch_.end();
  socket_.close();
}

}  // namespace fbd
