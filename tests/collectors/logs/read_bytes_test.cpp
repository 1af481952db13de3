#include "collectors/logs/read_bytes.h"

#include <doctest/doctest.h>

#include "tests/collectors/logs/streams.h"

namespace fbd {
namespace {

using namespace std::string_literals;

std::string sample() {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "line " + std::to_string(i * 7919) + " of a log\n";
  return text;
}

TEST_CASE("compressed logs are read as what they hold") {
  const std::string text = sample();
  for (const std::string command : {"gzip -c", "zstd -qc", "xz -c -0", "cat"}) {
    CAPTURE(command);
    const std::string bytes = through(command, text);
    for (const std::size_t most : {1UL, 100UL, 100'000UL})
      if (most > 1 || bytes.size() < 300'000)
        CHECK(all_of(decompressed(in_pieces(bytes, most))) == text);
    if (command == "cat") continue;
    // Members in a row, as rotation and pigz leave them.
    CHECK(all_of(decompressed(in_pieces(bytes + bytes, 5000))) == text + text);
  }
}

TEST_CASE("what is cut off gives what was there, and says so") {
  const std::string text = sample();
  for (const std::string command : {"gzip -c", "zstd -qc", "xz -c -0"}) {
    CAPTURE(command);
    const std::string bytes = through(command, text);
    for (const std::size_t kept : {bytes.size() / 2, bytes.size() - 1, bytes.size() - 9}) {
      CAPTURE(kept);
      const std::string got = all_of(decompressed(in_pieces(bytes.substr(0, kept), 3000)));
      const std::size_t message = got.find('<');
      REQUIRE(message != got.npos);
      CHECK(text.starts_with(got.substr(0, message)));
      CHECK(got.find("in the middle") != got.npos);
      if (kept > bytes.size() / 2) CHECK(message > text.size() / 2);
    }
    std::string damaged = bytes;
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 40; ++i) damaged[i] = '\xA5';
    CHECK(all_of(decompressed(in_pieces(damaged, 3000))).ends_with(">"));
  }
}

TEST_CASE("padding behind the last member of a gzip file is not text") {
  const std::string bytes = through("gzip -c", "a line\n");
  CHECK(all_of(decompressed(in_pieces(bytes + std::string(1000, '\0'), 50))) == "a line\n");
}

TEST_CASE("UTF-16 is read as UTF-8, with a byte order mark or without") {
  const std::string text = "first line of a log\r\n\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80 end\r\n";
  for (const std::string form : {"UTF-16LE", "UTF-16BE"}) {
    CAPTURE(form);
    const std::string bytes = through("iconv -f UTF-8 -t " + form, text);
    const std::string mark = form == "UTF-16LE" ? "\xFF\xFE"s : "\xFE\xFF"s;
    for (const std::size_t most : {1UL, 3UL, 1000UL}) {
      CHECK(all_of(as_utf8(in_pieces(mark + bytes, most))) == text);
      CHECK(all_of(as_utf8(in_pieces(bytes, most))) == text);
    }
  }
  CHECK(all_of(as_utf8(in_pieces(text, 5))) == text);
  CHECK(all_of(as_utf8(in_pieces("\xFF\xFE"s + "a\0\0\xD8"s, 5))) == "a\xEF\xBF\xBD");
  CHECK(all_of(as_utf8(in_pieces("\xFF\xFE"s + "a\0b"s, 5))) == "a\xEF\xBF\xBD");
  const std::string junk = "\0\1\2\0\0\0\7"s;
  CHECK(all_of(as_utf8(in_pieces(junk, 5))) == junk);
}

}  // namespace
}  // namespace fbd
