// SshLogin: proves to a server, whose key has been checked, who we are.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/transport/ssh_agent.h"
#include "collectors/transport/ssh_link.h"
#include "collectors/transport/ssh_target.h"

namespace fbd {

/// How it went: evidence, also when it did not go well.
struct LoginOutcome {
  bool in = false;
  std::string method;              // that did it: "publickey (agent: me@here)"
  std::string offered;             // what the server accepts: "publickey,password"
  std::vector<std::string> tried;  // in order, each with what came of it
};

class SshLogin final : public SshTask {
 public:
  /// Called once, from within a step. An error is one of the connection.
  using Finished = std::function<void(Result<LoginOutcome>)>;
  SshLogin(EventLoop& loop, SshLink& link, const SshTarget& target, Finished finished);
  ~SshLogin() override;

  bool step() override;
  void broken(const Error& why) override;

 private:
  enum class Phase { methods, agent, agent_key, key_file, password, keyboard, done };
  struct Signing;

  bool offers(std::string_view method) const;
  void choose();
  int attempt();
  int try_agent_key();
  int try_key_file();
  void next(const std::string& what, int code);
  void list_agent();
  void finish(bool in, const std::string& method);
  static int sign(struct _LIBSSH2_SESSION* session, unsigned char** signature, std::size_t* length,
                  const unsigned char* data, std::size_t data_length, void** abstract);
  int sign(unsigned char** signature, std::size_t* length, std::string_view data);
  std::string what() const;

  EventLoop& loop_;
  SshLink& link_;
  const SshTarget& target_;
  Finished finished_;
  Phase phase_ = Phase::methods;
  LoginOutcome outcome_;
  std::set<std::string> done_;  // the methods that were tried
  SshAgent agent_;
  std::vector<SshAgent::Key> agent_keys_;
  std::size_t index_ = 0;  // of the key that is tried
  std::string to_sign_;
  std::optional<Result<std::string>> signature_;
  std::string answer_;  // to a prompt
};

}  // namespace fbd
