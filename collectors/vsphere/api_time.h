// Times as the vSphere API writes them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace fbd {

/// xsd:dateTime: "2026-11-23T19:40:12Z", "2026-11-23T20:40:12.123456+01:00"; without a zone it is
/// UTC. To the second.
std::optional<std::chrono::sys_seconds> parse_api_time(std::string_view text);

}  // namespace fbd
