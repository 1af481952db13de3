// The command line: which verbs there are, and what they share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fbd {

using Arguments = std::vector<std::string>;

/// Carries out what the arguments (without the program's name) say. Results go to stdout, progress
/// and errors to stderr. Returns the exit code: 0 pass, 1 warn, 2 fail, 3 unknown, could not run or
/// not understood.
int run_command_line(const Arguments& arguments);

/// One word of the command line, and what it does with the rest.
struct Verb {
  std::string_view name;
  std::string_view summary;
  int (*run)(const Arguments&);
};

int run_check(const Arguments& arguments);
int run_collect(const Arguments& arguments);
int run_bundle(const Arguments& arguments);
int run_discover(const Arguments& arguments);
int run_matrix(const Arguments& arguments);
int run_facts(const Arguments& arguments);
int run_listen(const Arguments& arguments);
int run_show(const Arguments& arguments);
int run_baseline(const Arguments& arguments);
int run_fix(const Arguments& arguments);
int run_site(const Arguments& arguments);
int run_logs(const Arguments& arguments);
int run_kb(const Arguments& arguments);
int run_why(const Arguments& arguments);
int run_probes(const Arguments& arguments);

inline constexpr int could_not_run = 3;

/// Says on stderr what went wrong, and gives the exit code for it.
int failed(std::string_view message);

/// The same for a command line that was not understood; points to the verb's --help.
int misused(std::string_view verb, std::string_view message);

}  // namespace fbd
