// What many resources of Site Recovery carry: errors of their health, and how old their software
// is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "collectors/azure/arm_node.h"

namespace fbd {

/// An error as the service words it, of a resource's health, an event or a job.
struct ServiceError {
  std::string code;  // "78186", "ECH00014", "SRSDRAHeartbeatMissing"
  std::string name;  // a second code of the same error, or ""
  std::string message;
  std::string causes;
  std::string action;
  std::string level;     // "Error", "Warning", "Critical"; "" when the service does not say
  std::string activity;  // what Microsoft's support asks for
  std::optional<std::chrono::sys_seconds> at{};
  /// Anything that is not plainly a warning or information counts as an error.
  bool is_warning() const;
  /// Told for the record: nothing is wrong.
  bool is_information() const;
};

/// A HealthError, an entry of a job's errors, or of a discovery's.
ServiceError read_service_error(const ArmNode& node);
/// Those of a list, inner ones after their outer one; at most 200.
std::vector<ServiceError> read_service_errors(const ArmNode& list);

/// Whether a version is still good: "Supported", "UpdateRequired", "NotSupported" ...
struct VersionState {
  std::string version;
  std::string status;
  std::optional<std::chrono::sys_seconds> expires{};

  bool is_unsupported() const;
  bool is_outdated() const;
};

/// "Critical", "Error" ... in any case of letters.
bool is_critical(std::string_view health);
bool is_warning(std::string_view health);

}  // namespace fbd
