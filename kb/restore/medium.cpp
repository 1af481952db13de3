#include "kb/restore/medium.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/engine/article.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;
using Family = OsRelease::Family;

constexpr std::string_view home = "/var/lib/failback-doctor";
/// Media of SLES 15 have a folder for each module.
constexpr std::size_t most = 64;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

void add_folders(std::vector<std::string>& found, const fs::path& folder, int depth) {
  if (found.size() >= most) return;
  if (is_there(folder / "repodata")) found.push_back(folder.string());
  if (depth == 0) return;
  std::error_code ignored;
  for (const fs::directory_entry& one : fs::directory_iterator(folder, ignored))
    if (one.is_directory(ignored) && !one.is_symlink(ignored))
      add_folders(found, one.path(), depth - 1);
}

/// What signs the packages. Source: the vendors' release packages, /etc/pki/rpm-gpg.
std::string key_of(const OsRelease& os) {
  std::string_view name = "redhat-release";
  if (os.id == "centos") return fmt::format("RPM-GPG-KEY-CentOS-{}", os.major().value_or(7));
  if (os.id == "ol" || os.id == "oracle") name = "oracle";
  return fmt::format("RPM-GPG-KEY-{}", name);
}

std::vector<std::string> by_yum(const Medium& medium, const OsRelease& os) {
  const std::string file = fmt::format("{}/medium.conf", home);
  std::string text = "[main]\\nreposdir=/nowhere\\ngpgcheck=1\\n";
  for (std::size_t i = 0; i < medium.repositories.size(); ++i)
    text += fmt::format(
        "[medium-{0}]\\nname=medium-{0}\\nbaseurl=file://{1}\\ngpgkey=file:///etc/pki/rpm-gpg/"
        "{2}\\n",
        i + 1, medium.repositories[i], key_of(os));
  return {fmt::format("mkdir -p {} && printf %b {} > {}", home, shell_quoted(text), file),
          fmt::format("yum --assumeyes -c {} install NetworkManager", file)};
}

std::vector<std::string> by_dnf(const Medium& medium) {
  std::string command = "dnf --assumeyes --disablerepo='*'";
  for (std::size_t i = 0; i < medium.repositories.size(); ++i)
    command += fmt::format(" {}", shell_quoted(fmt::format("--repofrompath=medium-{},file://{}",
                                                           i + 1, medium.repositories[i])));
  return {command + " --enablerepo='medium-*' install NetworkManager"};
}

std::vector<std::string> by_zypper(const Medium& medium) {
  std::string command = "zypper --non-interactive --no-remote";
  for (const std::string& one : medium.repositories)
    command += fmt::format(" --plus-repo {}", shell_quoted("dir://" + one));
  return {command + " install NetworkManager"};
}

std::vector<std::string> by_apt(const Medium& medium) {
  const std::string file = fmt::format("{}/medium.list", home);
  std::string text;
  // A medium carries no signature of its own; who mounts it vouches for it.
  for (const std::string& suite : medium.suites)
    text += fmt::format("deb [trusted=yes] file:{} {} main\\n", medium.repositories.front(), suite);
  const std::string only = fmt::format(
      "apt-get --option Dir::Etc::sourcelist={} --option Dir::Etc::sourceparts=/nowhere "
      "--option APT::Get::List-Cleanup=0",
      file);
  return {fmt::format("mkdir -p {} && printf %b {} > {}", home, shell_quoted(text), file),
          only + " update",
          "DEBIAN_FRONTEND=noninteractive " + only +
              " --assume-yes --option Dpkg::Options::=--force-confold install network-manager"};
}

}  // namespace

Result<Medium> read_medium(const fs::path& folder, Family family) {
  std::error_code problem;
  if (!fs::is_directory(folder, problem))
    return error(ErrorKind::not_found,
                 fmt::format("{}: no such folder; mount the medium first", folder.string()));
  Medium medium;
  const fs::path at = fs::absolute(folder, problem).lexically_normal();
  if (family == Family::debian || family == Family::ubuntu) {
    for (const fs::directory_entry& one : fs::directory_iterator(at / "dists", problem))
      if (one.is_directory(problem) && !one.is_symlink(problem) && medium.suites.size() < most)
        medium.suites.push_back(one.path().filename().string());
    std::sort(medium.suites.begin(), medium.suites.end());
    if (!medium.suites.empty()) medium.repositories.push_back(at.string());
  } else {
    add_folders(medium.repositories, at, 2);
    // Media of SLES 11 and 12 have their list in the root, as "content".
    if (medium.repositories.empty() && is_there(at / "content"))
      medium.repositories.push_back(at.string());
    std::sort(medium.repositories.begin(), medium.repositories.end());
  }
  if (medium.repositories.empty())
    return error(ErrorKind::not_found,
                 fmt::format("{}: no repository of {} is there", at.string(),
                             family == Family::debian || family == Family::ubuntu
                                 ? "apt (a folder \"dists\")"
                                 : "packages (a folder \"repodata\")"));
  return medium;
}

std::vector<std::string> installation_from(const Medium& medium, const OsRelease& os) {
  switch (os.family()) {
    case Family::rhel:
      return os.major().value_or(0) >= 8 ? by_dnf(medium) : by_yum(medium, os);
    case Family::suse:
      return by_zypper(medium);
    case Family::debian:
    case Family::ubuntu:
      return by_apt(medium);
    case Family::other:
      break;
  }
  return {};
}

std::vector<std::string> medium_notes(const OsRelease& os) {
  const int major = os.major().value_or(0);
  Medium usual{{"/mnt/medium"}, {"SUITE"}};
  if (os.family() == Family::rhel && major >= 8)
    usual.repositories = {"/mnt/medium/AppStream", "/mnt/medium/BaseOS"};
  if (os.family() == Family::rhel && major == 6) usual.repositories = {"/mnt/medium/Server"};
  if (os.family() == Family::suse && major >= 15)
    usual.repositories = {"/mnt/medium/Module-Basesystem"};
  std::vector<std::string> notes{
      "without its repositories: connect the installation medium of the same release to the VM's "
      "CD "
      "drive, \"mkdir -p /mnt/medium && mount -o ro /dev/sr0 /mnt/medium\", and repeat this with "
      "--medium /mnt/medium; by hand it is:"};
  for (const std::string& command : installation_from(usual, os)) notes.push_back("  " + command);
  return notes;
}

}  // namespace fbd
