// The other side of a question, on loopback and in a temporary directory.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "collectors/evidence/observation.h"
#include "collectors/evidence/question.h"
#include "collectors/evidence/site.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/live_source.h"

namespace fbd::peers {

/// A directory of its own, gone with its contents when it goes.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file and the directories above it; gives its whole path.
  std::string write(std::string_view name, std::string_view bytes) const;
  std::string in(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// A listening socket on loopback. Without `serve` nobody accepts: the kernel completes
/// connections, and the peer stays silent.
class Server {
 public:
  /// Called on a thread of its own for one connection after the other.
  using Serve = std::function<void(int connection)>;
  explicit Server(Serve serve = {}, const std::string& address = "127.0.0.1");
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  std::uint16_t port() const { return port_; }
  int listener() const { return socket_.fd(); }

 private:
  Descriptor socket_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

/// Reads until `bytes` have come or the peer is gone; the bytes that came.
std::string receive(int connection, std::size_t bytes = 1);
/// Says that no more will be sent, and reads until the other side has had enough: an orderly end.
void drain(int connection);
void send(int connection, std::string_view bytes);
/// Closing will reset the connection.
void reset_on_close(int connection);

/// A port of loopback on which nobody listens.
std::uint16_t closed_port();

/// Runs a command to its end and fails the test if it fails.
void run(const std::string& script);

/// `openssl s_server` with more arguments, ready to be connected to.
class OpensslServer {
 public:
  explicit OpensslServer(const std::string& arguments);
  ~OpensslServer();
  OpensslServer(const OpensslServer&) = delete;
  OpensslServer& operator=(const OpensslServer&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = 0;
  Descriptor input_;  // it ends with its input
  std::uint16_t port_ = 0;
};

/// Key and certificates for cs01 and 127.0.0.1: key.pem, valid.pem, expired.pem.
void make_certificates(const TemporaryDirectory& directory);

/// A site in which web01 is this machine.
Site local_site();

/// Asks web01 one question.
Observation ask(const Request& request, std::chrono::milliseconds deadline,
                const LiveLimits& limits = {});
std::vector<Observation> ask(LiveSource& source, std::vector<Question> questions,
                             std::chrono::milliseconds deadline);

/// The number of processes with this text in their command line.
int processes_with(std::string_view text);

}  // namespace fbd::peers
