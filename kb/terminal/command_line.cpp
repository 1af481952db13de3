#include "kb/terminal/command_line.h"

#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/version.h"

namespace fbd {
namespace {

constexpr std::array<Verb, 15> verbs{{
    {"check", "look at this machine or a site, and say what keeps failback from working",
     run_check},
    {"why", "explain an error code of Azure, and look which check shows its cause", run_why},
    {"matrix", "try every connection of a site from the machine that needs it, as a table",
     run_matrix},
    {"listen", "answer on a port for a while, to tell a firewall from a service that is off",
     run_listen},
    {"facts", "print a line for PowerShell on a Windows machine that is not reached from here",
     run_facts},
    {"collect", "store everything a check looks at, and logs, in a bundle, for somebody else",
     run_collect},
    {"bundle", "look into a bundle, verify it, and read an answer about it back", run_bundle},
    {"baseline", "keep what the network is like before a failover, and compare with it after",
     run_baseline},
    {"fix", "give a machine its network back: addresses, names, routes; after a typed yes",
     run_fix},
    {"discover", "fill in the site file from what a vCenter knows", run_discover},
    {"show", "print one fact of a host as JSON", run_show},
    {"site", "write or test the file that says which machine plays which role", run_site},
    {"logs", "look for known messages in logs, compressed ones and bundles as well", run_logs},
    {"kb", "read the knowledge base: causes, fixes and checks", run_kb},
    {"probes", "list what is checked, and by which rule", run_probes},
}};

constexpr std::string_view introduction =
    "failback-doctor finds out why machines that failed over to Azure with Azure Site\n"
    "Recovery cannot be reprotected or failed back, and says what to do about it.\n"
    "\n"
    "  failback-doctor check                       on the machine that has the trouble\n"
    "  failback-doctor check --site site.yaml      with the other machines named\n"
    "  failback-doctor check --root /mnt/disk      on the mounted disk of a dead machine\n"
    "  failback-doctor check --bundle FILE         again, from evidence collected before\n"
    "\n"
    "Verbs (\"failback-doctor VERB --help\" tells more):\n";

void help() {
  std::fputs(introduction.data(), stdout);
  for (const Verb& verb : verbs) fmt::print("  {:<9} {}\n", verb.name, verb.summary);
  fmt::print(
      "\nExit codes: 0 all well, 1 warnings, 2 failures found, 3 something could not be judged\n"
      "or the command could not run. Nothing is ever changed on any machine without a typed "
      "yes.\n");
}

}  // namespace

int failed(std::string_view message) {
  fmt::print(stderr, "failback-doctor: {}\n", message);
  return could_not_run;
}

int misused(std::string_view verb, std::string_view message) {
  fmt::print(stderr, "failback-doctor: usage: {}\nTry \"failback-doctor {}{}--help\".\n", message,
             verb, verb.empty() ? "" : " ");
  return could_not_run;
}

int run_command_line(const Arguments& arguments) {
  if (arguments.empty()) {
    help();
    return could_not_run;
  }
  const std::string& word = arguments.front();
  Arguments rest(arguments.begin() + 1, arguments.end());
  if (word == "--version") {
    fmt::print("failback-doctor {}\n", program_version());
    return 0;
  }
  if (word == "--help" || word == "-h" || word == "help") {
    if (rest.empty()) {
      help();
      return 0;
    }
    return run_command_line({rest.front(), "--help"});
  }
  std::vector<std::string_view> names;
  for (const Verb& verb : verbs) {
    if (verb.name == word) return verb.run(rest);
    names.push_back(verb.name);
  }
  return misused(
      "", fmt::format("there is no verb \"{}\"{}", printable(word, 60), did_you_mean(word, names)));
}

}  // namespace fbd
