#include <nlohmann/json.hpp>

#include "collectors/host/network_surroundings.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const KernelWord& one) {
  return {{"file", one.file}, {"line", one.line}, {"name", one.name}, {"value", one.value}};
}

Json json_of(const NamingRule& one) {
  return {{"file", one.file},
          {"line", one.line},
          {"mac", one.mac},
          {"device", one.device},
          {"name", one.name}};
}

Json json_of(const NamingFile& one) { return {{"path", one.path}, {"masked", one.masked}}; }

Json json_of(const FileLine& one) {
  return {{"file", one.file}, {"line", one.line}, {"text", one.text}};
}

template <class T>
Json json_of(const std::vector<T>& all) {
  Json array = Json::array();
  for (const T& one : all) array.push_back(json_of(one));
  return array;
}

}  // namespace

std::string to_json(const NetworkSurroundings& fact) {
  const CloudInit& cloud = fact.cloud_init;
  const Resolver& resolver = fact.resolver;
  Json cloud_init{{"installed", cloud.installed},
                  {"disabled_by", cloud.disabled_by},
                  {"network", cloud.network ? json_of(*cloud.network) : Json()},
                  {"outputs", json_of(cloud.outputs)}};
  Json names{{"exists", resolver.exists},
             {"link_target", resolver.link_target},
             {"owner", resolver.owner},
             {"servers", json_of(resolver.servers)},
             {"search", resolver.search}};
  return Json{
      {"kernel_words", json_of(fact.kernel_words)}, {"naming_rules", json_of(fact.naming_rules)},
      {"generators", json_of(fact.generators)},     {"link_files", json_of(fact.link_files)},
      {"cloud_init", std::move(cloud_init)},        {"resolver", std::move(names)},
      {"host_names", json_of(fact.host_names)},     {"unseen", fact.unseen}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
