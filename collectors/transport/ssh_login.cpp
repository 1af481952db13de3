#include "collectors/transport/ssh_login.h"

#include <fmt/format.h>
#include <libssh2.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/ssh_wire.h"

namespace fbd {
namespace {

/// Servers hang up after six failures (sshd_config, MaxAuthTries), and other methods want a turn.
constexpr std::size_t most_keys = 5;

constexpr std::uint32_t sign_with_sha256 = 2;
constexpr std::uint32_t sign_with_sha512 = 4;

unsigned size_of(const std::string& text) { return static_cast<unsigned>(text.size()); }

}  // namespace

SshLogin::SshLogin(EventLoop& loop, SshLink& link, const SshTarget& target, Finished finished)
    : loop_(loop), link_(link), target_(target), finished_(std::move(finished)), agent_(loop) {
  // The answer to prompts is found through the session.
  *libssh2_session_abstract(link_.session()) = this;
  link_.add(*this);
}

SshLogin::~SshLogin() { link_.remove(*this); }

void SshLogin::broken(const Error& why) {
  agent_.stop();
  if (phase_ == Phase::done) return;
  phase_ = Phase::done;
  // A server that has had enough of wrong keys hangs up, and that is what there is to say.
  if (outcome_.tried.empty()) return finished_(tl::unexpected<Error>(why));
  outcome_.tried.emplace_back("then the server closed the connection");
  finished_(outcome_);
}

bool SshLogin::offers(std::string_view method) const {
  return ("," + outcome_.offered + ",").find(fmt::format(",{},", method)) != std::string::npos;
}

bool SshLogin::step() {
  bool got_on = false;
  while (phase_ != Phase::done && phase_ != Phase::agent) {
    if (phase_ == Phase::methods) {
      const char* methods =
          libssh2_userauth_list(link_.session(), target_.user.data(), size_of(target_.user));
      if (!methods && libssh2_session_last_errno(link_.session()) == LIBSSH2_ERROR_EAGAIN)
        return got_on;
      if (!methods && libssh2_userauth_authenticated(link_.session())) {
        finish(true, "none");
      } else if (!methods) {
        const int code = libssh2_session_last_errno(link_.session());
        link_.breaks(link_.problem(code, "log in as " + target_.user));
        return true;
      } else {
        outcome_.offered = printable(methods);
        choose();
      }
    } else {
      const int code = attempt();
      if (code == LIBSSH2_ERROR_EAGAIN) return got_on;
      next(what(), code);
    }
    got_on = true;
  }
  return got_on;
}

/// The next method that the server offers and that was not tried. What it offers may change after a
/// success that is not enough, so it is asked again.
void SshLogin::choose() {
  index_ = 0;
  if (offers("publickey") && done_.insert("publickey").second) {
    if (!target_.agent_socket.empty()) return list_agent();
    phase_ = Phase::key_file;
  } else if (offers("password") && target_.password && done_.insert("password").second) {
    phase_ = Phase::password;
  } else if (offers("keyboard-interactive") && target_.password &&
             done_.insert("keyboard-interactive").second) {
    phase_ = Phase::keyboard;
  } else {
    return finish(false, "");
  }
  if (phase_ == Phase::key_file && target_.keys.empty()) {
    outcome_.tried.emplace_back("no private key was found");
    phase_ = Phase::methods;
  }
}

void SshLogin::list_agent() {
  phase_ = Phase::agent;
  agent_.list(target_.agent_socket, [this](const Result<std::vector<SshAgent::Key>>& keys) {
    if (!keys) outcome_.tried.push_back(keys.error().message);
    for (const SshAgent::Key& key : keys.value_or(std::vector<SshAgent::Key>{})) {
      const bool chosen = std::any_of(target_.keys.begin(), target_.keys.end(),
                                      [&](const auto& one) { return one.public_blob == key.blob; });
      if (chosen)
        agent_keys_.insert(agent_keys_.begin(), key);
      else if (!target_.only_these_keys)
        agent_keys_.push_back(key);
    }
    agent_keys_.resize(std::min(agent_keys_.size(), most_keys));
    if (keys && agent_keys_.empty())
      outcome_.tried.emplace_back("the ssh agent has no fitting key");
    phase_ = agent_keys_.empty() ? Phase::key_file : Phase::agent_key;
    if (phase_ == Phase::key_file && target_.keys.empty()) phase_ = Phase::methods;
    link_.kick();
  });
}

int SshLogin::attempt() {
  const Result<std::string>* password = target_.password ? &*target_.password : nullptr;
  switch (phase_) {
    case Phase::agent_key:
      return try_agent_key();
    case Phase::key_file:
      return try_key_file();
    case Phase::password:
      if (!*password) return LIBSSH2_ERROR_FILE;
      return libssh2_userauth_password_ex(link_.session(), target_.user.data(),
                                          size_of(target_.user), (*password)->data(),
                                          size_of(**password), nullptr);
    case Phase::keyboard:
      if (!*password) return LIBSSH2_ERROR_FILE;
      answer_ = **password;
      return libssh2_userauth_keyboard_interactive_ex(
          link_.session(), target_.user.data(), size_of(target_.user),
          [](const char*, int, const char*, int, int count, const LIBSSH2_USERAUTH_KBDINT_PROMPT*,
             LIBSSH2_USERAUTH_KBDINT_RESPONSE* responses, void** abstract) {
            const auto& self = *static_cast<SshLogin*>(*abstract);
            // To one prompt the password is the answer; to several nobody knows which.
            for (int i = 0; i < count; ++i) {
              const std::string_view text = i == 0 ? self.answer_ : std::string_view();
              responses[i].text = static_cast<char*>(std::malloc(text.size() + 1));
              if (!responses[i].text) return;
              std::memcpy(responses[i].text, text.data(), text.size());
              responses[i].length = static_cast<unsigned>(text.size());
            }
          });
    default:
      return LIBSSH2_ERROR_BAD_USE;
  }
}

int SshLogin::try_agent_key() {
  void* self = this;
  const std::string& blob = agent_keys_[index_].blob;
  return libssh2_userauth_publickey(link_.session(), target_.user.c_str(),
                                    reinterpret_cast<const unsigned char*>(blob.data()),
                                    blob.size(), &SshLogin::sign, &self);
}

int SshLogin::try_key_file() {
  const SshTarget::KeyFile& key = target_.keys[index_];
  if (key.text.empty()) return LIBSSH2_ERROR_FILE;
  const bool encrypted = SshTarget::is_encrypted(key);
  const bool has_passphrase = key.passphrase || (target_.passphrase && *target_.passphrase);
  if (encrypted && !has_passphrase) return LIBSSH2_ERROR_KEYFILE_AUTH_FAILED;
  const char* passphrase = !encrypted       ? nullptr
                           : key.passphrase ? key.passphrase->c_str()
                                            : (*target_.passphrase)->c_str();
  return libssh2_userauth_publickey_frommemory(link_.session(), target_.user.data(),
                                               target_.user.size(), nullptr, 0, key.text.data(),
                                               key.text.size(), passphrase);
}

int SshLogin::sign(LIBSSH2_SESSION*, unsigned char** signature, std::size_t* length,
                   const unsigned char* data, std::size_t data_length, void** abstract) {
  return static_cast<SshLogin*>(*abstract)->sign(
      signature, length, {reinterpret_cast<const char*>(data), data_length});
}

int SshLogin::sign(unsigned char** signature, std::size_t* length, std::string_view data) {
  if (to_sign_ != data) {
    to_sign_ = data;
    signature_.reset();
    // RFC 4252, section 7: the algorithm stands in what is signed.
    WireReader reader(data);
    reader.text();  // the session
    reader.byte();
    for (int texts = 0; texts < 3; ++texts) reader.text();  // user, service, "publickey"
    reader.byte();
    const std::string_view algorithm = reader.text();
    const std::uint32_t flags = algorithm == "rsa-sha2-256"   ? sign_with_sha256
                                : algorithm == "rsa-sha2-512" ? sign_with_sha512
                                                              : 0;
    agent_.sign(agent_keys_[index_].blob, to_sign_, flags, [this](Result<std::string> made) {
      signature_ = std::move(made);
      link_.kick();
    });
  }
  if (!signature_) return LIBSSH2_ERROR_EAGAIN;
  if (!*signature_) return LIBSSH2_ERROR_AGENT_PROTOCOL;
  *signature = static_cast<unsigned char*>(std::malloc((*signature_)->size()));
  if (!*signature) return LIBSSH2_ERROR_ALLOC;
  std::memcpy(*signature, (*signature_)->data(), (*signature_)->size());
  *length = (*signature_)->size();
  return 0;
}

std::string SshLogin::what() const {
  switch (phase_) {
    case Phase::agent_key:
      return fmt::format("key of the agent \"{}\"", printable(agent_keys_[index_].comment, 60));
    case Phase::key_file:
      return "key file " + target_.keys[index_].path;
    case Phase::password:
      return "password";
    default:
      return "keyboard-interactive";
  }
}

/// After an attempt: in, or on to the next.
void SshLogin::next(const std::string& what, int code) {
  if (code == 0 && libssh2_userauth_authenticated(link_.session())) return finish(true, what);
  std::string why = "not accepted";
  if (phase_ == Phase::key_file) {
    const SshTarget::KeyFile& key = target_.keys[index_];
    if (key.text.empty())
      why = "cannot be read";
    else if (SshTarget::is_encrypted(key) && !key.passphrase && !target_.passphrase)
      why =
          "needs a passphrase; the site file can say where it is (\"passphrase: {file: FILE}\" or "
          "\"{env: NAME}\"), or an ssh-agent can hold the key";
    else if (SshTarget::is_encrypted(key) && !key.passphrase && !*target_.passphrase)
      why = (*target_.passphrase).error().message;
    else if (code == LIBSSH2_ERROR_FILE || code == LIBSSH2_ERROR_KEYFILE_AUTH_FAILED)
      why =
          SshTarget::is_encrypted(key) ? "cannot be opened with its passphrase" : "cannot be used";
  } else if (phase_ == Phase::agent_key && signature_ && !*signature_) {
    why = (*signature_).error().message;
  } else if (code == LIBSSH2_ERROR_FILE && target_.password && !*target_.password) {
    why = (*target_.password).error().message;
  }
  outcome_.tried.push_back(what + ": " + why);
  if (code == LIBSSH2_ERROR_SOCKET_DISCONNECT || code == LIBSSH2_ERROR_SOCKET_RECV ||
      code == LIBSSH2_ERROR_SOCKET_SEND)
    return link_.breaks(link_.problem(code, "log in as " + target_.user));
  ++index_;
  if (phase_ == Phase::agent_key && index_ == agent_keys_.size()) {
    phase_ = Phase::key_file;
    index_ = 0;
  }
  if (phase_ == Phase::key_file && index_ < std::min(target_.keys.size(), most_keys)) return;
  if (phase_ == Phase::agent_key) return;
  phase_ = Phase::methods;
}

void SshLogin::finish(bool in, const std::string& method) {
  phase_ = Phase::done;
  agent_.stop();
  outcome_.in = in;
  outcome_.method = method;
  link_.remove(*this);
  finished_(outcome_);
}

}  // namespace fbd
