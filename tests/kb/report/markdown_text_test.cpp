#include <chrono>

#include <doctest/doctest.h>

#include "kb/report/report.h"
#include "kb/report/wrap.h"

namespace fbd {
namespace {

std::string text_of(std::string_view markdown, TextStyle style = {}, int indent = 0) {
  return markdown_text(Markdown(markdown), style, indent);
}

constexpr std::string_view article =
    "## Cause\n"
    "The master target offers a volume for retention only if it is *not* FAT or FAT32, see\n"
    "[the list](https://example.com/a-long-address-that-is-longer-than-a-line/of/forty/columns).\n"
    "\n"
    "Two kinds count as FAT:\n"
    "- `vfat`, which is what the kernel calls both of them, whatever the portal says\n"
    "- `msdos`\n"
    "## Fix\n"
    "1. Add a **new** disk to the master target, format it with ext4 and mount it on "
    "`/mnt/retention`.\n"
    "   ```run master-target\n"
    "   mkfs.ext4 \\\n"
    "     -L retention /dev/disk/by-id/scsi-36000c29f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\n"
    "   findmnt /mnt/retention\n"
    "   ```\n"
    "2. Keep it.\n"
    "   ```write master-target /etc/fstab\n"
    "   LABEL=retention /mnt/retention ext4 defaults 0 2\n"
    "   ```\n"
    "10. Wait up to 15 minutes until the drive is listed.\n"
    "    ```check master-target.retention-volume\n"
    "    ```\n";

TEST_CASE("an article at 80 columns") {
  CHECK(
      text_of(article, {}, 2) ==
      "  Cause\n"
      "    The master target offers a volume for retention only if it is not FAT or\n"
      "    FAT32, see the list\n"
      "    (https://example.com/a-long-address-that-is-longer-than-a-line/of/forty/columns).\n"
      "\n"
      "    Two kinds count as FAT:\n"
      "\n"
      "    - `vfat`, which is what the kernel calls both of them, whatever the portal\n"
      "      says\n"
      "    - `msdos`\n"
      "\n"
      "  Fix\n"
      "    1. Add a new disk to the master target, format it with ext4 and mount it on\n"
      "       `/mnt/retention`.\n"
      "       on master-target:\n"
      "           $ mkfs.ext4 \\\n"
      "               -L retention /dev/disk/by-id/scsi-36000c29f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\n"
      "           $ findmnt /mnt/retention\n"
      "    2. Keep it.\n"
      "       write /etc/fstab on master-target:\n"
      "           LABEL=retention /mnt/retention ext4 defaults 0 2\n"
      "    3. Wait up to 15 minutes until the drive is listed.\n"
      "       check again: failback-doctor check --probe master-target.retention-volume\n");
}

TEST_CASE("an article at 40 columns") {
  TextStyle style;
  style.columns = 40;
  style.again = "failback-doctor check --site s.yaml";
  style.places["master-target"] = "mt01 (master target)";
  CHECK(text_of(article, style) ==
        "Cause\n"
        "  The master target offers a volume for\n"
        "  retention only if it is not FAT or\n"
        "  FAT32, see the list\n"
        "  (https://example.com/a-long-address-that-is-longer-than-a-line/of/forty/columns).\n"
        "\n"
        "  Two kinds count as FAT:\n"
        "\n"
        "  - `vfat`, which is what the kernel\n"
        "    calls both of them, whatever the\n"
        "    portal says\n"
        "  - `msdos`\n"
        "\n"
        "Fix\n"
        "  1. Add a new disk to the master\n"
        "     target, format it with ext4 and\n"
        "     mount it on `/mnt/retention`.\n"
        "     on mt01 (master target):\n"
        "         $ mkfs.ext4 \\\n"
        "             -L retention /dev/disk/by-id/scsi-36000c29f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\n"
        "         $ findmnt /mnt/retention\n"
        "  2. Keep it.\n"
        "     write /etc/fstab on mt01 (master target):\n"
        "         LABEL=retention /mnt/retention ext4 defaults 0 2\n"
        "  3. Wait up to 15 minutes until the\n"
        "     drive is listed.\n"
        "     check again: failback-doctor check --site s.yaml --probe "
        "master-target.retention-volume\n");
}

TEST_CASE("every kind of block") {
  struct Case {
    std::string_view markdown;
    std::string_view text;
  };
  const Case cases[] = {
      {"", ""},
      {"a\nb", "a b\n"},
      {"a  \nb\\\nc", "a\nb\nc\n"},
      {"a\n\nb\n", "a\n\nb\n"},
      {"# One\n## Two\ntext\n\n- # three\n", "One\n\nTwo\n  text\n\n  - three\n"},
      {"- a\n- b\n\n  c\n- d\n", "- a\n\n- b\n\n  c\n\n- d\n"},
      {"- a\n  1) b\n  2) c\n     - d\n- e\n", "- a\n  1) b\n  2) c\n     - d\n- e\n"},
      {"9. a\n10. b\n    c\n", "9. a\n10. b c\n"},
      {"-\n- a\n", "-\n- a\n"},
      {"- - - a\n", "- - - a\n"},
      {"> a\n> b\n>\n> > c\n\nd\n", "> a b\n\n> > c\n\nd\n"},
      {"- > a\n  >\n  > b\n", "- > a\n\n  > b\n"},
      {"a\n\n---\n\nb\n", "a\n\n---\n\nb\n"},
      {"```text\na  b\n\n\tc\n```\n", "    a  b\n\n     c\n"},
      {"    a\n    b\n", "    a\n    b\n"},
      {"```\n```\n\na\n", "a\n"},
      {"```check all\n```\n", "check again: failback-doctor check\n"},
      {"```check\n```\n", ""},  // it lacks the probe: plain, and empty
      {"```run here\nls\n\nif a\n  b\n```\n",
       "on the machine itself:\n    $ ls\n\n    $ if a\n        b\n"},
      {"<https://a.b> <a@b.c> [x](y) ![i](j) [z]()", "https://a.b a@b.c x (y) i (j) z\n"},
      {"a <b>c</b>\n\n<div>\nd\n</div>\n\n<!-- e -->\n", "a <b>c</b>\n\n<div>\nd\n</div>\n"},
      {"*a **b*** `c  d` \\* &amp;\n", "a b `c  d` * &\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.markdown);
    CHECK(text_of(c.markdown) == c.text);
  }
  TextStyle style;
  style.again = "";
  CHECK(text_of("```check a.b\n```", style) == "check again: failback-doctor check --probe a.b\n");
  style.places["here"] = "web01";
  CHECK(text_of("```run here\nls\n```", style) == "on web01:\n    $ ls\n");
}

TEST_CASE("colour") {
  constexpr std::string_view markdown =
      "## A *b*\nc **d** *e f* `g`\n```run here\nls\n```\n```check a.b\n```\n";
  TextStyle style;
  style.colour = true;
  CHECK(text_of(markdown, style) ==
        "\x1b[1mA\x1b[0m \x1b[1;3mb\x1b[0m\n"
        "  c \x1b[1md\x1b[0m \x1b[3me\x1b[0m \x1b[3mf\x1b[0m \x1b[36mg\x1b[0m\n"
        "\n"
        "  on the machine itself:\n"
        "      \x1b[36m$ ls\x1b[0m\n"
        "\n"
        "  check again: \x1b[36mfailback-doctor check --probe a.b\x1b[0m\n");
  style.colour = false;
  CHECK(text_of(markdown, style).find('\x1b') == std::string::npos);
}

TEST_CASE("control characters never get out") {
  constexpr std::string_view esc = "\x1b]0;x\x07\xC2\x9B\u202E";
  const std::string_view forms[] = {"@", "&#27;&#7;&#x9b;&#x202e;"};
  const std::string_view documents[] = {
      "@",
      "*@*",
      "`@`",
      "## @",
      "[@](@)",
      "![@](<@>)",
      "```@\n@\n```",
      "```run @\n@\n```",
      "```write @ @\n@\n```",
      "```check @\n```",
      "    @",
      "<b @>",
      "<div @\n@>",
      "> @",
      "- @",
  };
  for (const std::string_view form : forms)
    for (const std::string_view document : documents) {
      std::string markdown;
      for (const char c : document)
        markdown += c != '@' ? std::string(1, c) : std::string(form == "@" ? esc : form);
      TextStyle style;
      style.places["x"] = std::string(esc);
      const std::string text = text_of(markdown, style);
      CAPTURE(markdown);
      CHECK(text.find_first_of("\x1b\x07\r") == std::string::npos);
      CHECK(text.find("\xC2\x9B") == std::string::npos);
      CHECK(text.find("\u202E") == std::string::npos);
    }
}

TEST_CASE("deep nesting and long lines") {
  const std::string_view units[] = {">",       "> ",     "[",     "- ",           "1. ", "- a\n",
                                    "*a **a ", "![a](b", "a\n\n", "- a\n  > b\n", "`",   "a "};
  for (const std::string_view unit : units) {
    std::string markdown;
    for (int i = 0; i < 10'000; ++i) markdown += unit;
    CAPTURE(unit);
    const auto start = std::chrono::steady_clock::now();
    const std::string text = text_of(markdown + "b");
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
    CHECK(text.size() < 2'000'000);
  }
  // Text keeps room however deep it stands.
  std::string markdown;
  for (int i = 0; i < 30; ++i) markdown += "- ";
  for (int i = 0; i < 30; ++i) markdown += "word ";
  TextStyle style;
  style.columns = 40;
  const std::string text = text_of(markdown, style);
  CHECK(width(text.substr(0, text.find('\n'))) <= 45);
}

}  // namespace
}  // namespace fbd
