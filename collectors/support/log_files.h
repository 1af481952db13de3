// Which files a support engineer asks for, by component. Rows of data: a new one is a line.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "collectors/evidence/site.h"

namespace fbd {

/// Files that are collected together.
struct LogGroup {
  std::string_view component;  // also names the question: "support.files.agent"
  Os os = Os::gnu_linux;
  Roles roles;             // that have it; none: every host
  int priority = 5;        // 1 comes first
  std::uint64_t newest;    // bytes of each file, counted from its end
  std::string_view globs;  // separated by '|'; "**" is everything below
};

std::span<const LogGroup> log_groups();

}  // namespace fbd
