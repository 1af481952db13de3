// Result and Error: how this program says that something could not be known.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace fbd {

/// Why there is no answer. These are the differences a verdict may depend on: a refused connection
/// is another finding than one that timed out, and a file that is not there another than one that
/// may not be read.
enum class ErrorKind {
  unresolved,     // a name has no address, or no name server said so in time
  unreachable,    // no route, or a router or firewall says so
  refused,        // the host answered, and nothing listens there
  timed_out,      // nothing came back before the deadline
  reset,          // the connection was made and then torn down
  denied,         // we may not: permissions, credentials, policy
  not_found,      // we looked, and it is not there
  failed,         // it was carried out and reported failure itself
  malformed,      // it answered, and the answer cannot be read
  not_collected,  // nobody asked, or asking was cut off
};

/// The name used in reports and bundles, in kebab-case: "timed-out".
std::string_view name(ErrorKind kind);

/// The kind with that name; `malformed` stays `malformed`. An unknown name is an error.
tl::expected<ErrorKind, std::string> error_kind(std::string_view name);

/// A kind, and a sentence that names the thing, what was tried and what came back.
struct Error {
  ErrorKind kind = ErrorKind::failed;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

/// What the world may refuse to give. One day this line reads std::expected.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> error(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

}  // namespace fbd
