// Asking: one call of LiveSource::ask, from its first question to its last answer.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "collectors/evidence/source.h"
#include "collectors/transport/arm_request.h"
#include "collectors/transport/http.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/ssh_hosts.h"
#include "collectors/transport/tls_session.h"
#include "collectors/transport/vsphere_session.h"

namespace fbd {

/// What a LiveSource keeps from one call to the next.
struct Workshop {
  Workshop(const Site& its_site, std::stop_token its_stop, LiveLimits its_limits);

  const Site site;
  const std::stop_token stop;
  const LiveLimits limits;
  EventLoop loop;
  Gate descriptors{loop, 1};
  Gate handshakes;
  Gate talks{loop, 256};
  // As many as an sshd lets wait (sshd_config, MaxStartups 10:30:100), should all be one machine.
  Gate logins{loop, 10};
  BlockingCalls blocking;
  TlsClient tls;
  HttpClient http{loop};
  Means means{loop, blocking, handshakes, talks, logins, tls, http, limits};
  std::unique_ptr<AzureService> azure;  // of the site's vault, if it names one
  SshHosts ssh{means, site};            // their connections stay from one call to the next
};

class Asking {
 public:
  Asking(Workshop& workshop, std::chrono::milliseconds deadline, const Answered& answered);
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  /// Ends every process that was started and what these left behind.
  ~Asking();

  void add(std::vector<Question> questions);
  /// Returns when every question has its answer.
  void run();

 private:
  struct Pending {
    Question question;
    Gate::Place place;
    std::unique_ptr<Operation> operation;
  };
  struct Answer {
    std::uint64_t id;
    Result<std::string> answer;
    Clock::duration took;
  };

  void begin(std::uint64_t id);
  std::unique_ptr<Operation> start(const std::string& host, const RunCommand& request, Done done);
  std::unique_ptr<Operation> start(const std::string& host, const TcpConnect& request, Done done);
  std::unique_ptr<Operation> start(const std::string& host, const LogIn& request, const Done& done);
  std::unique_ptr<Operation> start(const std::string& host, const TlsHandshake& request, Done done);
  std::unique_ptr<Operation> start(const std::string& host, const VsphereGet& request, Done done);
  std::unique_ptr<Operation> start(const std::string& host, const AzureGet& request, Done done);
  template <class Files>  // ReadFile, ReadTree, RpmQuery, ScanLogs, ListFiles or ReadLines
  std::unique_ptr<Operation> start(const std::string& host, const Files& request, Done done);
  void deliver();
  void cut_short();
  void end_sessions();
  void finish_killing();

  Workshop& workshop_;
  const std::chrono::milliseconds deadline_;
  const Answered& answered_;
  std::uint64_t last_id_ = 0;
  std::map<std::string, std::unique_ptr<VsphereSession>> sessions_;  // outlive their questions
  std::map<std::uint64_t, Pending> pending_;
  std::vector<Answer> answers_;              // that have come and were not told yet
  std::optional<std::set<pid_t>> not_ours_;  // children from before the first command
};

}  // namespace fbd
