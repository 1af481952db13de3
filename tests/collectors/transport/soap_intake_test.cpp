#include "collectors/transport/soap_intake.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "collectors/transport/vsphere_rows.h"

using namespace fbd;

namespace {

constexpr std::string_view begin =
    "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Body><RetrievePropertiesExResponse "
    "xmlns=\"urn:vim25\"><returnval><token>next</token>";
constexpr std::string_view end =
    "</returnval></RetrievePropertiesExResponse></s:Body></s:Envelope>";

/// A machine of a few kilobytes, most of which nobody asks for.
std::string machine(int number) {
  std::string text = fmt::format(
      "<objects><obj type=\"VirtualMachine\">vm-{0:05}</obj><propSet><name>name</name><val "
      "xsi:type=\"xsd:string\">app-{0}</val></propSet><propSet><name>config.extraConfig</name>"
      "<val xsi:type=\"ArrayOfOptionValue\">",
      number);
  for (int i = 0; i < 40; ++i)
    text += fmt::format(
        "<OptionValue xsi:type=\"OptionValue\"><key>pciBridge{}.present</key><value "
        "xsi:type=\"xsd:string\">TRUE</value></OptionValue>",
        i);
  return text +
         "<OptionValue xsi:type=\"OptionValue\"><key>disk.EnableUUID</key><value>TRUE</value>"
         "</OptionValue></val></propSet></objects>";
}

std::string page(int machines) {
  std::string text(begin);
  for (int i = 0; i < machines; ++i) text += machine(i);
  return text.append(end);
}

struct Columns {
  Result<VsphereColumns> all = read_columns(
      std::vector<std::string>{"name", "settings=config.extraConfig(key=disk.EnableUUID){key}"});
};

/// Rows, and on which threads they came.
class Watched final : public SoapSink {
 public:
  explicit Watched(std::shared_ptr<int> alive = {}) : alive_(std::move(alive)) {}
  bool start(const XmlElement& element) override {
    if (std::find(threads.begin(), threads.end(), std::this_thread::get_id()) == threads.end())
      threads.push_back(std::this_thread::get_id());
    return rows.start(element);
  }
  void end() override { rows.end(); }
  void text(std::string_view bytes) override { rows.text(bytes); }
  const std::string& problem() const override { return rows.problem(); }

 private:
  const std::shared_ptr<int> alive_;
  const Columns columns_;

 public:
  VsphereRows rows{*columns_.all};
  std::vector<std::thread::id> threads;
};

void feed(SoapIntake& intake, std::string_view text, std::size_t piece) {
  for (std::size_t at = 0; at < text.size(); at += piece)
    if (!intake.feed(text.substr(at, piece))) return;
}

}  // namespace

TEST_CASE("a long answer is read aside, and the same as any other") {
  const std::string text = page(500);
  REQUIRE(text.size() > 2U << 20);
  const auto reference = std::make_shared<Watched>();
  SoapReader reader(reference.get());
  REQUIRE(reader.feed(text));
  REQUIRE(reader.finish());
  const std::string rows = reference->rows.take_rows();
  CHECK(std::count(rows.begin(), rows.end(), '\n') == 500);
  for (const std::size_t piece :
       {std::size_t{1000}, std::size_t{16} << 10, std::size_t{300} << 10, std::size_t{4} << 20}) {
    CAPTURE(piece);
    const auto sink = std::make_shared<Watched>();
    SoapIntake intake(sink);
    feed(intake, text, piece);
    CHECK(intake.received() == text.size());
    const Result<SoapAnswer> answer = intake.finish();
    REQUIRE(answer);
    CHECK(sink->rows.take_token() == "next");
    CHECK(sink->rows.take_rows() == rows);
    CHECK(std::any_of(sink->threads.begin(), sink->threads.end(),
                      [](std::thread::id id) { return id != std::this_thread::get_id(); }));
  }
}

TEST_CASE("a short answer takes no thread") {
  const auto sink = std::make_shared<Watched>();
  SoapIntake intake(sink);
  feed(intake, page(20), 16U << 10);
  REQUIRE(intake.finish());
  CHECK(sink->threads == std::vector{std::this_thread::get_id()});
  SoapIntake tree;
  feed(tree, page(3), 100);
  const Result<SoapAnswer> answer = tree.finish();
  REQUIRE(answer);
  CHECK(answer->response.at("returnval.token") == "next");
}

TEST_CASE("what is wrong far inside a long answer is told, and no more is taken") {
  const std::string text = page(1000);
  const std::size_t wrong = text.find("</val>", text.size() / 2);
  std::string malformed = text;
  malformed.replace(wrong, 6, "</lav>");
  std::string endless(begin);
  endless += "<objects><obj type=\"V\">1</obj><propSet><name>name</name><val>";
  const auto why = [](std::string_view bytes) {
    const auto sink = std::make_shared<Watched>();
    SoapIntake intake(sink);
    feed(intake, bytes, 16U << 10);
    const Result<SoapAnswer> answer = intake.finish();
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::malformed);
    return answer.error().message;
  };
  CHECK(why(malformed).find("lav") != std::string::npos);
  CHECK_FALSE(why(std::string_view(text).substr(0, wrong)).empty());

  const auto sink = std::make_shared<Watched>();
  SoapIntake intake(sink);
  REQUIRE(intake.feed(endless));
  const std::string more(1U << 20, 'x');
  int megabytes = 0;
  while (megabytes < 200 && intake.feed(more)) ++megabytes;
  CHECK(megabytes < 20);
  const Result<SoapAnswer> answer = intake.finish();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().message == "what is kept of it is more than 15 MiB");
}

TEST_CASE("an answer that is cut short ends its thread, and only then lets go of the sink") {
  const std::string text = page(500);
  for (std::size_t at = 100U << 10; at < text.size(); at += 111U << 10) {
    const auto alive = std::make_shared<int>();
    {
      SoapIntake intake(std::make_shared<Watched>(alive));
      feed(intake, std::string_view(text).substr(0, at), 16U << 10);
      CHECK(alive.use_count() == 2);
    }
    CHECK(alive.use_count() == 1);
  }
}
