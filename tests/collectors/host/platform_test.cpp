#include "collectors/host/platform.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {
constexpr const char* id = "host.platform";
}

TEST_CASE("a VM in Azure, as root sees it") {
  const Platform platform = read_capture<Platform>(id, "azure.tree");
  CHECK(platform.in_azure());
  CHECK_FALSE(platform.on_vmware());
  CHECK(platform.vendor == "Microsoft Corporation");
  CHECK(platform.product == "Virtual Machine");
  CHECK(platform.uuid == "1e2c4d56-0a7f-7e4b-9a3d-0c5b8f1e2d3c");
}

TEST_CASE("who is not root learns why the UUID is not there") {
  const Platform platform = read_capture<Platform>(id, "azure-not-root.tree");
  CHECK(platform.in_azure());
  REQUIRE_FALSE(platform.uuid);
  CHECK(platform.uuid.error().kind == ErrorKind::denied);
  CHECK(platform.uuid.error().message ==
        "/sys/devices/virtual/dmi/id/product_uuid: permission denied");
}

TEST_CASE("a VM on VMware, and one on neither") {
  const Platform vmware = read_capture<Platform>(id, "vmware.tree");
  CHECK(vmware.on_vmware());
  CHECK_FALSE(vmware.in_azure());
  const Platform other = read_capture<Platform>(id, "without-uuid.tree");
  CHECK_FALSE(other.on_vmware());
  CHECK_FALSE(other.in_azure());
  CHECK(other.uuid == "");
}

TEST_CASE("no DMI is not found, one that hides what matters is an error, garbage is malformed") {
  const auto kind = [](std::string_view answer) {
    const Result<Platform> platform = parsed<Platform>(id, answer);
    REQUIRE_FALSE(platform);
    return platform.error().kind;
  };
  CHECK(kind("") == ErrorKind::not_found);
  CHECK(kind("error denied 2 /sys/devices/virtual/dmi/id/chassis_asset_tag\nno\n") ==
        ErrorKind::denied);
  CHECK(kind("error failed 2 /sys/devices/virtual/dmi/id/sys_vendor\nno\n") == ErrorKind::failed);
  CHECK(kind("junk") == ErrorKind::malformed);
}

TEST_CASE("the same UUID in different spellings") {
  const std::string_view uuid = "564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3c";
  struct Case {
    std::string_view other;
    bool same;
  };
  const Case cases[] = {
      {"564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3c", true},
      {"564D2C1E-7F0A-4B7E-9A3D-0C5B8F1E2D3C", true},
      {"{564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3c}", true},
      {"564d2c1e7f0a4b7e9a3d0c5b8f1e2d3c", true},
      {"1e2c4d56-0a7f-7e4b-9a3d-0c5b8f1e2d3c", true},  // first three groups swapped
      {"1E2C4D56-0A7F-7E4B-9A3D-0C5B8F1E2D3C", true},
      {"1e2c4d56-7f0a-4b7e-9a3d-0c5b8f1e2d3c", false},  // only one of them
      {"1e2c4d56-0a7f-7e4b-3d9a-3c2d1e8f5b0c", false},  // the others, too
      {"564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3d", false},
      {"564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3", false},
      {"", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.other);
    CHECK(same_uuid(uuid, one.other) == one.same);
    CHECK(same_uuid(one.other, uuid) == one.same);
  }
  CHECK(same_uuid("Not a UUID", " not a uuid "));
  CHECK(same_uuid("", ""));
}

TEST_CASE("Platform as JSON") {
  CHECK(to_json(read_capture<Platform>(id, "azure-not-root.tree")) == R"({
  "in_azure": true,
  "on_vmware": false,
  "asset_tag": "7783-7084-3265-9085-8269-3286-77",
  "vendor": "Microsoft Corporation",
  "product": "Virtual Machine",
  "uuid": null,
  "uuid_error": "/sys/devices/virtual/dmi/id/product_uuid: permission denied"
})");
}
