#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/evidence/yaml.h"
#include "collectors/host/surroundings_readers.h"

namespace fbd {

std::optional<FileLine> cloud_init_network(std::string_view file, std::string_view text) {
  // cloud-init itself leaves out a file that is no YAML, with a warning.
  const Result<YamlNode> root = parse_yaml(text, file, 1, YamlRules::lenient());
  if (!root || root->kind != YamlNode::Kind::mapping) return std::nullopt;
  const YamlNode* network = root->at("network");
  if (!network || network->kind != YamlNode::Kind::mapping) return std::nullopt;
  const YamlNode* config = network->at("config");
  const bool disabled =
      config && config->kind == YamlNode::Kind::scalar && config->scalar == "disabled";
  if (!config && !network->at("version")) return std::nullopt;
  return FileLine{std::string(file), config ? config->line : network->line,
                  disabled ? "disabled" : "given"};
}

int cloud_init_header(std::string_view text) {
  int number = 0;
  for (std::string_view line : lines(text.substr(0, 2000))) {
    if (++number > 10) break;
    if (!line.starts_with('#')) continue;
    // "Created by cloud-init on instance boot automatically, do not edit." since 17.1; "This file
    // is generated from information provided by the datasource." since 18.
    if (line.find("Created by cloud-init") != line.npos ||
        line.find("generated from information provided by") != line.npos)
      return number;
  }
  return 0;
}

}  // namespace fbd
