// Captured answers, for tests of parsers.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "collectors/evidence/fact.h"
#include "tests/tests_directory.h"

namespace fbd {

/// The bytes of tests/captures/<name>.
inline std::string capture(const std::string& name) {
  std::ifstream file(tests_directory() + "/captures/" + name, std::ios::binary);
  REQUIRE_MESSAGE(file.is_open(), name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What the parser of the origin with this id makes of an answer.
template <class Fact>
Result<Fact> parsed(std::string_view id, std::string_view answer) {
  for (const Origin<Fact>& origin : Fact::origins())
    if (origin.id == id) return origin.parse(answer);
  return error(ErrorKind::not_collected, "no origin is called " + std::string(id));
}

/// The same for a capture, which lies in a folder named by the id.
template <class Fact>
Result<Fact> parsed_capture(const std::string& id, const std::string& file) {
  return parsed<Fact>(id, capture(id + "/" + file));
}

/// A fact that must be readable.
template <class Fact>
Fact read_capture(const std::string& id, const std::string& file) {
  Result<Fact> fact = parsed_capture<Fact>(id, file);
  REQUIRE_MESSAGE(fact.has_value(), (fact ? "" : fact.error().message));
  return *fact;
}

}  // namespace fbd
