#include "collectors/network/cidr.h"

#include <doctest/doctest.h>

using namespace fbd;

TEST_CASE("addresses with and without a length") {
  struct Case {
    const char* text;
    const char* read;  // "": not readable
  };
  const Case cases[] = {
      {"10.1.2.3", "10.1.2.3"},
      {"10.1.2.3/24", "10.1.2.3/24"},
      {"10.1.2.3/255.255.254.0", "10.1.2.3/23"},
      {"10.1.2.3/0", "10.1.2.3/0"},
      {"10.1.2.3/32", "10.1.2.3/32"},
      {"2001:db8::1/64", "2001:db8::1/64"},
      {"2001:db8::1", "2001:db8::1"},
      {"10.1.2.3/33", ""},
      {"10.1.2.3/", ""},
      {"10.1.2.3/-1", ""},
      {"10.1.2.3/+24", ""},
      {"10.1.2.3/24 ", ""},
      {"10.1.2.3/255.0.255.0", ""},
      {"10.1.2.256", ""},
      {"10.1.2", ""},
      {"010.1.2.3", ""},
      {"2001:db8::1/129", ""},
      {"2001:db8::1/255.255.255.0", ""},
      {"", ""},
      {"/24", ""},
      {"web01", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto cidr = parse_cidr(one.text);
    CHECK((cidr ? cidr->text() : "") == one.read);
  }
  CHECK_FALSE(parse_cidr(std::string(100'000, '1')));
  CHECK_FALSE(parse_cidr(std::string("10.1.2.3\0", 9)));
}

TEST_CASE("netmasks and classes") {
  CHECK(ipv4_prefix("255.255.255.0") == 24);
  CHECK(ipv4_prefix("0.0.0.0") == 0);
  CHECK(ipv4_prefix("255.255.255.255") == 32);
  CHECK(ipv4_prefix("17") == 17);
  CHECK_FALSE(ipv4_prefix("255.255.0.255"));
  CHECK_FALSE(ipv4_prefix("0.0.0.255"));
  CHECK_FALSE(ipv4_prefix(""));
  CHECK(classful_prefix("10.1.2.3") == 8);
  CHECK(classful_prefix("127.0.0.1") == 8);
  CHECK(classful_prefix("172.16.0.1") == 16);
  CHECK(classful_prefix("192.168.0.1") == 24);
}
