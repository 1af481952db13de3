#include "collectors/transport/ssh_windows.h"

#include <doctest/doctest.h>

#include "collectors/transport/base64.h"

namespace fbd {
namespace {

TEST_CASE("ssh_windows: a script survives cmd.exe as well as PowerShell") {
  const std::string script = R"(Get-Item "C:\Program Files"|%{$_.Name -match '^a|b&c>d%PATH%'})";
  const std::string command = powershell_command(script, "0123abcd");
  const std::size_t last = command.rfind(' ');
  REQUIRE(last != command.npos);
  CHECK(command.starts_with("powershell.exe -NoLogo -NoProfile -NonInteractive "));
  CHECK(command.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "+/=-. ") == command.npos);
  const std::optional<std::string> wide = from_base64(command.substr(last + 1));
  REQUIRE(wide);
  REQUIRE(wide->size() % 2 == 0);
  std::string narrow;
  for (std::size_t i = 0; i < wide->size(); i += 2) {
    CHECK((*wide)[i + 1] == '\0');
    narrow += (*wide)[i];
  }
  CHECK(narrow.find("&{" + script + "}|Out-String") != narrow.npos);
  CHECK(narrow.find("`n0123abcd begin 1`n$out`n0123abcd end 1 $fbd`n") != narrow.npos);
}

}  // namespace
}  // namespace fbd
