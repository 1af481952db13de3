#include "collectors/transport/wording.h"

#include <doctest/doctest.h>

#include <cerrno>

using namespace fbd;
using namespace std::chrono_literals;

TEST_CASE("what the system says follows a colon") {
  CHECK(reason(EACCES) == "permission denied");
  CHECK(reason(EHOSTUNREACH) == "no route to host");
  CHECK(after_colon("RPC failed") == "RPC failed");
  CHECK(after_colon("A thing") == "a thing");
  CHECK(after_colon("") == "");
}

TEST_CASE("times are told without needless precision") {
  CHECK(in_words(3s) == "3 s");
  CHECK(in_words(1500ms) == "1500 ms");
}

TEST_CASE("the same errno can mean another kind in files and in networks") {
  CHECK(file_error(ENOENT) == ErrorKind::not_found);
  CHECK(file_error(ENOTDIR) == ErrorKind::not_found);
  CHECK(file_error(EPERM) == ErrorKind::denied);
  CHECK(file_error(ELOOP) == ErrorKind::malformed);
  CHECK(file_error(EIO) == ErrorKind::failed);
  CHECK(network_error(ECONNREFUSED) == ErrorKind::refused);
  CHECK(network_error(ECONNRESET) == ErrorKind::reset);
  CHECK(network_error(ENETUNREACH) == ErrorKind::unreachable);
  CHECK(network_error(EPERM) == ErrorKind::denied);
  CHECK(network_error(ETIMEDOUT) == ErrorKind::timed_out);
  CHECK(network_error(EMFILE) == ErrorKind::failed);
}
