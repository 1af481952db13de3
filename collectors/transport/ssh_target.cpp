#include "collectors/transport/ssh_target.h"

#include <glob.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include "collectors/transport/base64.h"
#include "collectors/transport/secret.h"

namespace fbd {
namespace {

constexpr std::size_t most_bytes = 16U << 20;
constexpr std::string_view of_system = "/etc/ssh/";

std::string home() {
  if (const char* home = std::getenv("HOME"); home && *home) return home;
  const passwd* entry = getpwuid(getuid());
  return entry ? entry->pw_dir : "/";
}

std::string local_user() {
  const passwd* entry = getpwuid(getuid());
  return entry ? entry->pw_name : "root";
}

std::string from_home(const std::string& path, std::string_view base) {
  if (path.starts_with("~/")) return home() + path.substr(1);
  return path.starts_with('/') ? path : std::string(base) + path;
}

/// A regular file of moderate length, or nothing.
std::optional<std::string> text_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_size > static_cast<off_t>(most_bytes))
    return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::string> included(const std::string& pattern) {
  std::vector<std::string> texts;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (std::size_t i = 0; i < found.gl_pathc && i < 100; ++i)
      if (std::optional<std::string> text = text_of(found.gl_pathv[i]))
        texts.push_back(std::move(*text));
  globfree(&found);
  return texts;
}

void add_config(SshConfig& config, const std::string& file, const std::string& base) {
  if (const std::optional<std::string> text = text_of(file))
    config.add(*text, [&](std::string_view pattern) {
      return included(from_home(std::string(pattern), base));
    });
}

/// Fills in the tokens that ssh_config(5) allows in names and files.
std::string filled_in(const std::string& text, const SshTarget& target, std::string_view named) {
  std::string all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 1 == text.size()) {
      all += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'h':
        all += target.address;
        break;
      case 'n':
        all += named;
        break;
      case 'p':
        all += std::to_string(target.port);
        break;
      case 'r':
        all += target.user;
        break;
      case 'u':
        all += local_user();
        break;
      case 'd':
        all += home();
        break;
      case '%':
        all += '%';
        break;
      default:
        all += '%';
        all += text[i];
    }
  }
  return all;
}

std::string public_blob(const std::string& key_file) {
  const std::optional<std::string> text = text_of(key_file + ".pub");
  if (!text) return {};
  const std::size_t begin = text->find(' ');
  if (begin == text->npos) return {};
  const std::size_t end = text->find_first_of(" \r\n", begin + 1);
  return from_base64(std::string_view(*text).substr(begin + 1, end - begin - 1)).value_or("");
}

void add_keys(SshTarget& target, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    SshTarget::KeyFile key{file, text_of(file).value_or(""), public_blob(file)};
    if (!key.text.empty() || !key.public_blob.empty()) target.keys.push_back(std::move(key));
  }
}

std::string agent_socket(const SshSettings& settings) {
  const char* socket = std::getenv("SSH_AUTH_SOCK");
  const std::string& said = settings.identity_agent;
  if (said == "none") return {};
  if (!said.empty() && said != "SSH_AUTH_SOCK") return from_home(said, "/");
  return socket ? socket : "";
}

}  // namespace

bool SshTarget::is_encrypted(const KeyFile& file) {
  const std::string& key = file.text;
  if (key.find("ENCRYPTED") != key.npos) return true;
  // In OpenSSH's own form the cipher's name stands in the first line: "none" or another.
  constexpr std::string_view begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
  const std::size_t found = key.find(begin);
  return found != key.npos && key.find("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU", found) == key.npos;
}

std::shared_ptr<const SshConfig> SshFiles::config() {
  const std::lock_guard lock(mutex_);
  if (config_) return config_;
  auto config = std::make_shared<SshConfig>();
  add_config(*config, home() + "/.ssh/config", home() + "/.ssh/");
  add_config(*config, std::string(of_system) + "ssh_config", std::string(of_system));
  return config_ = config;
}

std::shared_ptr<const KnownHosts> SshFiles::known_hosts(const std::vector<std::string>& files) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const KnownHosts>& cached = known_hosts_[files];
  if (cached) return cached;
  auto known = std::make_shared<KnownHosts>();
  for (const std::string& file : files)
    if (const std::optional<std::string> text = text_of(file)) known->add(*text, file);
  return cached = known;
}

SshTarget SshFiles::target(const Host& host, const std::string& through) {
  const SshAccess access = host.ssh.value_or(SshAccess{});
  const SshSettings settings = config()->of(host.dial());
  SshTarget target;
  target.address = host.dial();
  if (!settings.host_name.empty())
    target.address = filled_in(settings.host_name, target, host.dial());
  target.port = access.port ? access.port : settings.port ? settings.port : std::uint16_t{22};
  target.user = !access.user.empty()     ? access.user
                : !settings.user.empty() ? settings.user
                                         : local_user();
  target.known_as = settings.host_key_alias.empty() ? target.address : settings.host_key_alias;
  target.jump = access.jump;
  if (target.jump.empty())
    target.proxy_jump =
        filled_in(through.empty() ? settings.proxy_jump : through, target, host.dial());
  if (target.proxy_jump == "none") target.proxy_jump.clear();
  if (target.jump.empty() && target.proxy_jump.empty())
    target.proxy_command = settings.proxy_command;
  if (target.proxy_command == "none") target.proxy_command.clear();

  std::vector<std::string> known{home() + "/.ssh/known_hosts", home() + "/.ssh/known_hosts2"};
  if (!settings.known_hosts_files.empty()) known = settings.known_hosts_files;
  if (!access.known_hosts.empty()) known = {access.known_hosts};
  for (std::string& file : known) file = from_home(filled_in(file, target, host.dial()), "/");
  target.known_hosts_file = known.front();
  if (access.known_hosts.empty())
    for (const char* file : {"ssh_known_hosts", "ssh_known_hosts2"})
      known.push_back(std::string(of_system) + file);
  target.known_hosts = known_hosts(known);

  std::vector<std::string> keys = settings.identity_files;
  if (!access.key.empty()) keys = {access.key};
  if (keys.empty())
    for (const char* name : {"id_rsa", "id_ecdsa", "id_ed25519"})
      keys.push_back(std::string("~/.ssh/") + name);
  for (std::string& file : keys) file = from_home(filled_in(file, target, host.dial()), "/");
  add_keys(target, keys);
  target.only_these_keys = settings.identities_only || !access.key.empty();
  target.agent_socket = agent_socket(settings);

  if (access.passphrase) target.passphrase = read_secret(*access.passphrase);
  if (access.password) target.password = read_secret(*access.password);
  if (access.sudo_password) target.sudo_password = read_secret(*access.sudo_password);
  return target;
}

}  // namespace fbd
