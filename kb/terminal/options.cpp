#include "kb/terminal/options.h"

#include <iostream>

#include <fmt/format.h>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

std::string unknown_option(const Options& options, std::string_view wrong) {
  std::vector<std::string> names;
  for (const auto& option : options.accepted.options()) names.push_back("--" + option->long_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  return fmt::format("there is no option {}{}", printable(wrong, 60), did_you_mean(wrong, known));
}

}  // namespace

Parsed parse_options(const Options& options, const Arguments& arguments) {
  po::options_description all;
  all.add(options.accepted).add_options()("help,h", "");
  po::options_description with_words;
  po::positional_options_description positions;
  with_words.add(all);
  for (const std::string& word : options.words) {
    const bool many = word.ends_with("...");
    const std::string name = many ? word.substr(0, word.size() - 3) : word;
    with_words.add_options()(name.c_str(), po::value<std::vector<std::string>>());
    positions.add(name.c_str(), many ? -1 : 1);
  }
  Parsed parsed;
  try {
    // No guessing of shortened options: "--sit" today may be another option tomorrow.
    namespace style = po::command_line_style;
    po::store(po::command_line_parser(arguments)
                  .options(with_words)
                  .positional(positions)
                  .style(style::default_style & ~style::allow_guessing)
                  .run(),
              parsed.given);
    po::notify(parsed.given);
  } catch (const po::unknown_option& problem) {
    parsed.exit = misused(options.verb, unknown_option(options, problem.get_option_name()));
    return parsed;
  } catch (const po::too_many_positional_options_error&) {
    parsed.exit = misused(options.verb, "too many words");
    return parsed;
  } catch (const po::error& problem) {
    parsed.exit = misused(options.verb, problem.what());
    return parsed;
  }
  if (parsed.given.count("help")) {
    fmt::print("failback-doctor {}\n\n{}\n", options.synopsis, options.about);
    if (!options.accepted.options().empty()) std::cout << "\n" << options.accepted << std::flush;
    parsed.exit = 0;
  }
  return parsed;
}

std::string text_of(const po::variables_map& given, const std::string& name) {
  if (!given.count(name)) return {};
  const auto& value = given[name].value();
  if (const auto* words = boost::any_cast<std::vector<std::string>>(&value))
    return words->empty() ? std::string() : words->front();
  return given[name].as<std::string>();
}

std::vector<std::string> list_of(const po::variables_map& given, const std::string& name) {
  return given.count(name) ? given[name].as<std::vector<std::string>>()
                           : std::vector<std::string>();
}

}  // namespace fbd
