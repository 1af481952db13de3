#include "collectors/evidence/log_lines.h"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "collectors/evidence/file_list.h"

using namespace fbd;

TEST_CASE("pieces that lie side by side give every byte once, at the starts of lines") {
  std::mt19937 random(3);
  std::string file;
  while (file.size() < 900'000) {
    const std::size_t length = random() % 20 == 0 ? random() % 90'000 : random() % 200;
    file += random() % 5 == 0 ? " " : "";
    file += std::string(length, static_cast<char>('a' + random() % 26)) + "\n";
    if (random() % 40 == 0)
      file += "-----BEGIN RSA PRIVATE KEY-----\nMII\nEow\n-----END RSA PRIVATE KEY-----\n";
  }
  const auto cut = [&](std::size_t place) {
    const std::size_t before = std::min(place, look_back);
    const std::string_view window =
        std::string_view(file).substr(place - before, before + 2 * look_ahead);
    return place - before + safe_cut(window, before);
  };
  std::string joined;
  for (std::size_t from = 0; from < file.size(); from += 64U << 10) {
    const std::size_t begin = cut(from);
    const std::size_t end = std::max(begin, cut(std::min(file.size(), from + (64U << 10))));
    joined += file.substr(begin, end - begin);
    if (begin > 0 && begin < file.size() && file[begin - 1] == '\n')
      CHECK(file.substr(begin, 3) != "MII");
  }
  CHECK(joined == file);
}

TEST_CASE("what is no text is known as such") {
  CHECK(
      is_binary(std::string_view("\x7f"
                                 "ELF\x02\x01\x01\0\0\0\x01\x05\x06",
                                 13)));
  CHECK(!is_binary("plain text\twith a tab\n"));
  CHECK(!is_binary(std::string(5000, '\0') + "text after a hole\n"));
  const std::string wide("\xFF\xFEH\0e\0l\0l\0o\0 \0w\0o\0r\0l\0d\0\n\0", 26);
  CHECK(is_utf16(wide));
  CHECK(!is_binary(wide));
  CHECK(utf8_of_utf16(wide) == "Hello world\n");
  CHECK(without_holes(std::string("a\n") + std::string(100, '\0') + "b\n") == "a\nb\n");
}

TEST_CASE("the answers are read as they were written") {
  LogLines lines{3, 7, 9, std::chrono::sys_seconds(std::chrono::seconds(5)), "gzip", "a\nb\n"};
  const auto read = read_log_lines(write_log_lines(lines));
  REQUIRE(read);
  CHECK(read->begin == 3);
  CHECK(read->end == 7);
  CHECK(read->size == 9);
  CHECK(read->form == "gzip");
  CHECK(read->bytes == "a\nb\n");
  CHECK(!read_log_lines("lines 3 2 0 0 x\n"));
  CHECK(!read_log_lines("x"));

  ListedFile file;
  file.path = "/var/log/a\nb\\c";
  file.mode = 0640;
  file.size = 12;
  ListedFile denied;
  denied.path = "/root";
  denied.error = Error{ErrorKind::denied, "permission denied"};
  const std::vector<ListedFile> files{file, denied};
  const auto list = read_file_list(write_file_list(files));
  REQUIRE(list);
  CHECK(*list == files);
  CHECK(!read_file_list("file x"));
}
