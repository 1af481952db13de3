#include "collectors/network/dhcpcd_conf.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/dhcpcd_options.h"
#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

constexpr std::string_view path = "/etc/dhcpcd.conf";
constexpr std::size_t max_size = std::size_t{64} * 1024 - 1;  // what dhcpcd reads
constexpr std::size_t max_blocks = 1024;
constexpr std::string_view passes_over = "dhcpcd passes over the line";

/// All blocks for the same interface, network or profile.
struct Block {
  std::string_view kind;  // "interface", "ssid", "profile"
  std::string_view name;
  int line = 0;
  std::vector<DhcpcdOption> options;
};

class Reader {
 public:
  explicit Reader(std::string_view text) { sort(read_dhcpcd_options(text)); }

  NetworkReading read() {
    DhcpcdOptions base;
    for (const DhcpcdOption& option : global_) {
      if (option.name == "allowinterfaces") add(allowed_, option);
      if (option.name == "denyinterfaces") add(denied_, option);
      apply(option, base);
    }
    const bool has_interfaces = std::any_of(
        blocks_.begin(), blocks_.end(), [](const Block& one) { return one.kind == "interface"; });
    if (!has_interfaces) for_any_interface(base);
    for (const Block& block : blocks_) one(block, base);
    return std::move(found_);
  }

 private:
  static void add(std::vector<std::string>& to, const DhcpcdOption& option) {
    for (std::string& word : dhcpcd_words(option.argument)) to.push_back(std::move(word));
  }

  static bool is_one_of(std::string_view name, const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [name](const std::string& pattern) { return matches(pattern, name); });
  }

  /// A block ends where the next begins; what stands before the first is for all.
  void sort(std::vector<DhcpcdOption> options) {
    Block* block = nullptr;
    for (DhcpcdOption& option : options) {
      if (option.name != "interface" && option.name != "ssid" && option.name != "profile") {
        (block ? block->options : global_).push_back(option);
        continue;
      }
      const auto known = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& one) {
        return one.kind == option.name && one.name == option.argument;
      });
      if (known != blocks_.end()) {
        block = &*known;
      } else if (blocks_.size() < max_blocks) {
        block = &blocks_.emplace_back(Block{option.name, option.argument, option.line, {}});
      } else {
        found_.problem(path, option.line, "there are too many blocks", "the rest is not read");
        return;
      }
    }
  }

  void apply(const DhcpcdOption& option, DhcpcdOptions& to) {
    if (std::string reason = to.apply(option); !reason.empty())
      found_.problem(path, option.line, std::move(reason), std::string(passes_over));
  }

  void set(const DhcpcdOptions& options, int line, Connection& connection) {
    connection.stack = NetworkStack::dhcpcd;
    options.set(connection);
    connection.sources.push_back({std::string(path), options.line() > 0 ? options.line() : line});
    if (connection.ipv4.method == AddressMethod::other && connection.ipv4.also.empty())
      found_.problem(path, connection.line(), "no address is given with \"inform\"",
                     "the address is whatever the interface has");
  }

  void for_any_interface(const DhcpcdOptions& options) {
    Connection connection;
    set(options, 0, connection);
    if (!allowed_.empty()) connection.match.emplace().names = allowed_;
    if (!denied_.empty()) {
      if (!connection.match) connection.match.emplace();
      connection.match->others["denyinterfaces"] = fmt::format("{}", fmt::join(denied_, " "));
    }
    found_.connections.push_back(std::move(connection));
  }

  void one(const Block& block, const DhcpcdOptions& base) {
    if (block.name.empty() || (block.kind == "interface" && block.name == "lo")) return;
    Connection connection;
    const std::string name(block.name);
    DhcpcdOptions options = base;
    for (const DhcpcdOption& option : block.options) apply(option, options);
    set(options, block.line, connection);
    const auto ignore = [&connection](std::string reason) {
      connection.status = ConnectionStatus::ignored;
      connection.reason = std::move(reason);
    };
    if (block.kind == "interface") {
      connection.id = connection.interface = name;
      if (is_one_of(name, denied_))
        ignore("denyinterfaces excludes it");
      else if (!allowed_.empty() && !is_one_of(name, allowed_))
        ignore("allowinterfaces does not name it");
      if (name.ends_with('\r')) {
        ignore("the line ends with a carriage return, which dhcpcd takes for a part of the name");
        found_.problem(path, block.line, connection.reason, "no interface has this name");
      }
    } else {
      connection.id = fmt::format("{} {}", block.kind, name);
      connection.match.emplace().others[std::string(block.kind)] = name;
      if (block.kind == "ssid")
        connection.type = "wifi";
      else
        ignore("a profile is only for when DHCP fails or \"arping\" finds its host");
    }
    found_.connections.push_back(std::move(connection));
  }

  NetworkReading found_;
  std::vector<DhcpcdOption> global_;
  std::vector<Block> blocks_;
  std::vector<std::string> allowed_, denied_;
};

}  // namespace

NetworkReading read_dhcpcd_conf(const NetworkTree& tree) {
  const auto file = tree.files.find(path);
  if (file == tree.files.end()) return {};
  if (file->second.size() > max_size) {
    NetworkReading reading;
    reading.problem(path, 0, "the file is larger than dhcpcd reads", "dhcpcd uses its defaults");
    return reading;
  }
  return Reader(file->second).read();
}

}  // namespace fbd
