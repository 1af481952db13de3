#include "probes/finding.h"

#include <algorithm>
#include <utility>

namespace fbd {

std::string_view name(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::warn:
      return "warn";
    case Status::fail:
      return "fail";
    case Status::unknown:
      return "unknown";
    case Status::skipped:
      return "skipped";
  }
  return "";
}

Verdict pass(Values values) { return {Status::pass, "", std::move(values), {}}; }

Verdict warn(std::string code, Values values) {
  return {Status::warn, std::move(code), std::move(values), {}};
}

Verdict fail(std::string code, Values values) {
  return {Status::fail, std::move(code), std::move(values), {}};
}

Verdict unknown(Error reason) { return {Status::unknown, "unknown", {}, std::move(reason)}; }

Verdict skipped(std::string why) {
  return {Status::skipped, "", {}, Error{ErrorKind::not_collected, std::move(why)}};
}

std::string Finding::code() const {
  return verdict.code.empty() ? probe : probe + "." + verdict.code;
}

int exit_code(std::span<const Finding> findings) {
  const auto any = [findings](Status status) {
    return std::any_of(findings.begin(), findings.end(), [status](const Finding& finding) {
      return finding.verdict.status == status;
    });
  };
  if (any(Status::fail)) return 2;
  if (any(Status::unknown)) return 3;
  if (any(Status::warn)) return 1;
  return any(Status::pass) ? 0 : 3;
}

}  // namespace fbd
