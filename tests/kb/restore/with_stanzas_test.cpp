#include <doctest/doctest.h>

#include "kb/restore/generated.h"

using namespace fbd;

TEST_CASE("the stanzas of one interface are replaced, and nothing else") {
  struct Case {
    const char* what;
    const char* before;
    const char* after;
  };
  const Case cases[] = {
      {"nothing there", "", "\nauto eth0\nNEW\n"},
      {"only another", "auto lo\niface lo inet loopback\n",
       "auto lo\niface lo inet loopback\n\nauto eth0\nNEW\n"},
      {"alone", "auto eth0\niface eth0 inet dhcp\n", "auto eth0\nNEW\n"},
      {"with options, and what comes after them",
       "iface eth0 inet dhcp\n  hostname a\n  metric 5\n\nauto eth1\niface eth1 inet dhcp\n",
       "NEW\nauto eth1\niface eth1 inet dhcp\n"},
      {"a continued line", "iface eth0 inet dhcp\n  up echo \\\n iface eth1\n\nauto eth1\n",
       "NEW\nauto eth1\n"},
      {"comments stay", "# mine\niface eth0 inet dhcp\n# why\n  metric 5\n",
       "# mine\nNEW\n# why\n"},
      {"IPv6 stays", "iface eth0 inet dhcp\niface eth0 inet6 auto\n",
       "NEW\niface eth0 inet6 auto\n"},
      {"two of them",
       "iface eth0 inet dhcp\niface eth1 inet dhcp\niface eth0 inet static\n  address 1\n",
       "NEW\niface eth1 inet dhcp\n"},
      {"another with its name at the beginning", "iface eth0.5 inet dhcp\niface eth0 inet dhcp\n",
       "iface eth0.5 inet dhcp\nNEW\n"},
      {"sources", "iface eth0 inet dhcp\nsource interfaces.d/*\n", "NEW\nsource interfaces.d/*\n"},
      {"no end of the last line", "iface eth0 inet dhcp", "NEW\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    CHECK(with_stanzas(one.before, "eth0", "NEW\n") == one.after);
  }
}
