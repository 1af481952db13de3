#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_server;
}
using namespace fbd;

TEST_CASE("vsphere.server") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"()"},
      {"no url", [](VsphereWorld& w) { w.host("vc01").url.clear(); }, "skipped not-collected",
       R"()"},
      {"the name is not known",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.about", {ErrorKind::unresolved, "vc01: no address"});
       },
       "fail unresolved", R"(reason=vc01: no address)"},
      {"nobody listens",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.about", {ErrorKind::refused, "vc01: refused"});
       },
       "fail unreachable", R"(reason=vc01: refused)"},
      {"nobody answers",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.about", {ErrorKind::timed_out, "vc01: late"});
       },
       "fail unreachable", R"()"},
      {"nobody asked",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.about", {ErrorKind::not_collected, "interrupted"});
       },
       "unknown not-collected", R"()"},
      {"libcurl is missing",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.about", {ErrorKind::failed, "no libcurl"});
       },
       "unknown failed", R"()"},
      {"a certificate of nobody",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["outcome"] = "untrusted";
         w.rows("vsphere.about").front()["thumbprint"] = "ab12";
       },
       "fail untrusted", R"(thumbprint=ab12|url=https://vc01/sdk)"},
      {"a web page",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["outcome"] = "not-vsphere";
         w.rows("vsphere.about").front()["detail"] = "a web page";
       },
       "fail not-vsphere", R"(detail=a web page)"},
      {"it sends us elsewhere",
       [](VsphereWorld& w) { w.rows("vsphere.about").front()["outcome"] = "redirected"; },
       "fail not-vsphere", R"()"},
      {"it breaks off",
       [](VsphereWorld& w) { w.rows("vsphere.about").front()["outcome"] = "broken"; },
       "fail not-vsphere", R"()"},
      {"a proxy",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["outcome"] = "http-error";
         w.rows("vsphere.about").front()["http_status"] = "503";
       },
       "fail http-error", R"(status=503)"},
      {"old", [](VsphereWorld& w) { w.rows("vsphere.about").front()["outcome"] = "too-old"; },
       "fail too-old", R"()"},
      {"VMware Workstation",
       [](VsphereWorld& w) { w.rows("vsphere.about").front()["product_line"] = "ws"; },
       "fail other-product", R"()"},
      {"an ESXi host that is called a vCenter",
       [](VsphereWorld& w) { w.rows("vsphere.about").front()["api_type"] = "HostAgent"; },
       "fail no-vcenter", R"()"},
  };
  check_cases(vsphere_server, cases);
}
