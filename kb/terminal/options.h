// Options of a verb, on top of Boost.Program_options: parsing, --help and errors in one way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include "kb/terminal/command_line.h"

namespace fbd {

namespace po = boost::program_options;

/// What a verb takes.
struct Options {
  std::string_view verb;      // "check"
  std::string_view synopsis;  // "check [--site FILE | --root DIR | --bundle FILE] ..."
  std::string_view about;     // a paragraph or two for people
  po::options_description accepted{"Options"};
  std::vector<std::string> words{};  // names for words without dashes, in order; the last one
                                     // takes all that follow if it ends with "..."
};

/// Either what was given, or (after help was printed or an error said) the exit code to end with.
struct Parsed {
  po::variables_map given;
  std::optional<int> exit;
};

Parsed parse_options(const Options& options, const Arguments& arguments);

/// The value of a string option, or "".
std::string text_of(const po::variables_map& given, const std::string& name);
std::vector<std::string> list_of(const po::variables_map& given, const std::string& name);

}  // namespace fbd
