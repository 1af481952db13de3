// What beside the files of a network stack decides how an interface is called, who writes its
// files, and who is asked for names.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// "net.ifnames=0" on the kernel's command line.
struct KernelWord {
  std::string file;
  int line = 0;
  std::string name;
  std::string value;  // empty: the word alone
};

/// A udev rule that names an interface: "the one with this address is called eth0".
struct NamingRule {
  std::string file;
  int line = 0;
  std::string mac;     // lower case; empty: it goes by something else
  std::string device;  // KERNELS==: "0000:0b:00.0"
  std::string name;
};

/// A file with a name that counts, masked or not.
struct NamingFile {
  std::string path;
  bool masked = false;  // empty, or a link to /dev/null: what has the same name elsewhere is off
};

/// A line of a file.
struct FileLine {
  std::string file;
  int line = 0;
  std::string text;
};

struct CloudInit {
  bool installed = false;
  std::string disabled_by;  // the file that turns all of it off
  /// Where it gets the network's configuration from, if a file says so: "disabled", or "given" in
  /// that file itself. Of several files the last in the order of their names counts, and those in
  /// cloud.cfg.d before cloud.cfg.
  std::optional<FileLine> network;
  std::vector<FileLine> outputs;  // files it wrote, with the line that says so (0: by their names)
};

struct Resolver {
  bool exists = false;      // there is something to read
  std::string link_target;  // where /etc/resolv.conf leads; empty: it is a file of its own
  /// "systemd-resolved", "NetworkManager", "resolvconf", "netconfig", "dhclient", "dhcpcd",
  /// "cloud-init", "Site Recovery", or empty: nobody known
  std::string owner;
  std::vector<FileLine> servers;
  std::vector<std::string> search;  // of "search" and "domain" the last counts
};

/// Read from files; what runs is not asked.
struct NetworkSurroundings {
  static std::span<const Origin<NetworkSurroundings>> origins();

  std::vector<KernelWord> kernel_words;  // for the next boot; each once in a file
  std::vector<NamingRule> naming_rules;
  std::vector<NamingFile> generators;  // that write such rules for new interfaces; none is usual
                                       // since systemd does it otherwise
  std::vector<NamingFile> link_files;  // *.link of systemd below /etc and /run
  CloudInit cloud_init;
  Resolver resolver;
  std::vector<FileLine> host_names;  // what each file that may say so calls the machine
  std::vector<std::string> unseen;   // paths nobody could read
};

/// {"kernel_words": [{"file", "line", "name", "value"}], "naming_rules": [{"file", "line", "mac",
/// "device", "name"}], "generators": [{"path", "masked"}], "link_files": [...], "cloud_init":
/// {"installed", "disabled_by", "network": {"file", "line", "text"} or null, "outputs": [...]},
/// "resolver": {"exists", "link_target", "owner", "servers": [{"file", "line", "text"}],
/// "search": []}, "host_names": [{"file", "line", "text"}], "unseen": []}
std::string to_json(const NetworkSurroundings& fact);

/// The words about interfaces on the command line of the running kernel.
struct KernelCommandLine {
  static std::span<const Origin<KernelCommandLine>> origins();

  std::vector<KernelWord> words;

  /// The value of the last word with this name, as the kernel takes it; nullptr without any.
  const std::string* value(std::string_view name) const;
};

/// {"words": [{"file", "line", "name", "value"}]}
std::string to_json(const KernelCommandLine& fact);

}  // namespace fbd
