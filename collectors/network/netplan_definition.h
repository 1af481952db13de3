// One interface's definition in netplan's files. Only for netplan*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/evidence/yaml.h"
#include "collectors/network/network_entry.h"

namespace fbd {

/// Put together from all files that name it: single values are replaced, lists grow.
class NetplanDefinition {
 public:
  struct Refusal {
    int line = 0;
    std::string reason;
  };

  explicit NetplanDefinition(std::string type = "") : type_(std::move(type)) {}

  const std::string& type() const { return type_; }  // "ethernets"
  const std::string& renderer() const { return renderer_; }
  const std::string& renderer_file() const { return renderer_file_; }

  /// Adds what one file says. Of what netplan would refuse, as far as it matters here, the first.
  std::optional<Refusal> add(const std::string& file, const YamlNode::Member& definition);

  /// `id` is the interface's name unless the definition matches by something else.
  NetworkEntry entry(const std::string& id) const;

 private:
  void set(const std::string& file, const YamlNode::Member& member);
  void match(const YamlNode& node);
  void add_addresses(const YamlNode& node);
  void add_routes(const YamlNode& node);
  void add_name_servers(const YamlNode& node);
  std::string scalar(const YamlNode& node, std::string_view what);
  void refuse(const YamlNode& where, std::string reason);

  std::string type_;
  NetworkEntry entry_;
  bool known_ = false;  // some file was added
  bool dhcp4_ = false;
  bool matched_ = false;
  bool passed_through_ = false;  // NetworkManager's own settings are in it
  std::string match_name_, match_mac_, match_driver_, set_name_;
  std::string renderer_, renderer_file_;
  std::optional<Refusal> refusal_;
};

}  // namespace fbd
