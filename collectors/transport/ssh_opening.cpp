#include "collectors/transport/ssh_opening.h"

#include <fmt/format.h>
#include <libssh2.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/ssh_road.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// How long logging in may keep others from beginning with it.
constexpr std::chrono::seconds turn{1};

// Quick ones first; what is only for very old servers stands last and is taken if nothing else is
// offered.
constexpr const char* ciphers =
    "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes128-ctr,"
    "aes256-ctr,aes192-ctr,aes128-cbc,aes256-cbc,aes192-cbc,3des-cbc";

const char* name_of(int type) {
  switch (type) {
    case LIBSSH2_HOSTKEY_TYPE_RSA:
      return "ssh-rsa";
    case LIBSSH2_HOSTKEY_TYPE_DSS:
      return "ssh-dss";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_256:
      return "ecdsa-sha2-nistp256";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_384:
      return "ecdsa-sha2-nistp384";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_521:
      return "ecdsa-sha2-nistp521";
    case LIBSSH2_HOSTKEY_TYPE_ED25519:
      return "ssh-ed25519";
    default:
      return "unknown";
  }
}

/// The algorithms in the order in which we like them: those first whose key is known, because a
/// server that shows another one could not be recognised.
std::string host_key_algorithms(const std::vector<std::string>& known) {
  std::string all;
  const auto add = [&](std::string_view algorithm) {
    if (("," + all + ",").find(fmt::format(",{},", algorithm)) == std::string::npos)
      all += fmt::format("{}{}", all.empty() ? "" : ",", algorithm);
  };
  const auto add_type = [&](const std::string& type) {
    if (type != "ssh-rsa") return add(type);
    for (const char* one : {"rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"}) add(one);
  };
  for (const std::string& type : known) add_type(type);
  for (const char* type : {"ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
                           "ecdsa-sha2-nistp521", "ssh-rsa", "ssh-dss"})
    add_type(type);
  return all;
}

/// libssh2 tells a connection that was cut like a disagreement.
bool is_closed(int socket) {
  char byte = 0;
  const ssize_t got = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

std::string or_nothing(const char* text) { return text ? printable(text) : std::string(); }

}  // namespace

SshOpening::SshOpening(Means& means, const Terms& terms, const SshTarget& target,
                       const SshHops& hops, Finished finished)
    : means_(means),
      who_(terms.host),
      target_(target),
      finished_(std::move(finished)),
      connecting_(terms.deadline),
      shaking_(terms.deadline) {
  answer_.address = target.address;
  answer_.port = target.port;
  answer_.user = target.user;
  answer_.known_hosts = target.known_hosts_file;
  if (hops.empty())
    connect_.emplace(means, who_, target.address, target.port, connecting_,
                     [this](Result<DialledSocket> connection) {
                       if (!connection) return connected(tl::unexpected<Error>(connection.error()));
                       connected(std::move(connection->socket));
                     });
  else
    road_ = std::make_unique<SshRoad>(
        means, terms, hops, target.address, target.port, connecting_,
        [this](Result<Descriptor> socket) { connected(std::move(socket)); });
}

SshOpening::~SshOpening() {
  login_.reset();
  if (link_) link_->remove(*this);
}

void SshOpening::connected(Result<Descriptor> socket) {
  connecting_.pause();
  if (!socket) return finish(tl::unexpected<Error>(socket.error()));
  socket_ = std::move(*socket);
  // A server speaks first. Until it does, it costs nothing and holds nobody up.
  shaking_.start();
  end_in(shaking_.left());
  greeting_ = means_.loop.watch(socket_.fd(), EPOLLIN, [this](std::uint32_t) { spoken_to(); });
  if (!greeting_) end(LoginOutcomeKind::closed, "the connection cannot be watched");
}

void SshOpening::spoken_to() {
  std::array<char, 255> first{};
  const ssize_t got = recv(socket_.fd(), first.data(), first.size(), MSG_PEEK | MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0)
    return end(LoginOutcomeKind::closed,
               "the server closed the connection before it said anything");
  const std::string_view text(first.data(), static_cast<std::size_t>(got));
  // A server may send other lines before its version (RFC 4253, section 4.2), but no binary data.
  const bool ssh = text.substr(0, 4) == std::string_view("SSH-").substr(0, text.size());
  if (!ssh && text.find("\nSSH-") == text.npos)
    return end(LoginOutcomeKind::not_ssh, printable(text, 80));
  greeting_.end();
  end_.cancel();
  shaking_.pause();
  turn_ = means_.logins.enter(1, [this] { begin(); });
}

void SshOpening::begin() {
  shaking_.start();
  // A host that takes its time keeps it, but not its turn.
  patience_ = means_.loop.at(Clock::now() + turn, [this] { turn_.leave(); });
  end_in(shaking_.left());
  link_ = std::make_unique<SshLink>(means_.loop, std::move(socket_), who_);
  LIBSSH2_SESSION* session = link_->session();
  if (!session) return end(LoginOutcomeKind::closed, "libssh2 has no memory left");
  const std::string keys =
      host_key_algorithms(target_.known_hosts->types(target_.known_as, target_.port));
  libssh2_session_method_pref(session, LIBSSH2_METHOD_HOSTKEY, keys.c_str());
  libssh2_session_method_pref(session, LIBSSH2_METHOD_CRYPT_CS, ciphers);
  libssh2_session_method_pref(session, LIBSSH2_METHOD_CRYPT_SC, ciphers);
  libssh2_session_banner_set(session, "SSH-2.0-failback-doctor");
  link_->add(*this);
}

bool SshOpening::step() {
  const int code = libssh2_session_handshake(link_->session(), link_->socket());
  if (code == LIBSSH2_ERROR_EAGAIN) return false;
  link_->remove(*this);
  answer_.server = or_nothing(libssh2_session_banner_get(link_->session()));
  if (code == 0) {
    check_key();
  } else if (is_closed(link_->socket())) {
    end(LoginOutcomeKind::closed, "the server closed the connection during the handshake");
  } else if (code == LIBSSH2_ERROR_KEX_FAILURE || code == LIBSSH2_ERROR_METHOD_NOT_SUPPORTED ||
             code == LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE) {
    end(LoginOutcomeKind::no_agreement, link_->problem(code, "agree on algorithms").message);
  } else {
    end(LoginOutcomeKind::closed, link_->problem(code, "shake hands").message);
  }
  return true;
}

void SshOpening::check_key() {
  LIBSSH2_SESSION* session = link_->session();
  answer_.key_exchange = or_nothing(libssh2_session_methods(session, LIBSSH2_METHOD_KEX));
  answer_.cipher = or_nothing(libssh2_session_methods(session, LIBSSH2_METHOD_CRYPT_SC));
  std::size_t length = 0;
  int type = 0;
  const char* key = libssh2_session_hostkey(session, &length, &type);
  const std::string_view blob(key ? key : "", key ? length : 0);
  answer_.key_type = name_of(type);
  answer_.fingerprint = fingerprint(blob);
  const HostKeyVerdict verdict =
      target_.known_hosts->judge(target_.known_as, target_.port, answer_.key_type, blob);
  switch (verdict.kind) {
    case HostKeyVerdict::Kind::known:
      return log_in();
    case HostKeyVerdict::Kind::changed:
      return end(LoginOutcomeKind::host_key_changed, verdict.place);
    case HostKeyVerdict::Kind::revoked:
      return end(LoginOutcomeKind::host_key_revoked, verdict.place);
    case HostKeyVerdict::Kind::unknown:
      break;
  }
  std::string detail;
  if (!verdict.other_types.empty()) detail = "it is known by other keys: " + verdict.other_types;
  if (verdict.authority) detail = "a @cert-authority line is for it, which is not supported";
  end(LoginOutcomeKind::host_key_unknown, detail);
}

void SshOpening::log_in() {
  login_ = std::make_unique<SshLogin>(
      means_.loop, *link_, target_,
      [this](const Result<LoginOutcome>& outcome) { logged_in(outcome); });
}

void SshOpening::logged_in(const Result<LoginOutcome>& outcome) {
  if (!outcome) return end(LoginOutcomeKind::closed, outcome.error().message);
  answer_.method = outcome->method;
  answer_.offered = outcome->offered;
  answer_.tried = outcome->tried;
  end(outcome->in ? LoginOutcomeKind::ready : LoginOutcomeKind::not_accepted, "");
}

void SshOpening::broken(const Error& why) { end(LoginOutcomeKind::closed, why.message); }

void SshOpening::end_in(Clock::duration time) {
  end_ = means_.loop.at(Clock::now() + time, [this] {
    const std::string after = in_words(shaking_.whole());
    if (!link_)
      end(LoginOutcomeKind::silent,
          fmt::format("it accepted the connection and said nothing within {}", after));
    else
      end(LoginOutcomeKind::timed_out,
          fmt::format("{} did not end within {}",
                      login_ ? "logging in as " + target_.user : "the handshake", after));
  });
}

void SshOpening::end(LoginOutcomeKind outcome, const std::string& detail) {
  answer_.outcome = outcome;
  answer_.detail = detail;
  finish(answer_);
}

// Not at once: this may be a step of what is to be given away.
void SshOpening::finish(Result<LoginAnswer> answer) {
  if (soon_armed_) return;
  soon_armed_ = true;
  connecting_.pause();
  shaking_.pause();
  end_.cancel();
  greeting_.end();
  patience_.cancel();
  turn_.leave();
  soon_ = means_.loop.at(Clock::now(), [this, answer = std::move(answer)] {
    login_.reset();
    if (link_) link_->remove(*this);
    Opened opened{answer, nullptr, nullptr, connecting_.spent() + shaking_.spent()};
    if (answer && answer->outcome == LoginOutcomeKind::ready) {
      opened.road = std::move(road_);
      opened.link = std::move(link_);
    }
    const Finished finished = std::move(finished_);
    finished(std::move(opened));
  });
}

}  // namespace fbd
