#include "collectors/evidence/yaml.h"

#include <string>

#include <doctest/doctest.h>

using namespace std::literals;
using fbd::parse_yaml;
using fbd::YamlNode;

namespace {

/// The tree as text: enough to compare, with kinds that differ looking different.
std::string shown(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "~";
    case YamlNode::Kind::scalar:
      return node.quoted ? '"' + node.scalar + '"' : node.scalar;
    case YamlNode::Kind::sequence: {
      std::string text = "[";
      for (const YamlNode& item : node.items) text += shown(item) + ",";
      return text + "]";
    }
    case YamlNode::Kind::mapping: {
      std::string text = "{";
      for (const YamlNode::Member& member : node.members)
        text += member.key + ":" + shown(member.value) + ",";
      return text + "}";
    }
  }
  return "?";
}

}  // namespace

TEST_CASE("YAML becomes a plain tree") {
  struct Case {
    std::string_view text;
    std::string_view tree;
  };
  constexpr Case cases[]{
      {"", "~"},
      {"# only a comment\n", "~"},
      {"---\n", "~"},
      {"x", "x"},
      {"'x'", "\"x\""},
      {"a: 1\nb: \"1\"\n", "{a:1,b:\"1\",}"},
      {"a:\nb: ~\nc: null\nd: NULL\ne: 'null'\nf: ''\n", "{a:~,b:~,c:~,d:~,e:\"null\",f:\"\",}"},
      {"a: [1, {b: c}, [], ~]\n", "{a:[1,{b:c,},[],~,],}"},
      {"- a\n- - b\n  - c: d\n", "[a,[b,{c:d,},],]"},
      {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a:\"x\ny\n\",b:\"x y\",}"},
      {"\xEF\xBB\xBFhosts:\r\n  web: {role: x}\r\n", "{hosts:{web:{role:x,},},}"},
      {"g\xC3\xBC: \xE2\x82\xAC", "{g\xC3\xBC:\xE2\x82\xAC,}"},
      {"yes: no\n1: 2\n", "{yes:no,1:2,}"},
      {"a: \"\\x41\\u20AC\"\n", "{a:\"A\xE2\x82\xAC\",}"},
      {"a: x\n...\n", "{a:x,}"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto read = parse_yaml(c.text, "f");
    if (!read) CAPTURE(read.error().message);
    REQUIRE(read);
    CHECK(shown(*read) == c.tree);
  }
}

TEST_CASE("every node knows its place") {
  const auto read = parse_yaml("# c\nhosts:\n  web:\n    - one\n    - {k: v}\n", "f");
  REQUIRE(read);
  REQUIRE(read->members.size() == 1);
  const YamlNode::Member& hosts = read->members[0];
  CHECK(hosts.line == 2);
  CHECK(hosts.column == 1);
  const YamlNode::Member& web = hosts.value.members.at(0);
  CHECK(web.line == 3);
  CHECK(web.column == 3);
  CHECK(web.value.line == 4);
  CHECK(web.value.column == 5);
  const YamlNode& flow = web.value.items.at(1);
  CHECK(flow.line == 5);
  CHECK(flow.column == 7);
  CHECK(flow.members.at(0).column == 8);
  CHECK(flow.members.at(0).value.column == 11);
  REQUIRE(read->at("hosts"));
  CHECK(read->at("hosts")->at("web") == &web.value);
  CHECK(read->at("host") == nullptr);
  CHECK(flow.at("v") == nullptr);
  // The place of what has no text is where it would be.
  const auto empty = parse_yaml("a:\nb: x\n", "f");
  REQUIRE(empty);
  CHECK(empty->at("a")->line == 1);
  CHECK(empty->at("a")->column == 3);
}

TEST_CASE("front matter counts from the first line of its file") {
  const auto read = parse_yaml("a: 1\na: 2\n", "articles/x.md", 2);
  REQUIRE(!read);
  CHECK(read.error().message == "articles/x.md:3:1: the key 'a' is there already, at 2:1");
  CHECK(parse_yaml("a: 1", "x", 2)->at("a")->line == 2);
}

TEST_CASE("what is refused is refused with its place and in one sentence") {
  struct Case {
    std::string text;
    std::string_view message;
  };
  std::string deep_flow(33, '[');
  std::string deep_block;
  for (int i = 0; i < 33; ++i) deep_block += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  deep_block += std::string(40, ' ') + "b: c\n";
  const Case cases[]{
      // Stricter than YAML.
      {"a: 1\n---\nb: 2\n", "f:2:1: a second document begins here; one file holds one document"},
      {"a: &x 1\n", "f:1:4: anchors (&name) are not used here; write the value itself"},
      {"a: &x\n  b: c\n", "f:1:4: anchors (&name) are not used here; write the value itself"},
      {"a: &x [b]\n", "f:1:4: anchors (&name) are not used here; write the value itself"},
      {"a: *x\n", "f:1:4: aliases (*name) are not used here; write the value itself"},
      {"a: !!str 1\n", "f:1:4: tags (!name) are not used here; write the value alone"},
      {"a: ! 1\n", "f:1:4: tags (!name) are not used here; write the value alone"},
      {"a: !x [1]\n", "f:1:4: tags (!name) are not used here; write the value alone"},
      {"a: !x {b: 1}\n", "f:1:4: tags (!name) are not used here; write the value alone"},
      {"a: 1\nb: 2\n'a': 3\n", "f:3:1: the key 'a' is there already, at 1:1"},
      {"x:\n  - {b: 1, b: 2}\n", "f:2:12: the key 'b' is there already, at 2:6"},
      {"[a]: b\n", "f:1:1: a key must be a word, not a list or a mapping"},
      {"? {a: b}\n: c\n", "f:1:3: a key must be a word, not a list or a mapping"},
      {"~: b\n", "f:1:1: a key must be a word"},
      {"{: b}\n", "f:1:2: a value is expected here"},
      {deep_flow, "f:1:33: nested deeper than 32 levels"},
      {deep_block, "f:33:33: nested deeper than 32 levels"},
      // No YAML.
      {"a:\n\tb: c\n", "f:2:1: a tab is used for indentation; use blanks"},
      {"a: @b\n", "f:1:4: a value cannot begin with '@'; put it in quotes"},
      {"\xC3\xBC: `b\n", "f:1:4: a value cannot begin with '`'; put it in quotes"},
      {"a: b: c\n",
       "f:1:5: a ':' does not fit here; check the indentation, or quote the value if the colon is "
       "part of it"},
      {"a: 1\n  b: 2\n",
       "f:2:4: a ':' does not fit here; check the indentation, or quote the value if the colon is "
       "part of it"},
      {"a:\n    b: 1\n  c: 2\n",
       "f:3:3: the indentation does not fit the lines above, or a quote or bracket is left over"},
      {"a: 1\nb\nc: 2\n", "f:2:1: a key without ':' after it"},
      {"a: [1, 2\nb: 3\n", "f:2:2: a ',' or ']' is missing"},
      {"a: {b: 1\nc: 2\n", "f:2:2: a ',' or '}' is missing"},
      {"a: [1\n", "f:2:1: a ',' or ']' is missing"},
      {"a: \"x\nb: 1\n", "f:1:4: a quote is opened here and never closed"},
      {"a: 'it's'\n",
       "f:1:8: the indentation does not fit the lines above, or a quote or bracket is left over"},
      {"a: \"\\q\"\n", "f:1:5: an unknown escape after '\\' in a quoted value"},
      {"- a\n b\nc: d\n",
       "f:3:1: the indentation does not fit the list above, or a '-' is missing"},
      {"a: - b\n", "f:1:4: a list cannot begin here; put it on a line of its own"},
      {"a: x\xFFy\n", "f:1:5: this is not UTF-8"},
      {"a: 1\nb: \xC3", "f:2:4: this is not UTF-8"},
      {"a: 1\nb: \xED\xA0\x80\n", "f:2:4: this is not UTF-8"},
      {"a: \x01\n", "f:1:4: a control character; only printable text is YAML"},
      {"a: x\0y\n"s, "f:1:5: a control character; only printable text is YAML"},
      {"\xFF\xFE"
       "a\0"s,
       "f:1:1: this is not UTF-8"},
      {std::string((1U << 20) + 1, '#'),
       "f:1:1: 1048577 bytes are too many; at most 1048576 are read"},
      {"%FOO\n---\na\n", "f:"},
      {"}", "f:1:1: a value is expected here"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text.substr(0, 100));
    const auto read = parse_yaml(c.text, "f");
    REQUIRE(!read);
    CHECK(read.error().kind == fbd::ErrorKind::malformed);
    CAPTURE(read.error().message);
    CHECK(read.error().message.starts_with(c.message));
    CHECK(read.error().message.find('\n') == std::string::npos);
  }
}

TEST_CASE("by the rules of another program") {
  using fbd::YamlRules;
  struct Case {
    std::string text;
    std::string_view tree;
  };
  const Case cases[]{
      {"", "~"},
      {"---\n", ""},
      {"a:\nb: ~\nc: null\nd: 'null'\n", "{a:,b:~,c:null,d:\"null\",}"},
      {"a: &x [1, {b: c}]\nd: *x\n", "{a:[1,{b:c,},],d:[1,{b:c,},],}"},
      {"a: &x 1\nb: *x\n*x : 2\n", "{a:1,b:1,1:2,}"},
      {"a: &x {b: &y 1}\nc: {d: *x, e: *y}\n", "{a:{b:1,},c:{d:{b:1,},e:1,},}"},
      {"a: 1\na: 2\n", "{a:1,a:2,}"},
      {"a: !!str 1\nb: !x [!y z]\n", "{a:1,b:[z,],}"},
      {"a: 1\n---\nb: 2\n", "{a:1,}"},
      {"a: 1\n--- }\n", "{a:1,}"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto read = parse_yaml(c.text, "f", 1, YamlRules::lenient());
    if (!read) CAPTURE(read.error().message);
    REQUIRE(read);
    CHECK(shown(*read) == c.tree);
  }
  const auto copied = parse_yaml("a: &x\n  b: c\nd: *x\n", "f", 1, YamlRules::lenient());
  REQUIRE(copied);
  CHECK(copied->at("d")->at("b")->line == 2);

  // Each line names the one before ten times; and each goes one deeper.
  std::string bomb = "a0: &a0 [x]\n", deep = bomb;
  for (int i = 1; i < 40; ++i) {
    const std::string begin = "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    const std::string before = "*a" + std::to_string(i - 1);
    deep += begin + before + "]\n";
    bomb += begin + before;
    for (int k = 1; k < 10; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  const Case refused[]{
      {"a: *x\n", "f:1:4: an alias (*name) of what has not been marked (&name) before"},
      {"a: &x [*x]\n", "f:1:8: an alias (*name) of what it is part of itself"},
      {"a: &x 1\nb: &x 2\n", "f:2:4: this anchor (&name) is there already"},
      {"[a]: b\n", "f:1:1: a key must be a word, not a list or a mapping"},
      {"a: &x [b]\n*x : 1\n", "f:1:4: a key must be a word"},
      {bomb, "f:6:10: aliases (*name) make too much of this"},
      {deep, "f:32:12: nested deeper than 32 levels"},
      {"a: &x '" + std::string(900'000, 'x') + "'\nb: [*x, *x, *x, *x, *x, *x, *x, *x, *x, *x]\n",
       "f:2:"},
  };
  for (const Case& c : refused) {
    CAPTURE(c.text.substr(0, 100));
    const auto read = parse_yaml(c.text, "f", 1, YamlRules::lenient());
    REQUIRE(!read);
    CAPTURE(read.error().message);
    CHECK(read.error().message.starts_with(c.tree));
  }
}

TEST_CASE("a million keys are compared in a moment") {
  std::string text;
  for (int i = 0; text.size() < (1U << 20) - 20; ++i) text += "k" + std::to_string(i) + ":\n";
  const auto read = parse_yaml(text, "f");
  REQUIRE(read);
  CHECK(read->members.size() > 100'000);
}
