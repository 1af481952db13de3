// VsphereTalk: one VsphereGet being carried out: waits for its turn at the session, sees to it that
// somebody is logged in, makes its calls, and begins again once if the session has ended meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/evidence/question.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/vsphere_rows.h"
#include "collectors/transport/vsphere_session.h"

namespace fbd {

class VsphereTalk : public Operation {
 public:
  VsphereTalk(VsphereSession& session, const Terms& terms, const VsphereGet& request, Done done);
  ~VsphereTalk() override {
    if (waits_) session_.leave();
  }

 protected:
  /// The calls that the question takes; when they are done, finish(). Begun again with a new login
  /// when the old one has ended.
  virtual void begin() = 0;

  using Then = std::function<void(const SoapNode& response)>;
  using IfFault = std::function<void(const SoapFault& fault)>;
  using Rows = std::function<void(std::string rows)>;

  /// One call; faults that `if_fault` is not there for end the question.
  void call(const std::string& method, const VsphereRef& target, const std::string& arguments,
            Then then, IfFault if_fault = {});
  /// Properties of `of` (VsphereGet::of) as rows, page by page.
  void retrieve(const std::vector<std::string>& of, const std::vector<std::string>& columns,
                Rows then);

  void finish(Result<std::string> answer);
  void fail(const SoapFault& fault);
  std::string who() const { return terms_.host; }

  VsphereSession& session_;
  const VsphereGet request_;
  const VsphereAbout* about_ = nullptr;  // from begin() on
  const VsphereLogin* login_ = nullptr;

 private:
  struct Retrieval;

  void admitted();
  void about_known(const Result<VsphereAbout>& about);
  void login_known(const Result<VsphereLogin>& login);
  void log_in();
  void start_over();
  void answered(Result<SoapAnswer> answer, const Then& then, const IfFault& if_fault);
  Error shown(const Error& error) const;
  void view_or_page(const std::shared_ptr<Retrieval>& what);
  void next_page(const std::shared_ptr<Retrieval>& what);
  void page_refused(const std::shared_ptr<Retrieval>& what, const SoapFault& fault);
  void page_read(const std::shared_ptr<Retrieval>& what);
  /// What the next call may take: a large inventory has many pages, and each is waited for alike.
  std::chrono::milliseconds left() const;

  const Terms terms_;
  Budget budget_;
  Done done_;
  Gate::Place place_;
  std::unique_ptr<HttpTransfer> transfer_;
  bool is_second_try_ = false;
  bool waits_ = false;  // for the session to tell who is there, or to log in
};

/// Carries out a VsphereGet at a session, which must outlive it.
std::unique_ptr<Operation> start_vsphere(VsphereSession& session, const Terms& terms,
                                         const VsphereGet& request, Done done);

}  // namespace fbd
