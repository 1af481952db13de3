#include "collectors/transport/vsphere_talk.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// Enough to make the way there and back cost little, few enough for a page to come in its time
/// over a slow line: some megabytes at the weight of real machines.
constexpr int objects_at_once = 500;
/// So many deadlines a question may take, however many pages it has: each call has one of its own.
constexpr int most_deadlines = 60;
/// A server that goes on for ever is not believed.
constexpr int most_pages = 10000;
/// So often a property or an object that is not there is left out and asked again without.
constexpr int most_corrections = 64;

bool is_logged_out(const SoapFault& fault) { return fault.type == "NotAuthenticated"; }

}  // namespace

/// What one call of retrieve() is about.
struct VsphereTalk::Retrieval {
  VsphereColumns columns;
  VsphereObjects objects;
  std::vector<std::string> unsupported;
  std::optional<VsphereRows> rows;
  std::string token;
  int pages = 0;
  int corrections = 0;
  Rows then;

  std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (const auto& column : columns)
      if (std::find(unsupported.begin(), unsupported.end(), column->name) == unsupported.end() &&
          std::find(all.begin(), all.end(), column->path) == all.end())
        all.push_back(column->path);
    return all;
  }

  /// False: there is nothing more to leave out.
  bool leave_out(const SoapFault& fault) {
    if (++corrections > most_corrections) return false;
    if (fault.type == "InvalidProperty") {
      const std::string_view path = fault.detail.at("name");
      for (const auto& column : columns)
        if (column->path == path &&
            std::find(unsupported.begin(), unsupported.end(), column->name) == unsupported.end()) {
          unsupported.push_back(column->name);
          return true;
        }
      return false;
    }
    const SoapNode* const gone = fault.detail.child("obj");
    if (fault.type != "ManagedObjectNotFound" || !gone) return false;
    return std::erase_if(objects.given,
                         [gone](const VsphereRef& one) { return one.value == gone->text; }) > 0;
  }
};

VsphereTalk::VsphereTalk(VsphereSession& session, const Terms& terms, const VsphereGet& request,
                         Done done)
    : session_(session),
      request_(request),
      terms_(terms),
      budget_(terms.deadline * most_deadlines),
      done_(std::move(done)) {
  place_ = session.turn().enter(1, [this] { admitted(); });
}

std::chrono::milliseconds VsphereTalk::left() const {
  const Clock::duration left = std::min<Clock::duration>(terms_.deadline, budget_.left());
  return std::chrono::ceil<std::chrono::milliseconds>(left);
}

void VsphereTalk::admitted() {
  budget_.start();
  if (session_.lost()) return finish(tl::unexpected<Error>(*session_.lost()));
  waits_ = true;
  session_.about(left(), [this](const Result<VsphereAbout>& about) { about_known(about); });
}

void VsphereTalk::about_known(const Result<VsphereAbout>& about) {
  waits_ = false;
  if (!about) return finish(tl::unexpected<Error>(about.error()));
  about_ = &*about;
  if (request_.call == VsphereCall::about) return begin();
  if (!about->answers())
    return finish(error(about->outcome == "untrusted" ? ErrorKind::denied : ErrorKind::malformed,
                        fmt::format("{}: no vSphere API answers at {}: {}", who(),
                                    session_.host().url, about->what)));
  log_in();
}

void VsphereTalk::log_in() {
  waits_ = true;
  session_.login(left(), [this](const Result<VsphereLogin>& login) { login_known(login); });
}

void VsphereTalk::login_known(const Result<VsphereLogin>& login) {
  waits_ = false;
  if (!login) return finish(tl::unexpected<Error>(login.error()));
  login_ = &*login;
  if (!login->accepted && request_.call != VsphereCall::account)
    return finish(
        error(ErrorKind::denied, fmt::format("{}: the login of {} is refused: {}", who(),
                                             session_.host().account->user, login->what)));
  begin();
}

void VsphereTalk::start_over() {
  if (is_second_try_)
    return finish(error(ErrorKind::denied,
                        fmt::format("{}: the session ended while {}, and the next one as well",
                                    who(), describe(request_))));
  is_second_try_ = true;
  session_.forget_login();
  log_in();
}

void VsphereTalk::call(const std::string& method, const VsphereRef& target,
                       const std::string& arguments, Then then, IfFault if_fault) {
  transfer_ = session_.call(
      soap_call(method, target, arguments), nullptr, left(),
      [this, then = std::move(then), if_fault = std::move(if_fault)](Result<SoapAnswer> answer) {
        answered(std::move(answer), then, if_fault);
      });
}

/// A call that was given less than the deadline says nothing about the server.
Error VsphereTalk::shown(const Error& error) const {
  if (error.kind != ErrorKind::timed_out || budget_.left() > Clock::duration::zero()) return error;
  return {ErrorKind::timed_out, fmt::format("{}: {}: not everything was answered within {}; "
                                            "--timeout gives it longer",
                                            who(), describe(request_), in_words(budget_.whole()))};
}

void VsphereTalk::answered(Result<SoapAnswer> answer, const Then& then, const IfFault& if_fault) {
  // What it was told is copied: the next call takes the place of this one.
  const Then next = then;
  const IfFault otherwise = if_fault;
  if (!answer) return finish(tl::unexpected<Error>(shown(answer.error())));
  if (!answer->fault) return next(answer->response);
  if (is_logged_out(*answer->fault)) return start_over();
  if (otherwise) return otherwise(*answer->fault);
  fail(*answer->fault);
}

void VsphereTalk::fail(const SoapFault& fault) {
  const bool is_denied = fault.type == "NoPermission";
  const std::string_view privilege = fault.detail.at("privilegeId");
  finish(error(is_denied ? ErrorKind::denied : ErrorKind::failed,
               fmt::format("{}: {}: {} ({}){}", who(), describe(request_),
                           printable(fault.message.empty() ? "the server refuses" : fault.message),
                           fault.type.empty() ? "no fault of vSphere" : printable(fault.type, 60),
                           privilege.empty() ? ""
                                             : fmt::format(", it takes the privilege {}",
                                                           printable(privilege, 80)))));
}

void VsphereTalk::finish(Result<std::string> answer) {
  budget_.pause();
  place_.leave();
  done_(std::move(answer), budget_.spent());
}

void VsphereTalk::retrieve(const std::vector<std::string>& of,
                           const std::vector<std::string>& columns, Rows then) {
  const auto what = std::make_shared<Retrieval>();
  Result<VsphereColumns> read = read_columns(columns);
  if (!read) return finish(tl::unexpected<Error>(read.error()));
  what->columns = std::move(*read);
  what->then = std::move(then);
  std::set<std::string> types;
  bool wants_view = false;
  for (const std::string& one : of) {
    VsphereRef ref = VsphereRef::of(one);
    const bool is_type = ref.empty() && !one.empty() && one[0] >= 'A' && one[0] <= 'Z';
    if (is_type) {
      types.insert(one);
      wants_view = true;
      continue;
    }
    if (ref.empty()) ref = about_->object(one);
    if (ref.empty())
      return finish(error(ErrorKind::failed,
                          fmt::format("{}: this server has no {}", who(), printable(one, 60))));
    types.insert(ref.type);
    what->objects.given.push_back(std::move(ref));
  }
  what->objects.types.assign(types.begin(), types.end());
  if (!wants_view) return view_or_page(what);
  std::string arguments = soap_ref("container", about_->object("rootFolder"));
  for (const std::string& type : what->objects.types) arguments += soap_text("type", type);
  call("CreateContainerView", about_->object("viewManager"),
       arguments + "<recursive>true</recursive>", [this, what](const SoapNode& response) {
         const SoapNode* const view = response.child("returnval");
         if (view) what->objects.view = {"ContainerView", view->text};
         view_or_page(what);
       });
}

void VsphereTalk::view_or_page(const std::shared_ptr<Retrieval>& what) {
  if (what->objects.given.empty() && what->objects.view.empty()) {
    VsphereRows none(what->columns);
    return what->then(none.take_rows());
  }
  what->rows.emplace(what->columns, what->unsupported);
  what->pages = 0;
  next_page(what);
}

void VsphereTalk::next_page(const std::shared_ptr<Retrieval>& what) {
  const bool is_first = what->token.empty();
  std::string envelope =
      soap_call(is_first ? "RetrievePropertiesEx" : "ContinueRetrievePropertiesEx",
                about_->object("propertyCollector"),
                is_first ? retrieve_arguments(what->objects, what->paths(), objects_at_once)
                         : soap_text("token", what->token));
  transfer_ =
      session_.call(std::move(envelope), std::shared_ptr<SoapSink>(what, &*what->rows), left(),
                    [this, what](Result<SoapAnswer> answer) {
                      // This call of ours may end with it: then its captures are gone.
                      // NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
                      const std::shared_ptr<Retrieval> kept = what;
                      answered(
                          std::move(answer), [this, kept](const SoapNode&) { page_read(kept); },
                          [this, kept](const SoapFault& fault) { page_refused(kept, fault); });
                    });
}

void VsphereTalk::page_refused(const std::shared_ptr<Retrieval>& what, const SoapFault& fault) {
  what->token.clear();
  // A view ends with its session.
  const SoapNode* const gone = fault.detail.child("obj");
  if (fault.type == "ManagedObjectNotFound" && gone && gone->text == what->objects.view.value)
    return start_over();
  if (!what->leave_out(fault)) return fail(fault);
  view_or_page(what);
}

void VsphereTalk::page_read(const std::shared_ptr<Retrieval>& what) {
  if (what->rows->is_logged_out()) return start_over();
  what->token = what->rows->take_token();
  if (what->token.empty()) return what->then(what->rows->take_rows());
  if (++what->pages > most_pages)
    return finish(error(ErrorKind::malformed,
                        fmt::format("{}: the answer has more than {} pages", who(), most_pages)));
  next_page(what);
}

}  // namespace fbd
