#include "collectors/azure/arm_answer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/http_date.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t max_depth = 64;

// {"answers": [{"pages": [{"value": [RESOURCE]}]}]}: how many things are open around each.
constexpr std::size_t in_answer = 3;
constexpr std::size_t in_page = 5;
constexpr std::size_t in_resource = 7;

/// Builds nodes bottom up and hands resources out as soon as they are complete.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(const ArmReader& reader) : reader_(reader) {}

  ArmNow now;
  bool is_answer = false;

  bool null() override { return leaf({}); }
  bool boolean(bool value) override { return leaf(text_node(value ? "true" : "false")); }
  bool number_integer(number_integer_t value) override {
    return leaf(text_node(std::to_string(value)));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return leaf(text_node(std::to_string(value)));
  }
  bool number_float(number_float_t, const string_t& written) override {
    return leaf(text_node(written));
  }
  bool string(string_t& value) override { return leaf(text_node(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(ArmNode::Kind::object); }
  bool start_array(std::size_t) override { return open(ArmNode::Kind::list); }
  bool key(string_t& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::json::exception& problem) override {
    wrong_ = problem.what();
    return false;
  }
  std::string wrong() const {
    return wrong_.empty() ? fmt::format("nested deeper than {} levels", max_depth) : wrong_;
  }

 private:
  struct Open {
    ArmNode node;
    std::string key{};  // of the member that comes next
    bool had_list = false;
  };

  static ArmNode text_node(std::string text) {
    ArmNode node;
    node.kind = ArmNode::Kind::text;
    node.leaf = std::move(text);
    return node;
  }

  bool open(ArmNode::Kind kind) {
    if (open_.size() == max_depth) return false;
    Open next;
    next.node.kind = kind;
    open_.push_back(std::move(next));
    return true;
  }

  bool leaf(ArmNode node) {
    if (open_.empty()) return true;  // a text alone: no answer
    if (open_.size() == 1 && open_[0].key == "date") now = http_date(node.leaf);
    add(std::move(node));
    return true;
  }

  void add(ArmNode node) {
    Open& parent = open_.back();
    if (parent.node.kind == ArmNode::Kind::list)
      parent.node.elements.push_back(std::move(node));
    else if (node)  // null is absent
      parent.node.members.emplace_back(std::move(parent.key), std::move(node));
  }

  bool in_pages() const {
    return open_.size() >= in_page - 1 && open_[0].key == "answers" && open_[2].key == "pages";
  }

  bool close() {
    const std::size_t depth = open_.size();
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) return true;
    if (depth == in_resource && in_pages() && open_[in_page - 1].key == "value") {
      open_[in_page - 1].had_list = true;
      reader_.resource(path(), closed.node);
    } else if (depth == in_page && in_pages()) {
      const bool is_list = closed.had_list || closed.node["value"];
      if (!is_list) reader_.resource(path(), closed.node);
    } else if (depth == in_answer && open_[0].key == "answers") {
      is_answer = true;
      if (const ArmNode& why = closed.node["error"]; why && reader_.failure)
        reader_.failure(closed.node["path"].leaf, failure_of(why));
    } else {
      if (depth == 2 && open_[0].key == "answers") is_answer = true;  // even of nothing
      add(std::move(closed.node));
    }
    return true;
  }

  std::string path() const { return open_[in_answer - 1].node["path"].leaf; }

  static Error failure_of(const ArmNode& why) {
    return {error_kind(why["kind"].leaf).value_or(ErrorKind::failed),
            printable(why["message"].text(), 2000)};
  }

  const ArmReader& reader_;
  std::vector<Open> open_;
  std::string wrong_;
};

}  // namespace

Result<ArmNow> read_arm_answer(std::string_view answer, const ArmReader& reader) {
  Builder builder(reader);
  if (!nlohmann::json::sax_parse(answer, &builder))
    return error(ErrorKind::malformed,
                 fmt::format("the answer of Azure cannot be read: {}", printable(builder.wrong())));
  if (!builder.is_answer)
    return error(ErrorKind::malformed, "this is no answer of Azure: it has no \"answers\"");
  return builder.now;
}

}  // namespace fbd
