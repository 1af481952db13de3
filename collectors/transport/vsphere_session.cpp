#include "collectors/transport/vsphere_session.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/transport/secret.h"
#include "collectors/transport/soap_intake.h"
#include "collectors/transport/vsphere_about.h"

namespace fbd {
namespace {

/// A server that does not answer so often in a row is not asked again.
constexpr int most_silences = 2;
constexpr std::size_t shown_bytes = 200;
constexpr std::size_t small_page = 64U << 10;

/// The interface as the oldest server speaks it that we talk to; afterwards the server's own.
constexpr std::string_view first_version = "5.5";

void wipe(std::string& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

/// The envelope with name and password, for a body that is wiped when it was sent.
Result<std::string> login_call(const Host& host, const VsphereRef& sessions) {
  if (!host.account->password)
    return error(ErrorKind::not_found,
                 host.name + ": the site file does not say where the account's password is");
  Result<std::string> password = read_secret(*host.account->password);
  if (!password) {
    password.error().message.insert(0, host.name + ": ");
    return tl::unexpected<Error>(password.error());
  }
  std::string escaped = xml_text(*password);
  wipe(*password);
  constexpr std::string_view place = "</password>";
  std::string envelope = soap_call(
      "Login", sessions, soap_text("userName", host.account->user) + soap_text("password", ""));
  // In place, so that no copy of it stays behind anywhere.
  envelope.reserve(envelope.size() + escaped.size());
  envelope.insert(envelope.rfind(place), escaped);
  wipe(escaped);
  return envelope;
}

/// What is no answer of vSphere may come with a status that says more, once it has come.
template <class Reader>
bool takes_more(Reader& reader, std::string_view bytes) {
  return reader.feed(bytes) || reader.received() < small_page;
}

std::string url_of(const Host& host) {
  const std::string scheme = "https://";
  return host.url.find('/', scheme.size()) == host.url.npos ? host.url + "/sdk" : host.url;
}

/// With neither a thumbprint nor an authority nobody is trusted: this one no certificate has.
HttpTrust trust_of(const Host& host) {
  if (host.certificate_sha256.empty() && host.ca_file.empty()) return {std::string(64, '0'), {}};
  return {host.certificate_sha256, host.ca_file};
}

}  // namespace

VsphereRef VsphereAbout::object(std::string_view member) const {
  const SoapNode* const node = content.child(member);
  return node ? VsphereRef{node->type, node->text} : VsphereRef{};
}

VsphereSession::VsphereSession(Means& means, const Host& host)
    : means_(means), host_(host), turn_(means.loop, 1) {}

VsphereSession::~VsphereSession() {
  for (auto& [name, value] : cookies_) wipe(value);
}

HttpRequest VsphereSession::request(std::string body) const {
  std::string version(first_version);
  if (about_ && *about_) version = (*about_)->content.at("about.apiVersion");
  HttpRequest request{url_of(host_),
                      {"Content-Type: text/xml; charset=utf-8",
                       fmt::format("SOAPAction: \"urn:vim25/{}\"", printable(version, 20))},
                      std::move(body),
                      trust_of(host_)};
  std::string cookies;
  for (const auto& [name, value] : cookies_)
    cookies += fmt::format("{}{}={}", cookies.empty() ? "Cookie: " : "; ", name, value);
  if (!cookies.empty()) request.headers.push_back(std::move(cookies));
  return request;
}

void VsphereSession::take_cookie(const HttpOutcome& outcome) {
  for (const auto& [header, value] : outcome.headers) {
    if (!same_word(header, "Set-Cookie")) continue;
    const std::string cookie = value.substr(0, value.find(';'));
    const std::size_t equals = cookie.find('=');
    if (equals != cookie.npos && cookies_.size() < 16)
      cookies_[cookie.substr(0, equals)] = cookie.substr(equals + 1);
  }
}

void VsphereSession::about(std::chrono::milliseconds within, AboutKnown known) {
  if (const Result<void> possible = XmlStream::is_possible(); !about_ && !possible)
    about_ = tl::unexpected<Error>(possible.error());
  if (about_) return known(*about_);
  about_known_ = std::move(known);
  if (first_) return;
  const auto reader = std::make_shared<SoapReader>();
  const auto body = std::make_shared<std::string>();
  first_ = means_.http.start(
      host_.name,
      request(soap_call("RetrieveServiceContent", {"ServiceInstance", "ServiceInstance"})), within,
      [reader, body](std::string_view bytes) {
        if (body->size() < shown_bytes) *body += bytes.substr(0, shown_bytes);
        return takes_more(*reader, bytes);
      },
      [this, reader, body](const HttpOutcome& outcome) { learn(outcome, *reader, *body); });
}

void VsphereSession::learn(const HttpOutcome& outcome, SoapReader& reader, std::string_view body) {
  take_cookie(outcome);
  about_ = about_from(host_, outcome, reader, body);
  if (const AboutKnown known = std::exchange(about_known_, {})) known(*about_);
}

void VsphereSession::login(std::chrono::milliseconds within, LoginKnown known) {
  if (login_) return known(*login_);
  login_known_ = std::move(known);
  if (login_transfer_) return;
  Result<std::string> envelope = login_call(host_, (*about_)->object("sessionManager"));
  if (!envelope) return logged_in(tl::unexpected<Error>(envelope.error()));
  login_transfer_ = call(std::move(*envelope), nullptr, within,
                         [this](const Result<SoapAnswer>& answer) { logged_in(answer); });
}

void VsphereSession::logged_in(const Result<SoapAnswer>& answer) {
  login_ = login_from(host_, answer);
  if (const LoginKnown known = std::exchange(login_known_, {})) known(*login_);
  if (ending_) log_out(*ending_);
}

void VsphereSession::forget_login() {
  login_.reset();
  login_transfer_.reset();
  for (auto& [name, value] : cookies_) wipe(value);
  cookies_.clear();
}

void VsphereSession::leave() {
  about_known_ = {};
  login_known_ = {};
}

std::unique_ptr<HttpTransfer> VsphereSession::call(std::string envelope,
                                                   std::shared_ptr<SoapSink> sink,
                                                   std::chrono::milliseconds within,
                                                   Answered answered) {
  const auto reader = std::make_shared<SoapIntake>(std::move(sink));
  return means_.http.start(
      host_.name, request(std::move(envelope)), within,
      [reader](std::string_view bytes) { return takes_more(*reader, bytes); },
      [this, reader, answered = std::move(answered)](const HttpOutcome& outcome) {
        take_cookie(outcome);
        const Result<int>& status = outcome.status;
        const bool is_silent = !status && status.error().kind == ErrorKind::timed_out;
        silences_ = is_silent ? silences_ + 1 : 0;
        if (silences_ == most_silences) lost_ = status.error();
        // Stopped by the reader, which knows why.
        if (!status && status.error().kind != ErrorKind::failed)
          return answered(tl::unexpected<Error>(status.error()));
        if (status && *status != 200 && *status != 500)
          return answered(error(
              ErrorKind::failed,
              fmt::format("{}: HTTP {} instead of an answer of vSphere", host_.name, *status)));
        Result<SoapAnswer> answer = reader->finish();
        if (!answer)
          answer.error().message =
              fmt::format("{}: the answer cannot be read: {}", host_.name, answer.error().message);
        else if (!status)
          answer = tl::unexpected<Error>(status.error());
        answered(std::move(answer));
      });
}

void VsphereSession::end(std::chrono::milliseconds within) {
  leave();
  ending_ = within;
  if (!login_transfer_ || login_) log_out(within);
}

void VsphereSession::log_out(std::chrono::milliseconds within) {
  if (!login_ || !*login_ || !(*login_)->accepted) {
    is_over_ = true;
    return;
  }
  logout_ = call(soap_call("Logout", (*about_)->object("sessionManager")), nullptr, within,
                 [this](const Result<SoapAnswer>&) { is_over_ = true; });
}

}  // namespace fbd
