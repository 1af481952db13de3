#include "kb/engine/command.h"

#include <array>
#include <cstdio>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "kb/engine/article.h"

namespace fbd {
namespace {

/// What a real shell prints for a command.
std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  REQUIRE(pipe);
  std::string output;
  std::array<char, 256> buffer{};
  while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe.get()))
    output.append(buffer.data(), n);
  return output;
}

const std::vector<std::string> hostile_values{
    "",
    "it's",
    "'",
    "''",
    "\\",
    "\\'",
    "$(echo ran-$((2+2)))",
    "`echo ran-$((2+2))`",
    "${HOME}",
    "a b  c",
    "*",
    "~",
    "; echo ran-$((2+2))",
    "' ; echo ran-$((2+2)) '",
    "\" ; echo ran-$((2+2)) \"",
    "& echo ran-$((2+2)) &",
    "#comment",
    "!!",
    "a\\nb",
    "%s",
    "Gr\xC3\xBC\xC3\x9F"
    "e",
};

TEST_CASE("a quoted text is one word of a POSIX shell") {
  struct Case {
    std::string_view text;
    std::string_view quoted;
  };
  const Case cases[] = {
      {"", "''"},
      {"eth0", "eth0"},
      {"/dev/sdb1", "/dev/sdb1"},
      {"10.0.0.4:443", "10.0.0.4:443"},
      {"a b", "'a b'"},
      {"it's", "'it'\\''s'"},
      {"$HOME", "'$HOME'"},
      {"a,b", "'a,b'"},
      {"fe80::1%eth0", "'fe80::1%eth0'"},
      {"~root", "'~root'"},
      {"x=1", "'x=1'"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(shell_quoted(c.text) == c.quoted);
  }
  for (const std::string& value : hostile_values) {
    CAPTURE(value);
    CHECK(output_of("printf %s " + shell_quoted(value)) == value);
    CHECK(output_of(filled_command("printf '<%s>' a{value}b {value}", {{"value", value}},
                                   Shell::posix)) == fmt::format("<a{0}b><{0}>", value));
  }
}

TEST_CASE("places where quoting does not hold") {
  struct Case {
    std::string_view command;
    bool is_safe;
  };
  const Case posix[] = {
      {"ls {x}", true},
      {"ls 'a b' \"c d\" {x}", true},
      {"ls --all=/dev/{x}", true},
      {"ls \"$HOME\"/{x}", true},
      {"ls \"${HOME}\"/{x}", true},
      {"echo $(basename {x})", true},
      {"echo a#b {x}", true},
      {"# why\nls {x}", true},
      {"ls \\\n  {x}", true},
      {"ls \\'{x}", true},
      {"echo 'it'\\''s' {x}", true},
      {"ls < {x}", true},
      {"ls '{x}'", false},
      {"ls \"{x}\"", false},
      {"ls \"a\\\" {x}\"", false},
      {"ls # {x}", false},
      {"ls;# {x}", false},
      {"ls $\x7Bx}", false},
      {"ls \\{x}", false},
      {"ls $'a\\'{x}", false},
      {"ls `basename {x}`", false},
      {"ls `pwd` {x}", false},
      {"cat <<EOF\n{x}\nEOF", false},
      {"cat <<EOF\n'\nEOF\nls '{x}'", false},
      {"echo $((1 + {x}))", false},
      {"echo \"$(ls {x})\"", false},
      {"echo \"$(echo 'a\"b' {x})\"", false},
      {"echo \"${a:-{x}}\"", false},
      {"echo \"${a:-\"}\" {x}", false},
  };
  for (const Case& c : posix) {
    CAPTURE(c.command);
    CHECK(unsafe_places(c.command, Shell::posix).empty() == c.is_safe);
  }
  const Case powershell[] = {
      {"dir C:\\{x}", true},
      {"dir 'C:\\Program Files\\' {x}", true},
      {"# why\r\ndir {x}", true},
      {"dir \"{x}\"", false},
      {"dir '{x}'", false},
      {"dir \"a`\" {x}\"", false},
      {"dir @'\nit's\n'@ {x}", false},
      {"<# it's #> dir {x}", false},
      {"dir \u2018a' {x}", false},
  };
  for (const Case& c : powershell) {
    CAPTURE(c.command);
    CHECK(unsafe_places(c.command, Shell::powershell).empty() == c.is_safe);
  }
  const std::vector<UnsafePlace> found = unsafe_places("ls {a} '{b}' {c} \"{d}\"", Shell::posix);
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "b");
  CHECK(found[0].offset == 8);
  CHECK(found[1].name == "d");
}

TEST_CASE("no value runs anything, wherever its name stands") {
  const std::string_view commands[] = {
      "echo {x}",       "echo '{x}'",        "echo \"{x}\"",         "true # {x}",
      "echo \\{x}",     "echo `echo {x}`",   "echo \"$(echo {x})\"", "echo $'a\\'{x}",
      "echo $((1)){x}", "cat <<E\n{x}\nE\n", "echo \"${a:-{x}}\"",   "echo $(echo '{x}')",
      "echo $\x7Bx}",
  };
  for (const std::string_view command : commands)
    for (const std::string& value : hostile_values) {
      const std::string filled = filled_command(command, {{"x", value}}, Shell::posix);
      CAPTURE(filled);
      CHECK(output_of("{ " + filled + "\n} 2>&1").find("ran-4") == std::string::npos);
    }
}

TEST_CASE("what cannot be filled in stays, so that it shows") {
  struct Case {
    std::string_view command;
    std::string value;
    Shell shell;
    std::string_view filled;
  };
  const Case cases[] = {
      {"ls {nobody}", "x", Shell::posix, "ls {nobody}"},
      {"ls '{x}'", "plain", Shell::posix, "ls 'plain'"},
      {"ls '{x}'", "a b", Shell::posix, "ls '{x}'"},
      {"ls {x}", "a\nb", Shell::posix, "ls {x}"},
      {"ls {x}", "\x1b[2J", Shell::posix, "ls {x}"},
      {"ls {x}", "a\u202E", Shell::posix, "ls {x}"},
      {"ls {x}", "\xFF", Shell::posix, "ls {x}"},
      {"dir {x}", "C:\\Program Files", Shell::powershell, "dir 'C:\\Program Files'"},
      {"dir {x}", "it's", Shell::powershell, "dir {x}"},
      {"dir {x}", "\u2019; reboot; \u2018", Shell::powershell, "dir {x}"},
      {"awk '{{print $1}}' {x}", "a", Shell::posix, "awk '{print $1}' a"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.command);
    CAPTURE(c.value);
    CHECK(filled_command(c.command, {{"x", c.value}}, c.shell) == c.filled);
  }
  CHECK(shell_of("configuration-server") == Shell::powershell);
  CHECK(shell_of("process-server") == Shell::powershell);
  CHECK(shell_of("master-target") == Shell::posix);
  CHECK(shell_of("here") == Shell::posix);
}

}  // namespace
}  // namespace fbd
