#include "collectors/evidence/result.h"

#include <array>

namespace fbd {
namespace {

struct Named {
  ErrorKind kind;
  std::string_view name;
};

constexpr std::array<Named, 10> names{{
    {ErrorKind::unresolved, "unresolved"},
    {ErrorKind::unreachable, "unreachable"},
    {ErrorKind::refused, "refused"},
    {ErrorKind::timed_out, "timed-out"},
    {ErrorKind::reset, "reset"},
    {ErrorKind::denied, "denied"},
    {ErrorKind::not_found, "not-found"},
    {ErrorKind::failed, "failed"},
    {ErrorKind::malformed, "malformed"},
    {ErrorKind::not_collected, "not-collected"},
}};

}  // namespace

std::string_view name(ErrorKind kind) {
  for (const Named& known : names)
    if (known.kind == kind) return known.name;
  return "";
}

tl::expected<ErrorKind, std::string> error_kind(std::string_view name) {
  for (const Named& known : names)
    if (known.name == name) return known.kind;
  return tl::unexpected<std::string>("\"" + std::string(name) + "\" is no kind of error");
}

}  // namespace fbd
