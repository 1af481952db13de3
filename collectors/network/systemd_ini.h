// Ini files as systemd's programs read them: .network, .netdev and .link files with their drop-ins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

/// Sections in the order of the files, those of one name not merged: of [Address] each is an
/// address of its own, of [Network] all are one. '#' and ';' begin a comment only as the first
/// character of a line; a final backslash joins the next line, comments between them left out;
/// names of sections and keys are case-sensitive. Measured with systemd 252.
struct SystemdIni {
  struct Assignment {
    std::string key;
    std::string value;  // nothing is unquoted
    int line = 0;       // the last one, if several were joined
  };
  struct Section {
    std::string name;
    std::string file;
    int line = 0;
    std::vector<Assignment> assignments;
  };

  std::vector<Section> sections;
  /// Lines that systemd logs and ignores; the first few of each file.
  std::vector<NetworkProblem> ignored_lines;
  /// Why systemd refuses the file as a whole; the sections are those up to there.
  std::optional<NetworkProblem> refusal;

  /// What a drop-in adds.
  void add(SystemdIni later);
};

SystemdIni read_systemd_ini(std::string_view text, std::string_view file);

}  // namespace fbd
