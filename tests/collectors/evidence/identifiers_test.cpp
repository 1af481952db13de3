#include "collectors/evidence/identifiers.h"

#include <ctime>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace fbd;

namespace {

constexpr StandInKey key{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

Identifiers sample() {
  KnownNames names;
  names.add_host("web01.contoso.com");
  names.add_host("cs-01");
  names.add_host("server");  // a word of everybody
  names.add_user("CONTOSO\\anna");
  names.add_user("asr@vsphere.local");
  return {StandIns(key), names};
}

std::string replaced(std::string_view text) {
  Replacements done;
  return sample().replaced(text, done);
}

}  // namespace

TEST_CASE("nothing that names somebody stays, wherever it stands") {
  const std::pair<std::string_view, std::string_view> cases[]{
      {"connect to 10.23.45.6:443", "10.23.45.6"},
      {"{\"a\":\"10.23.45.6\"}", "10.23.45.6"},
      {"a\\n10.23.45.6\\n", "10.23.45.6"},
      {"u=%3D10.23.45.6%26", "10.23.45.6"},
      {"\\u003d10.23.45.6", "10.23.45.6"},
      {"10.23.45.6-10.23.45.67", "10.23.45.6"},
      {"eth10.23.45.6", "10.23.45.6"},
      {"::ffff:10.23.45.6", "10.23.45.6"},
      {"at 8.8.4.4.", "8.8.4.4"},
      {"[2001:db8:1::25]:443", "2001:db8:1::25"},
      {"fe80::250:56ff:feab:1234%eth0", "250:56ff:feab:1234"},
      {"x=2001%3Adb8%3A1%3A%3A25&y", "2001%3Adb8"},
      {"link 00:50:56:ab:cd:ef up", "ab:cd:ef"},
      {"link 00-50-56-AB-CD-EF up", "AB-CD-EF"},
      {"arp 0050.56ab.cdef", "56ab.cdef"},
      {"on web01: x", "web01"},
      {"WEB01.CONTOSO.COM", "WEB01"},
      {"db7.contoso.com", "db7"},
      {"[web01_data] /dev/web01-data", "web01"},
      {"https://cs-01/", "cs-01"},
      {"mail to Anna.Maier@fabrikam.example now", "Maier"},
      {"mail=anna.maier%40fabrikam.example", "maier"},
      {"C:\\Users\\bert\\x", "bert"},
      {"/home/bert/x", "bert"},
      {"user=bert x", "bert"},
      {"CONTOSO\\anna logged on", "anna"},
      {"/subscriptions/11112222-3333-4444-5555-666677778888/x", "11112222"},
  };
  for (const auto& one : cases) {
    const auto& text = std::get<0>(one);
    const auto& gone = std::get<1>(one);
    CAPTURE(text);
    const std::string clean = replaced(text);
    CAPTURE(clean);
    CHECK(clean.find(gone) == std::string::npos);
    CHECK(replaced(text) == clean);
  }
}

TEST_CASE("what names nobody stays as it is") {
  for (const std::string_view text :
       {"127.0.0.1 and 255.255.255.0 and 0.0.0.0/0", "168.63.129.16, 169.254.169.254",
        "version 9.55.0.1", "1.3.6.1.4.1.311", "10:15:30 (02-06-2018 10:15:30)",
        "std::string::npos", "the server is a server", "root@localhost", "user=root",
        "00:00:00:00:00:00", "::1", "website web0 web011 xweb01",
        "deadbeefdeadbeefdeadbeefdeadbeef", "300.1.2.3"}) {
    CAPTURE(text);
    CHECK(replaced(text) == text);
  }
}

TEST_CASE("one value has one stand-in, and a value that begins like it another") {
  Replacements done;
  const Identifiers identifiers = sample();
  const std::string text = identifiers.replaced("10.23.45.6 10.23.45.67 10.23.45.6", done);
  const std::string first = text.substr(0, text.find(' '));
  CHECK(text.ends_with(" " + first));
  CHECK(text.find(" " + first + " ") == std::string::npos);
  CHECK(done.counts.at("ipv4") == 3);
  CHECK(done.stand_ins.size() == 2);
  // A network stays one.
  CHECK(identifiers.replaced("10.20.0.0/16 dev eth0", done).find(".0.0/16 dev") !=
        std::string::npos);
}

TEST_CASE("time grows with length alone, whatever the text holds") {
  const auto seconds = [](const std::string& text) {
    const std::clock_t start = std::clock();
    replaced(text);
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  for (const std::string_view piece :
       {"x", "a.", "1.", "a:", "1.1.1.", "fe80:", "00:", "@", "a@", "a.a@", "%3A", "user=", "a-",
        "web01.", "contoso.com.", "x.contoso.com", "11112222-"}) {
    CAPTURE(piece);
    std::string text;
    while (text.size() < (1U << 19)) text += piece;
    const double half = seconds(text);
    CHECK(seconds(text + text) < 5 * half + 0.2);
  }
}
