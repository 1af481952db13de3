// The readers behind NetworkSurroundings, one for each kind of file. Pure functions: any bytes, in
// linear time, in at most so many results as anybody reads.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/host/network_surroundings.h"

namespace fbd {

/// Appends the words of one line: "GRUB_CMDLINE_LINUX=\"... net.ifnames=0\"", "options ...
/// ip=dhcp". A comment has none. Each is kept once for a file.
void add_kernel_words(std::vector<KernelWord>& words, std::string_view file, int line,
                      std::string_view text);

/// Appends the rules of a udev file that match network interfaces and set NAME.
void add_naming_rules(std::vector<NamingRule>& rules, std::string_view file, std::string_view text);

/// resolv.conf(5): the servers and search domains of one file, and who says to have written it.
void read_resolver(Resolver& resolver, std::string_view file, std::string_view text);
/// Who writes where such a link leads, or "".
std::string_view resolver_owner(std::string_view link_target);

/// What one file of cloud-init's configuration says about the network, or nothing.
std::optional<FileLine> cloud_init_network(std::string_view file, std::string_view text);
/// The line in which cloud-init says that it wrote this file; 0 if it does not.
int cloud_init_header(std::string_view text);

/// The name of the machine in /etc/hostname, /etc/HOSTNAME or /etc/sysconfig/network.
std::optional<FileLine> host_name(std::string_view file, std::string_view text);

}  // namespace fbd
