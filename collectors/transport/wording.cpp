#include "collectors/transport/wording.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace fbd {

std::string after_colon(std::string text) {
  const bool word = text.size() > 1 && (text[1] == ' ' || (text[1] >= 'a' && text[1] <= 'z'));
  if (word && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string reason(int error_number) {
  return after_colon(std::generic_category().message(error_number));
}

ErrorKind file_error(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return ErrorKind::not_found;
    case EACCES:
    case EPERM:
      return ErrorKind::denied;
    case ELOOP:
      return ErrorKind::malformed;
    default:
      return ErrorKind::failed;
  }
}

ErrorKind network_error(int error_number) {
  switch (error_number) {
    case ECONNREFUSED:
      return ErrorKind::refused;
    case ETIMEDOUT:
      return ErrorKind::timed_out;
    case EHOSTUNREACH:
    case ENETUNREACH:
      return ErrorKind::unreachable;
    case EACCES:
    case EPERM:
      return ErrorKind::denied;
    case ECONNRESET:
      return ErrorKind::reset;
    default:
      return ErrorKind::failed;
  }
}

std::string in_words(std::chrono::milliseconds time) {
  if (time.count() % 1000 == 0) return fmt::format("{} s", time.count() / 1000);
  return fmt::format("{} ms", time.count());
}

}  // namespace fbd
