#include "collectors/azure/health.h"

#include <algorithm>
#include <array>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t most_errors = 200;

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view one) { return same_word(one, word); });
}

void add(std::vector<ServiceError>& all, const ArmNode& list) {
  for (const ArmNode& one : list.items()) {
    if (all.size() == most_errors || one.kind != ArmNode::Kind::object) return;
    ServiceError error = read_service_error(one);
    if (!error.code.empty() || !error.message.empty()) all.push_back(std::move(error));
    for (const ArmNode& inner : one["innerHealthErrors"].items())
      if (all.size() < most_errors && inner.kind == ArmNode::Kind::object)
        all.push_back(read_service_error(inner));
  }
}

std::string first_of(const ArmNode& node, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (std::string text = node[key].text(); !text.empty()) return text;
  return {};
}

}  // namespace

bool ServiceError::is_warning() const {
  constexpr std::array<std::string_view, 4> mild{"Warning", "Info", "Information", "Informational"};
  return is_one_of(level, mild);
}

bool ServiceError::is_information() const {
  constexpr std::array<std::string_view, 4> none{"None", "Info", "Information", "Informational"};
  return is_one_of(level, none);
}

ServiceError read_service_error(const ArmNode& node) {
  ServiceError error;
  // A job's error has two halves: what the service says and what the provider on premises says.
  const ArmNode& service = node["serviceErrorDetails"];
  const ArmNode& provider = node["providerErrorDetails"];
  const ArmNode& said = service ? service : provider ? provider : node;
  error.code = first_of(said, {"errorCode", "code"});
  if (error.code.empty() && service) error.code = first_of(provider, {"errorCode", "code"});
  error.name = first_of(said, {"errorId", "id"});
  if (service && provider && error.name.empty()) error.name = first_of(provider, {"errorCode"});
  if (error.name == error.code || error.name == "0") error.name.clear();
  if (error.code == "0") error.code = std::exchange(error.name, "");
  error.message = first_of(said, {"errorMessage", "message", "summaryMessage"});
  if (error.message.empty()) error.message = first_of(provider, {"errorMessage", "message"});
  error.causes = first_of(said, {"possibleCauses", "errorPossibleCauses"});
  error.action = first_of(said, {"recommendedAction", "errorRecommendedAction"});
  error.level = first_of(node, {"errorLevel", "severity"});
  error.activity = first_of(said, {"activityId"});
  error.at = node["creationTimeUtc"].time();
  if (!error.at) error.at = node["creationTime"].time();
  return error;
}

std::vector<ServiceError> read_service_errors(const ArmNode& list) {
  std::vector<ServiceError> all;
  add(all, list);
  return all;
}

bool VersionState::is_unsupported() const { return same_word(status, "NotSupported"); }

bool VersionState::is_outdated() const {
  constexpr std::array<std::string_view, 4> old{"Deprecated", "UpdateRequired",
                                                "SecurityUpdateRequired", "UpdateAvailable"};
  return is_one_of(status, old);
}

bool is_critical(std::string_view health) {
  constexpr std::array<std::string_view, 3> bad{"Critical", "Error", "Unhealthy"};
  return is_one_of(health, bad);
}

bool is_warning(std::string_view health) { return same_word(health, "Warning"); }

}  // namespace fbd
