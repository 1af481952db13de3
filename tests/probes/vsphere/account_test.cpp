#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_account;
}
using namespace fbd;

TEST_CASE("vsphere.account") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"()"},
      {"no url", [](VsphereWorld& w) { w.host("vc01").url.clear(); }, "skipped not-collected",
       R"()"},
      {"nothing answers",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.account", {ErrorKind::refused, "refused"});
       },
       "unknown refused", R"()"},
      {"wrong-password",
       [](VsphereWorld& w) {
         w.rows("vsphere.account").front()["outcome"] = "wrong-password";
         w.rows("vsphere.account").front()["message"] = "no";
       },
       "fail wrong-password", R"(user=asr@vsphere.local|message=no)"},
      {"locked",
       [](VsphereWorld& w) {
         w.rows("vsphere.account").front()["outcome"] = "locked";
         w.rows("vsphere.account").front()["message"] = "no";
       },
       "fail locked", R"(user=asr@vsphere.local|message=no)"},
      {"password-expired",
       [](VsphereWorld& w) {
         w.rows("vsphere.account").front()["outcome"] = "password-expired";
         w.rows("vsphere.account").front()["message"] = "no";
       },
       "fail password-expired", R"(user=asr@vsphere.local|message=no)"},
      {"no-permission",
       [](VsphereWorld& w) {
         w.rows("vsphere.account").front()["outcome"] = "no-permission";
         w.rows("vsphere.account").front()["message"] = "no";
       },
       "fail no-permission", R"(user=asr@vsphere.local|message=no)"},
      {"refused",
       [](VsphereWorld& w) {
         w.rows("vsphere.account").front()["outcome"] = "refused";
         w.rows("vsphere.account").front()["message"] = "no";
       },
       "fail refused", R"(user=asr@vsphere.local|message=no)"},
  };
  check_cases(vsphere_account, cases);
}
