#include "collectors/transport/name_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace fbd {
namespace {

constexpr std::uint16_t name_port = 53;
/// RFC 1035, 4.1: one question, recursion desired; the root, NS, IN.
constexpr std::array<unsigned char, 17> root_question{0xfb, 0xd0, 1, 0, 0, 1, 0, 0, 0,
                                                      0,    0,    0, 0, 0, 2, 0, 1};
constexpr unsigned char server_failure = 2;

sockaddr_storage name_server(const std::string& address, socklen_t& size) {
  sockaddr_storage storage{};
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(name_port);
    std::memcpy(&storage, &v4, size = sizeof v4);
  } else if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(name_port);
    std::memcpy(&storage, &v6, size = sizeof v6);
  }
  return storage;
}

}  // namespace

bool name_server_answers(const std::string& address, std::chrono::milliseconds at_most) {
  socklen_t size = 0;
  const sockaddr_storage to = name_server(address, size);
  if (size == 0) return false;
  const int descriptor = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  std::array<unsigned char, 512> answer{};
  bool answers = false;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&to), size) == 0 &&
      send(descriptor, root_question.data(), root_question.size(), 0) ==
          static_cast<ssize_t>(root_question.size())) {
    pollfd wait{descriptor, POLLIN, 0};
    if (poll(&wait, 1, static_cast<int>(at_most.count())) == 1) {
      const ssize_t length = recv(descriptor, answer.data(), answer.size(), 0);
      answers = length >= 12 && answer[0] == root_question[0] && answer[1] == root_question[1] &&
                (answer[2] & 0x80U) != 0 && (answer[3] & 0x0fU) != server_failure;
    }
  }
  close(descriptor);
  return answers;
}

}  // namespace fbd
