#include "collectors/transport/vsphere_rows.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "collectors/transport/soap_reader.h"
#include "collectors/transport/vsphere_soap.h"

using namespace fbd;

namespace {

constexpr std::string_view xsi = "http://www.w3.org/2001/XMLSchema-instance";

/// A page as vSphere writes one; with other prefixes it must mean the same.
std::string page(std::string_view inside, std::string_view prefix = "xsi") {
  return fmt::format(
      "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
      "xmlns:{1}=\"{2}\"><s:Body><RetrievePropertiesExResponse xmlns=\"urn:vim25\"><returnval>{0}"
      "</returnval></RetrievePropertiesExResponse></s:Body></s:Envelope>",
      inside, prefix, xsi);
}

struct Read {
  Result<SoapAnswer> answer;
  std::string rows;
  std::string token;
};

Read read(const std::vector<std::string>& columns, const std::vector<std::string>& pages,
          std::size_t piece = 4096, std::vector<std::string> unsupported = {}) {
  const Result<VsphereColumns> tree = read_columns(columns);
  REQUIRE(tree);
  VsphereRows rows(*tree, std::move(unsupported));
  Read last{error(ErrorKind::not_collected, ""), {}, {}};
  for (const std::string& one : pages) {
    SoapReader reader(&rows);
    for (std::size_t at = 0; at < one.size(); at += piece)
      if (!reader.feed(std::string_view(one).substr(at, piece))) break;
    last.answer = reader.finish();
    last.token = rows.take_token();
  }
  last.rows = rows.take_rows();
  return last;
}

const std::string web01 =
    "<objects><obj type=\"VirtualMachine\">vm-2</obj>"
    "<propSet><name>name</name><val xsi:type=\"xsd:string\">web &lt;\"01\"&gt;</val></propSet>"
    "<propSet><name>runtime.host</name><val type=\"HostSystem\" "
    "xsi:type=\"ManagedObjectReference\">host-9</val></propSet>"
    "<propSet><name>datastore</name><val xsi:type=\"ArrayOfManagedObjectReference\">"
    "<ManagedObjectReference type=\"Datastore\">ds-1</ManagedObjectReference>"
    "<ManagedObjectReference type=\"Datastore\">ds-2</ManagedObjectReference></val></propSet>"
    "<propSet><name>config.hardware.device</name><val xsi:type=\"ArrayOfVirtualDevice\">"
    "<VirtualDevice xsi:type=\"VirtualCdrom\"><key>1</key><backing "
    "xsi:type=\"Iso\"><fileName>no</fileName></backing></VirtualDevice>"
    "<VirtualDevice xsi:type=\"VirtualDisk\"><key>2000</key><deviceInfo><label>Hard disk 1</label>"
    "</deviceInfo><backing xsi:type=\"VirtualDiskFlatVer2BackingInfo\"><fileName>[ds1] "
    "a.vmdk</fileName><uuid>6000C29f</uuid></backing></VirtualDevice>"
    "</val></propSet>"
    "<propSet><name>config.extraConfig</name><val xsi:type=\"ArrayOfOptionValue\">"
    "<OptionValue><key>guestinfo.password</key><value xsi:type=\"xsd:string\">tell nobody</value>"
    "</OptionValue><OptionValue><key>DISK.enableuuid</key><value>TRUE</value></OptionValue>"
    "<OptionValue><key>x</key><value>y</value></OptionValue></val></propSet>"
    "<missingSet><path>guest.ipAddress</path><fault><fault xsi:type=\"NoPermission\"><object "
    "type=\"VirtualMachine\">vm-2</object><privilegeId>System.Read</privilegeId></fault>"
    "<localizedMessage/></fault></missingSet></objects>";

const std::vector<std::string> columns{
    "name",
    "host=runtime.host",
    "datastores=datastore",
    "address=guest.ipAddress",
    "disks=config.hardware.device(@type=VirtualDisk){file=backing.fileName,uuid=backing.uuid,"
    "backing=backing.@type,label=deviceInfo.label}",
    "settings=config.extraConfig(key=disk.EnableUUID){key,value}"};

const std::string web01_row =
    R"({"ref":"VirtualMachine:vm-2","name":"web <\"01\">","host":"HostSystem:host-9",)"
    R"("datastores":["Datastore:ds-1","Datastore:ds-2"],)"
    R"("disks":[{"label":"Hard disk 1","backing":"VirtualDiskFlatVer2BackingInfo",)"
    R"("file":"[ds1] a.vmdk","uuid":"6000C29f"}],)"
    R"("settings":[{"key":"DISK.enableuuid","value":"TRUE"}],)"
    R"("missing":{"address":{"fault":"NoPermission","privilege":"System.Read"}}})"
    "\n";

}  // namespace

TEST_CASE("what was asked for is kept, and nothing else") {
  const Read whole = read(columns, {page(web01)});
  REQUIRE(whole.answer);
  CHECK(whole.rows == web01_row);
  CHECK(whole.rows.find("nobody") == std::string::npos);
}

TEST_CASE("neither the size of the pieces nor the prefixes matter") {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 100U}) {
    CAPTURE(piece);
    CHECK(read(columns, {page(web01)}, piece).rows == web01_row);
  }
  std::string other = web01;
  for (std::size_t at = other.find("xsi:"); at != other.npos; at = other.find("xsi:", at))
    other.replace(at, 4, "XMLSchema-instance:");
  CHECK(read(columns, {page(other, "XMLSchema-instance")}).rows == web01_row);
}

TEST_CASE("rows are ordered, and an object that is on two pages is there once, as it was last") {
  const auto vm = [](const char* ref, const char* name) {
    return fmt::format(
        "<objects><obj type=\"VirtualMachine\">{}</obj><propSet><name>name</name>"
        "<val>{}</val></propSet></objects>",
        ref, name);
  };
  const Read both = read({"name"}, {page("<token>t1</token>" + vm("vm-3", "c") + vm("vm-1", "old")),
                                    page(vm("vm-1", "new") + vm("vm-2", "b"))});
  CHECK(both.token.empty());
  CHECK(both.rows == R"({"ref":"VirtualMachine:vm-1","name":"new"})"
                     "\n"
                     R"({"ref":"VirtualMachine:vm-2","name":"b"})"
                     "\n"
                     R"({"ref":"VirtualMachine:vm-3","name":"c"})"
                     "\n");
  CHECK(read({"name"}, {page("<token>t1</token>")}).token == "t1");
}

TEST_CASE("lists in lists, and columns that are below themselves") {
  const Read tree = read(
      {"snapshots=snapshot.rootSnapshotList{name,children=childSnapshotList[]^}",
       "net=guest.net{mac=macAddress,ips=ipConfig.ipAddress[]{a=ipAddress,p=prefixLength}}",
       "config=configurationEx{on=drsConfig.enabled,vms=drsVmConfig[]{vm=key,enabled}}"},
      {page(
          "<objects><obj type=\"V\">1</obj><propSet><name>snapshot.rootSnapshotList</name>"
          "<val xsi:type=\"ArrayOfVirtualMachineSnapshotTree\"><VirtualMachineSnapshotTree>"
          "<name>a</name><id>1</id><childSnapshotList><name>b</name><childSnapshotList><name>c"
          "</name></childSnapshotList></childSnapshotList><childSnapshotList><name>d</name>"
          "</childSnapshotList></VirtualMachineSnapshotTree></val></propSet>"
          "<propSet><name>guest.net</name><val xsi:type=\"ArrayOfGuestNicInfo\"><GuestNicInfo>"
          "<macAddress>00:50</macAddress><ipConfig><dhcp/><ipAddress><ipAddress>10.0.0.1"
          "</ipAddress><prefixLength>24</prefixLength></ipAddress><ipAddress><ipAddress>::1"
          "</ipAddress></ipAddress></ipConfig></GuestNicInfo></val></propSet>"
          "<propSet><name>configurationEx</name><val xsi:type=\"ClusterConfigInfoEx\"><drsConfig>"
          "<enabled>true</enabled></drsConfig><drsVmConfig><key type=\"VirtualMachine\">vm-1</key>"
          "<enabled>false</enabled></drsVmConfig></val></propSet></objects>")});
  REQUIRE(tree.answer);
  CHECK(
      tree.rows ==
      R"({"ref":"V:1","snapshots":[{"name":"a","children":[{"name":"b","children":[{"name":"c"}]},)"
      R"({"name":"d"}]}],"net":[{"mac":"00:50","ips":[{"a":"10.0.0.1","p":"24"},{"a":"::1"}]}],)"
      R"("config":{"on":"true","vms":[{"vm":"VirtualMachine:vm-1","enabled":"false"}]}})"
      "\n");
}

TEST_CASE("a property that the server does not know is missing from every row") {
  CHECK(read({"name", "lockdown=config.lockdownMode"},
             {page("<objects><obj type=\"H\">1</obj></objects>")}, 4096, {"lockdown"})
            .rows == R"({"ref":"H:1","missing":{"lockdown":{"fault":"InvalidProperty"}}})"
                     "\n");
}

TEST_CASE("what is no whole answer is malformed, and says why") {
  const std::string whole = page(web01);
  for (std::size_t size = 0; size < whole.size(); size += 13) {
    CAPTURE(size);
    const Read cut = read(columns, {whole.substr(0, size)});
    REQUIRE_FALSE(cut.answer);
    CHECK(cut.answer.error().kind == ErrorKind::malformed);
  }
  const auto why = [](const std::string& text) {
    const Read answer = read(columns, {text});
    REQUIRE_FALSE(answer.answer);
    return answer.answer.error().message;
  };
  CHECK(why("<html><body>Sign in</body></html>") == "it is XML, but no SOAP");
  CHECK(why("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>") ==
        "it has a document type, which no answer of vSphere has");
  CHECK(why("HTTP/1.1 400").starts_with("line 1: "));
  CHECK(why("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/>"
            "</s:Envelope>") == "its body is empty");
}

TEST_CASE("an answer that never ends is not kept") {
  const Result<VsphereColumns> tree = read_columns(std::vector<std::string>{"name"});
  VsphereRows rows(*tree);
  SoapReader reader(&rows);
  const std::string begin = page("").substr(0, page("").find("</returnval>"));
  REQUIRE(reader.feed(begin));
  const std::string object = "<objects><obj type=\"V\">1</obj><propSet><name>name</name><val>" +
                             std::string(10000, 'x') + "</val></propSet></objects>";
  int objects = 0;
  while (objects < 10000 && reader.feed(object)) ++objects;
  CHECK(objects < 2000);
  const Result<SoapAnswer> answer = reader.finish();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().message == "what is kept of it is more than 15 MiB");
}

TEST_CASE("faults have the type they say, not the one they are called by") {
  const auto fault = [](const std::string& detail) {
    SoapReader reader;
    const std::string text =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Body><s:Fault>"
        "<faultcode>ServerFaultCode</faultcode><faultstring>Nein.</faultstring><detail>" +
        detail + "</detail></s:Fault></s:Body></s:Envelope>";
    reader.feed(text);
    const Result<SoapAnswer> answer = reader.finish();
    REQUIRE(answer);
    REQUIRE(answer->fault);
    CHECK(answer->fault->message == "Nein.");
    return *answer->fault;
  };
  CHECK(fault("<InvalidLoginFault xsi:type=\"InvalidLogin\"/>").type == "InvalidLogin");
  CHECK(fault("<InvalidLoginFault/>").type == "InvalidLogin");
  CHECK(fault("").type.empty());
  const SoapFault denied = fault(
      "<NoPermissionFault xsi:type=\"NoPermission\"><object type=\"Folder\">g-1</object>"
      "<privilegeId>System.Read</privilegeId></NoPermissionFault>");
  CHECK(denied.detail.at("privilegeId") == "System.Read");
  CHECK(denied.detail.child("object")->ref() == "Folder:g-1");
}

TEST_CASE("columns that follow no grammar are refused") {
  for (const char* bad :
       {"", "=", "a=", "a{", "a{}", "a{b", "a(b)", "a(b=)", "a[", "a]", "a{b}c"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_columns(std::vector<std::string>{bad}));
  }
}

TEST_CASE("what is sent is XML, whatever names hold") {
  CHECK(xml_text("a<b>&\"c\"\x01") == "a&lt;b&gt;&amp;&quot;c&quot;");
  CHECK(soap_ref("obj", VsphereRef::of("Datastore:/tmp/a@b:c")) ==
        "<obj type=\"Datastore\">/tmp/a@b:c</obj>");
  CHECK(VsphereRef::of("licenseManager").empty());
}
