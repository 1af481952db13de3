#include "collectors/transport/dial.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace fbd {

Dial::Dial(EventLoop& loop, const Address& address, Clock::duration within, Dialled dialled)
    : address_(address), dialled_(std::move(dialled)), since_(Clock::now()) {
  const int problem = begin(loop);
  end_ = loop.at(problem == 0 ? since_ + within : since_, [this, problem] {
    finish(tl::unexpected<int>(problem == 0 ? ETIMEDOUT : problem));
  });
}

int Dial::begin(EventLoop& loop) {
  socket_ =
      Descriptor(socket(address_.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket_) return errno;
  const auto* name = reinterpret_cast<const sockaddr*>(&address_.storage);
  if (connect(socket_.fd(), name, address_.length) != 0 && errno != EINPROGRESS) return errno;
  watch_ = loop.watch(socket_.fd(), EPOLLOUT, [this](std::uint32_t) { connected(); });
  return watch_ ? 0 : errno;
}

void Dial::connected() {
  int problem = 0;
  socklen_t size = sizeof problem;
  getsockopt(socket_.fd(), SOL_SOCKET, SO_ERROR, &problem, &size);
  if (problem != 0) return finish(tl::unexpected<int>(problem));
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - since_);
  watch_.end();
  finish(DialledSocket{std::move(socket_), address_, took});
}

void Dial::finish(OrErrno<DialledSocket> connection) {
  watch_.end();
  end_.cancel();
  const Dialled dialled = std::move(dialled_);
  dialled(std::move(connection));
}

}  // namespace fbd
