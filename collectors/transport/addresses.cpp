#include "collectors/transport/addresses.h"

#include <netdb.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "collectors/transport/wording.h"

namespace fbd {
namespace {

using AddressList = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

struct Answer {
  int status;
  int error_number;
  AddressList list;
};

Answer ask(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  errno = 0;
  const int status = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  return {status, errno, AddressList(list, [](addrinfo* all) {
            if (all) freeaddrinfo(all);
          })};
}

Address copy_of(const addrinfo& info) {
  Address address;
  address.length = info.ai_addrlen;
  std::memcpy(&address.storage, info.ai_addr, info.ai_addrlen);
  std::array<char, NI_MAXHOST> text{};
  getnameinfo(info.ai_addr, info.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  address.text = text.data();
  return address;
}

}  // namespace

std::optional<Address> numeric_address(const std::string& host, std::uint16_t port) {
  const Answer answer = ask(host, port, AI_NUMERICHOST);
  if (answer.status != 0) return std::nullopt;
  return copy_of(*answer.list);
}

Result<std::vector<Address>> look_up(const std::string& name, std::uint16_t port) {
  const Answer answer = ask(name, port, 0);
  if (answer.status == EAI_SYSTEM) return error(ErrorKind::unresolved, reason(answer.error_number));
  if (answer.status != 0)
    return error(ErrorKind::unresolved, after_colon(gai_strerror(answer.status)));
  std::vector<Address> found;
  for (const addrinfo* info = answer.list.get(); info; info = info->ai_next)
    found.push_back(copy_of(*info));
  return found;
}

}  // namespace fbd
