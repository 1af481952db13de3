#include <map>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/lease_readers.h"

namespace fbd {
namespace {

// wicked's own files go no deeper than six.
constexpr std::size_t deepest = 16;

/// Elements with text, in the order of the file; attributes, comments and entities mean nothing in
/// a lease. `each` gets the names from the root on ("lease", "ipv4:dhcp", "address") and the text,
/// `ended` the names of an element that is over. False if the elements do not fit together.
template <class Each, class Ended>
bool scan(std::string_view text, Each each, Ended ended) {
  std::vector<std::string_view> path;
  std::string_view since;  // the text since the last tag
  bool leaf = false;
  while (true) {
    const std::size_t start = text.find('<');
    if (start == text.npos) return path.empty();
    since = text.substr(0, start);
    text.remove_prefix(start);
    if (text.starts_with("<!--")) {
      const std::size_t end = text.find("-->");
      if (end == text.npos) return false;
      text.remove_prefix(end + 3);
      continue;
    }
    const std::size_t end = text.find('>');
    if (end == text.npos) return false;
    std::string_view tag = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (tag.empty()) return false;
    if (tag.front() == '?' || tag.front() == '!') continue;
    if (tag.front() == '/') {
      if (path.empty() || trimmed(tag.substr(1)) != path.back()) return false;
      if (leaf) each(path, trimmed(since));
      ended(path);
      path.pop_back();
      leaf = false;
      continue;
    }
    if (tag.back() == '/') {
      leaf = false;
      continue;
    }
    if (path.size() == deepest) return false;
    path.push_back(tag.substr(0, tag.find_first_of(" \t\r\n")));
    leaf = true;
  }
}

class Reader {
 public:
  void say(const std::vector<std::string_view>& path, std::string_view text) {
    const std::string_view key = path.back();
    const std::string_view parent = path.size() > 1 ? path[path.size() - 2] : "";
    if (path.size() == 2 && key == "acquired") acquired_ = time(text);
    if (path.size() == 2 && key == "state") state_ = text;
    if (path.size() < 3) return;
    if (path[1] == "ipv4:dhcp") ipv4(path, key, parent, text);
    if (path[1] == "ipv6:dhcp") ipv6(key, parent, text);
    if (path[2] != "dns" || common_.dns.size() >= 64 || common_.search.size() >= 64) return;
    if (key == "server")
      for (std::string& one : lease_addresses(text, path[1] == "ipv4:dhcp"))
        common_.dns.push_back(std::move(one));
    if (key == "search" && !text.empty()) common_.search.push_back(printable(text));
    if (key == "domain" && !text.empty()) domain_ = printable(text);
  }

  void end(const std::vector<std::string_view>& path) {
    if (path.back() == "route") {
      if (!route_has_destination_ && !gateway_.empty() && common_.routers.size() < 64)
        common_.routers.push_back(gateway_);
      route_has_destination_ = false;
      gateway_.clear();
    }
    if (path.back() == "ia-address" && path.size() == 4) {
      if (!address_.empty() && found_.size() < 64) {
        Lease& one = found_.emplace_back();
        one.address = address_;
        if (valid_) set_lease_time(one, *valid_, acquired_here_ ? acquired_here_ : acquired_);
      }
      address_.clear();
      valid_.reset();
    }
  }

  LeaseFile finished() {
    LeaseFile file;
    if (common_.search.empty() && !domain_.empty()) common_.search.push_back(domain_);
    if (!common_.address.empty()) {
      if (seconds_) set_lease_time(common_, *seconds_, acquired_);
      file.leases.push_back(common_);
    }
    for (const Lease& one : found_) {
      Lease& lease = file.leases.emplace_back(common_);
      lease.ipv4 = false;
      lease.prefix.reset();
      lease.routers.clear();
      lease.address = one.address;
      lease.seconds = one.seconds;
      lease.expires = one.expires;
      lease.for_ever = one.for_ever;
    }
    if (!state_.empty() && state_ != "granted") {
      file.leases.clear();
      file.trouble = "its state is \"" + printable(state_, 40) + "\", not granted";
    } else if (file.leases.empty()) {
      file.trouble = "it names no address";
    }
    return file;
  }

 private:
  static std::optional<std::chrono::sys_seconds> time(std::string_view text) {
    const auto seconds = lease_number(text);
    if (!seconds) return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(*seconds));
  }

  void ipv4(const std::vector<std::string_view>& path, std::string_view key,
            std::string_view parent, std::string_view text) {
    if (path.size() == 3) {
      if (key == "address" && is_ipv4(text)) common_.address = text;
      if (key == "netmask") common_.prefix = ipv4_prefix(text);
      if (key == "server-address" && is_ipv4(text)) common_.server = text;
      if (key == "lease-time") seconds_ = lease_number(text);
    }
    if (key == "destination" && parent == "route") route_has_destination_ = text != "0.0.0.0/0";
    if (key == "gateway" && parent == "nexthop" && is_ipv4(text)) gateway_ = text;
  }

  void ipv6(std::string_view key, std::string_view parent, std::string_view text) {
    if (key == "server-address" && parent == "ipv6:dhcp" && is_ipv6(text) && text != "::")
      common_.server = text;
    if (key == "acquired") acquired_here_ = time(text);
    if (parent != "ia-address") return;
    if (key == "address" && is_ipv6(text)) address_ = text;
    if (key == "valid-lft") valid_ = lease_number(text);
  }

  Lease common_;
  std::vector<Lease> found_;  // IPv6: of each its address and time
  std::string state_, domain_, gateway_, address_;
  std::optional<std::uint32_t> seconds_, valid_;
  std::optional<std::chrono::sys_seconds> acquired_, acquired_here_;
  bool route_has_destination_ = false;
};

}  // namespace

LeaseFile read_wicked_lease(std::string_view text) {
  Reader reader;
  LeaseFile file;
  if (trimmed(text).empty()) return file;
  if (!scan(
          text, [&](const auto& path, std::string_view words) { reader.say(path, words); },
          [&](const auto& path) { reader.end(path); })) {
    file.trouble = "its elements do not fit together";
    return file;
  }
  return reader.finished();
}

}  // namespace fbd
