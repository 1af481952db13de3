// SshLink: one SSH connection, on which several things are done at once.
//
// libssh2 knows one packet at a time: a call that could not send its packet whole must be repeated
// until it could, and nobody else may send meanwhile. The link therefore lets tasks step in turn,
// and holds the others back while one is in the middle of a packet.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/event_loop.h"

struct _LIBSSH2_SESSION;  // NOLINT(bugprone-reserved-identifier): libssh2's own names
struct _LIBSSH2_CHANNEL;  // NOLINT(bugprone-reserved-identifier)

namespace fbd {

/// Something that is done over a link.
class SshTask {
 public:
  SshTask() = default;
  SshTask(const SshTask&) = delete;
  SshTask& operator=(const SshTask&) = delete;
  virtual ~SshTask() = default;
  /// Goes on as far as it can without waiting; whether it got on. A call of libssh2 that would have
  /// blocked must be the first thing of the next step. It may end its own membership.
  virtual bool step() = 0;
  /// The link is gone; nothing of it may be used any more.
  virtual void broken(const Error& why) = 0;
};

class SshLink {
 public:
  /// Takes a connected, non-blocking socket. `name` begins the sentences of errors.
  SshLink(EventLoop& loop, Descriptor socket, std::string name);
  SshLink(const SshLink&) = delete;
  SshLink& operator=(const SshLink&) = delete;
  ~SshLink();

  _LIBSSH2_SESSION* session() const { return session_; }
  int socket() const { return socket_.fd(); }
  bool is_broken() const { return broken_; }
  const std::string& name() const { return name_; }

  void add(SshTask& task);
  void remove(SshTask& task);
  /// Lets the tasks step soon: one of them has got something to do.
  void kick();

  /// Opening a channel is possible for one task at a time. False: somebody else is at it.
  bool begin_opening(const SshTask& task);
  void end_opening(const SshTask& task);
  /// Closes a channel without anybody having to wait for it.
  void dispose(_LIBSSH2_CHANNEL* channel);

  /// What went wrong with a call of libssh2 that returned `code`.
  Error problem(int code, const std::string& doing) const;
  /// Ends it for everybody.
  void breaks(const Error& why);

 private:
  class Closing;
  void pump();
  bool has(const SshTask* task) const;

  EventLoop& loop_;
  const std::string name_;
  Descriptor socket_;
  _LIBSSH2_SESSION* session_ = nullptr;
  EventLoop::Watch watch_;
  EventLoop::Timer soon_;
  std::vector<SshTask*> tasks_;
  std::list<std::unique_ptr<Closing>> closings_;
  const SshTask* speaker_ = nullptr;  // in the middle of a packet
  const SshTask* opener_ = nullptr;
  bool broken_ = false;
};

}  // namespace fbd
