#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/login.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"unreachable", Status::fail, "answer"},
    {"refused", Status::fail, "answer"},
    {"not-ssh", Status::fail, "address port detail"},
    {"silent", Status::fail, "address port detail"},
    {"no-agreement", Status::fail, "address port detail server"},
    {"host-key-unknown", Status::fail, "address port key known_hosts detail"},
    {"host-key-changed", Status::fail, "address port key known_hosts line"},
    {"host-key-revoked", Status::fail, "address port key line"},
    {"not-accepted", Status::fail, "address port user tried offered"},
};

std::string joined(const std::vector<std::string>& all, std::string_view nothing) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
  return text.empty() ? std::string(nothing) : text;
}

Verdict about(const Login& login) {
  Values values{{"address", printable(login.address)}, {"port", std::to_string(login.port)}};
  const std::string key = fmt::format("{} {}", login.key_type, login.fingerprint);
  const std::string detail = printable(login.detail, 300);
  const auto no = [&](std::string_view code, Values more) {
    more.merge(values);
    return fail(std::string(code), std::move(more));
  };
  if (login.outcome == "ready") return pass();
  if (login.outcome == "not-ssh") return no("not-ssh", {{"detail", detail}});
  if (login.outcome == "silent" || login.outcome == "closed" || login.outcome == "timed-out")
    return no("silent", {{"detail", detail}});
  if (login.outcome == "no-agreement")
    return no("no-agreement", {{"detail", detail}, {"server", printable(login.server)}});
  if (login.outcome == "host-key-unknown")
    return no("host-key-unknown", {{"key", key},
                                   {"known_hosts", login.known_hosts},
                                   {"detail", detail.empty() ? "nothing is known of it" : detail}});
  if (login.outcome == "host-key-changed")
    return no("host-key-changed",
              {{"key", key}, {"known_hosts", login.known_hosts}, {"line", detail}});
  if (login.outcome == "host-key-revoked")
    return no("host-key-revoked", {{"key", key}, {"line", detail}});
  if (login.outcome == "not-accepted")
    return no("not-accepted",
              {{"user", printable(login.user)},
               {"tried", printable(joined(login.tried, "there was nothing to try with"), 1000)},
               {"offered", login.offered.empty() ? "nothing" : printable(login.offered)}});
  return unknown({ErrorKind::malformed,
                  fmt::format("a login ended in a way that this version does not know: \"{}\"",
                              printable(login.outcome))});
}

Verdict decide(const Result<Login>& login) {
  if (login) return about(*login);
  const Error& why = login.error();
  switch (why.kind) {
    case ErrorKind::refused:
      return fail("refused", {{"answer", why.message}});
    case ErrorKind::unresolved:
    case ErrorKind::unreachable:
    case ErrorKind::timed_out:
    case ErrorKind::denied:
    case ErrorKind::reset:
      return fail("unreachable", {{"answer", why.message}});
    default:
      return unknown(why);
  }
}

// Of whoever is reached over SSH, whatever its role; where nobody is, there is nothing to say.
void needs(const Site& site, std::vector<Need>& all) {
  for (const Host& host : site.hosts)
    if (host.reach == Reach::ssh) detail::add_need(all, {host.name, &next_question<Login>});
}

void judge(std::string_view probe, const Site& site, const Evidence& evidence,
           std::vector<Finding>& findings) {
  for (const Host& host : site.hosts) {
    if (host.reach != Reach::ssh) continue;
    detail::Draft draft;
    Known<Login> login = known<Login>(Context{site, evidence, host});
    draft.note(login.asked, login.at);
    const Host* const hosts[] = {&host};
    findings.push_back(detail::finished(probe, hosts, std::move(draft), decide(login.value)));
  }
}

}  // namespace

extern constinit const Probe access_ssh{
    .id = "access.ssh",
    .question = "Can the hosts that are reached over SSH be logged in to?",
    .rule =
        "RFC 4251 (January 2006), section 4.1 (a host's key must be verified); RFC 4252 (January "
        "2006), section 5 (authentication requests)",
    .codes = codes,
    .decision = {needs, judge},
};

}  // namespace fbd
