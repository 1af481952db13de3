#include "collectors/transport/listener.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collectors/transport/descriptor.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t most_at_once = 64;
constexpr auto patience = 2s;
constexpr int turn_milliseconds = 200;  // how soon `stop` and the end of time are noticed

struct Guest {
  Descriptor socket;
  SteadyClock::time_point until;
};

tl::unexpected<Error> no_port(std::uint16_t port, int problem) {
  return error(problem == EACCES ? ErrorKind::denied : ErrorKind::failed,
               fmt::format("TCP port {} cannot be listened on: {}", port, reason(problem)));
}

/// For IPv6 and IPv4 alike; where there is no IPv6, for IPv4 alone.
Result<Descriptor> open_port(std::uint16_t port) {
  const int yes = 1;
  const int no = 0;
  Descriptor socket6(socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket6) {
    setsockopt(socket6.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(socket6.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    any.sin6_port = htons(port);
    if (bind(socket6.fd(), reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0 &&
        listen(socket6.fd(), static_cast<int>(most_at_once)) == 0)
      return socket6;
    if (errno == EADDRINUSE || errno == EACCES) return no_port(port, errno);
  }
  Descriptor socket4(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket4) return no_port(port, errno);
  setsockopt(socket4.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_port = htons(port);
  if (bind(socket4.fd(), reinterpret_cast<const sockaddr*>(&any), sizeof any) != 0 ||
      listen(socket4.fd(), static_cast<int>(most_at_once)) != 0)
    return no_port(port, errno);
  return socket4;
}

std::string text_of(const sockaddr_storage& peer) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* address =
      peer.ss_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr)
          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(peer).sin_addr);
  if (!inet_ntop(peer.ss_family, address, text.data(), text.size())) return "?";
  const std::string found = text.data();
  constexpr std::string_view mapped = "::ffff:";
  return found.starts_with(mapped) ? found.substr(mapped.size()) : found;
}

std::uint16_t port_of(const Descriptor& socket) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&own), &size) != 0) return 0;
  return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(own).sin6_port
                                         : reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

/// Whether the guest has gone. What it sent is read first: closing on unread bytes would be a
/// reset, and that may overtake the greeting.
bool has_gone(const Guest& guest) {
  std::array<char, 4096> nobody_reads_this{};
  while (true) {
    const ssize_t got =
        recv(guest.socket.fd(), nobody_reads_this.data(), nobody_reads_this.size(), 0);
    if (got == 0) return true;
    if (got < 0) return errno != EAGAIN && errno != EINTR;
  }
}

}  // namespace

Result<int> listen_and_answer(const Listening& listening) {
  Result<Descriptor> door = open_port(listening.port);
  if (!door) return tl::unexpected<Error>(door.error());
  listening.ready(port_of(*door));
  const std::string greeting = fmt::format("failback-doctor listener {}\n", listening.nonce);
  const auto end = SteadyClock::now() + listening.time;
  std::vector<Guest> guests;
  int answered = 0;
  while (SteadyClock::now() < end && !listening.stop.stop_requested()) {
    std::vector<pollfd> watched;
    watched.push_back({guests.size() < most_at_once ? door->fd() : -1, POLLIN, 0});
    for (const Guest& guest : guests) watched.push_back({guest.socket.fd(), POLLIN, 0});
    poll(watched.data(), watched.size(), turn_milliseconds);
    std::erase_if(guests, [](const Guest& guest) {
      return has_gone(guest) || SteadyClock::now() >= guest.until;
    });
    while (guests.size() < most_at_once) {
      sockaddr_storage peer{};
      socklen_t size = sizeof peer;
      Descriptor guest(accept4(door->fd(), reinterpret_cast<sockaddr*>(&peer), &size,
                               SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!guest) break;
      send(guest.fd(), greeting.data(), greeting.size(), MSG_NOSIGNAL);
      shutdown(guest.fd(), SHUT_WR);
      ++answered;
      listening.answered(text_of(peer));
      guests.push_back({std::move(guest), SteadyClock::now() + patience});
    }
  }
  return answered;
}

}  // namespace fbd
