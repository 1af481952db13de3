// VsphereSession: one login at a vCenter or ESXi host, for all that is asked of it in one run.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/evidence/site.h"
#include "collectors/transport/gate.h"
#include "collectors/transport/http.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/soap_reader.h"
#include "collectors/transport/vsphere_soap.h"

namespace fbd {

/// What the first call learned about who answers; VsphereServer (vsphere/server.h) has its words.
struct VsphereAbout {
  std::string outcome;  // "vsphere"
  std::string row;      // the answer to VsphereCall::about
  std::string what;     // for messages, if it is no vSphere API
  SoapNode content;     // ServiceContent
  bool answers() const { return outcome == "vsphere" || outcome == "too-old"; }
  bool is_vcenter() const { return content.at("about.apiType") == "VirtualCenter"; }
  /// A member of the service content; empty: the server has none.
  VsphereRef object(std::string_view member) const;
};

/// What became of logging in; VsphereAccount (vsphere/account.h) has its words.
struct VsphereLogin {
  bool accepted = false;
  std::string row;   // the answer to VsphereCall::account
  std::string key;   // of the session, as methods want it
  std::string what;  // for messages, if it was refused
};

class VsphereSession {
 public:
  using AboutKnown = std::function<void(const Result<VsphereAbout>&)>;
  using LoginKnown = std::function<void(const Result<VsphereLogin>&)>;
  using Answered = std::function<void(Result<SoapAnswer>)>;

  VsphereSession(Means& means, const Host& host);
  ~VsphereSession();
  VsphereSession(const VsphereSession&) = delete;
  VsphereSession& operator=(const VsphereSession&) = delete;

  /// One question at a time: the server would make the others wait, on our time.
  Gate& turn() { return turn_; }

  /// Once; what it said is kept, unless there was no time for it. `known` is never called later
  /// than `within`, and not if the session goes first.
  void about(std::chrono::milliseconds within, AboutKnown known);
  void login(std::chrono::milliseconds within, LoginKnown known);
  /// The server no longer knows the session: the next login() is a new one.
  void forget_login();

  /// One call; cut short when the transfer goes. A sink takes the answer instead of a tree, perhaps
  /// on another thread (soap_intake.h), but nothing any more when `answered` is called.
  std::unique_ptr<HttpTransfer> call(std::string envelope, std::shared_ptr<SoapSink> sink,
                                     std::chrono::milliseconds within, Answered answered);

  /// Who waits for about() or login() waits no longer. What was begun goes on.
  void leave();
  /// Why nothing more is asked: the server fell silent again and again.
  const std::optional<Error>& lost() const { return lost_; }

  /// Logs out, if anybody is logged in or about to be; then is_over().
  void end(std::chrono::milliseconds within);
  bool is_over() const { return is_over_; }

  const Host& host() const { return host_; }

 private:
  HttpRequest request(std::string body) const;
  void learn(const HttpOutcome& outcome, SoapReader& reader, std::string_view body);
  void logged_in(const Result<SoapAnswer>& answer);
  void take_cookie(const HttpOutcome& outcome);
  void log_out(std::chrono::milliseconds within);

  Means& means_;
  const Host& host_;
  Gate turn_;
  std::optional<Result<VsphereAbout>> about_;
  std::optional<Result<VsphereLogin>> login_;
  std::map<std::string, std::string> cookies_;  // as the server wrote them, quotes and all
  int silences_ = 0;                            // one after the other
  std::optional<Error> lost_;
  AboutKnown about_known_;
  LoginKnown login_known_;
  bool is_over_ = false;
  std::optional<std::chrono::milliseconds> ending_;  // the time a logout may take
  std::unique_ptr<HttpTransfer> first_, login_transfer_, logout_;
};

}  // namespace fbd
