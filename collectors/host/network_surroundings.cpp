#include "collectors/host/network_surroundings.h"

#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"
#include "collectors/host/surroundings_readers.h"

namespace fbd {
namespace {

// The generated grub.cfg, menu.lst and grub.conf are not read: they may hold the boot loader's
// password, and all they say about interfaces comes from here.
constexpr std::string_view globs[] = {
    "/etc/default/grub",
    "/etc/default/grub.d/*.cfg",
    "/etc/kernel/cmdline",
    "/boot/loader/entries/*.conf",
    "/boot/grub2/grubenv",
    "/etc/udev/rules.d/*net*.rules",
    "/lib/udev/rules.d/75-persistent-net-generator.rules",
    "/usr/lib/udev/rules.d/75-persistent-net-generator.rules",
    "/etc/systemd/network/*.link",
    "/run/systemd/network/*.link",
    "/etc/cloud/cloud-init.disabled",
    "/etc/cloud/cloud.cfg",
    "/etc/cloud/cloud.cfg.d/*.cfg",
    "/lib/systemd/system/cloud-init-local.service",
    "/usr/lib/systemd/system/cloud-init-local.service",
    "/etc/init.d/cloud-init-local",
    "/etc/init/cloud-init-local.conf",
    "/etc/netplan/50-cloud-init.yaml",
    "/etc/network/interfaces.d/50-cloud-init*",
    "/etc/sysconfig/network-scripts/ifcfg-*",
    "/etc/sysconfig/network/ifcfg-*",
    "/etc/NetworkManager/system-connections/cloud-init-*.nmconnection",
    "/etc/systemd/network/10-cloud-init-*.network",
    "/etc/resolv.conf",
    "/etc/hostname",
    "/etc/HOSTNAME",
    "/etc/sysconfig/network",
};

constexpr std::string_view resolv_conf = "/etc/resolv.conf";
constexpr std::size_t at_most = 256;

std::string_view file_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

class Reader {
 public:
  void link(const TreeEntry& entry) {
    const std::string_view path = entry.path;
    if (path == resolv_conf) {
      found_.resolver.link_target = printable(entry.bytes);
      found_.resolver.owner = resolver_owner(entry.bytes);
    } else if (entry.bytes == "/dev/null") {
      naming_file(path, true);
    } else if (path == "/etc/cloud/cloud-init.disabled") {
      found_.cloud_init.disabled_by = path;
    }
  }

  void file(const TreeEntry& entry) {
    const std::string_view path = entry.path;
    const std::string_view text = entry.bytes;
    if (path.starts_with("/etc/cloud/")) return cloud(path, text);
    if (path == resolv_conf) return read_resolver(found_.resolver, path, text);
    if (path.ends_with(".rules") || path.ends_with(".link")) {
      naming_file(path, text.empty());
      if (path.starts_with("/etc/udev/")) add_naming_rules(found_.naming_rules, path, text);
      return;
    }
    if (path == "/etc/hostname" || path == "/etc/HOSTNAME" || path == "/etc/sysconfig/network") {
      if (auto name = host_name(path, text)) found_.host_names.push_back(std::move(*name));
      return;
    }
    if (path.find("cloud-init-local") != path.npos) {
      found_.cloud_init.installed = true;
      return;
    }
    if (path.starts_with("/boot/") || path.starts_with("/etc/default/") ||
        path.starts_with("/etc/kernel/")) {
      int number = 0;
      for (std::string_view line : lines(text))
        add_kernel_words(found_.kernel_words, path, ++number, line);
      return;
    }
    const int header = cloud_init_header(text);
    const bool named = file_of(path).find("cloud-init") != path.npos;
    if ((header > 0 || named) && found_.cloud_init.outputs.size() < at_most)
      found_.cloud_init.outputs.push_back({std::string(path), header, ""});
  }

  void unseen(std::string path) {
    if (found_.unseen.size() < at_most) found_.unseen.push_back(std::move(path));
  }

  NetworkSurroundings take() {
    found_.cloud_init.network = in_folder_ ? in_folder_ : in_main_;
    return std::move(found_);
  }

 private:
  void naming_file(std::string_view path, bool masked) {
    std::vector<NamingFile>* files = nullptr;
    if (file_of(path) == "75-persistent-net-generator.rules") files = &found_.generators;
    if (path.ends_with(".link")) files = &found_.link_files;
    if (files && files->size() < at_most) files->push_back({std::string(path), masked});
  }

  /// The files come sorted by name.
  void cloud(std::string_view path, std::string_view text) {
    if (path == "/etc/cloud/cloud-init.disabled") {
      found_.cloud_init.disabled_by = path;
    } else if (auto network = cloud_init_network(path, text)) {
      (path == "/etc/cloud/cloud.cfg" ? in_main_ : in_folder_) = std::move(network);
    }
  }

  NetworkSurroundings found_;
  std::optional<FileLine> in_main_, in_folder_;
};

Result<NetworkSurroundings> parse_surroundings(std::string_view answer) {
  const Result<std::vector<TreeEntry>> tree = read_tree(answer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  Reader reader;
  for (const TreeEntry& entry : *tree) {
    if (entry.kind == TreeEntry::Kind::file)
      reader.file(entry);
    else if (entry.kind == TreeEntry::Kind::link)
      reader.link(entry);
    else if (entry.error_kind != ErrorKind::not_found)
      reader.unseen(entry.path);
  }
  return reader.take();
}

constexpr Origin<NetworkSurroundings> known_origins[] = {
    {"host.network-surroundings", Os::gnu_linux, read_tree(globs), parse_surroundings},
};

}  // namespace

std::span<const Origin<NetworkSurroundings>> NetworkSurroundings::origins() {
  return known_origins;
}

}  // namespace fbd
