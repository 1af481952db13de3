#include "collectors/transport/vsphere_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace fbd {
namespace {

constexpr std::string_view row_start = R"({"ref":")";
constexpr std::size_t most_captured = 64U << 10;

constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < table.size(); ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

bool is_plain(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

}  // namespace

void append_json(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto plain = static_cast<std::size_t>(end - text.begin());
    out.append(text.data(), plain);
    if (end == text.end()) return;
    if (*end == '"' || *end == '\\')
      (out += '\\') += *end;
    else
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(*end)));
    text.remove_prefix(plain + 1);
  }
}

VsphereRows::VsphereRows(const VsphereColumns& columns, std::vector<std::string> unsupported)
    : columns_(columns), unsupported_(std::move(unsupported)) {}

// The depths: 1 returnval, 2 objects, 3 their obj, propSet and missingSet, 4 what these consist of,
// 5 and more what is below a property's value or a fault.
bool VsphereRows::start(const XmlElement& element) {
  ++depth_;
  if (!open_.empty())
    start_below(element);
  else if (depth_ > 3)
    start_field(element);
  else if (depth_ == 3)
    start_part(element);
  else if (depth_ == 2)
    start_object(element);
  else if (element.name != "returnval")
    pass_over();
  return !passed_over_;
}

void VsphereRows::start_object(const XmlElement& element) {
  if (element.name == "token") {
    capture_ = &token_;
  } else if (element.name == "objects") {
    row_begin_ = out_.size();
    missing_.clear();
  } else {
    pass_over();
  }
}

void VsphereRows::start_part(const XmlElement& element) {
  path_.clear();
  if (element.name == "obj") {
    part_ = Part::ref;
    (ref_ = element.type) += ':';
    capture_ = &ref_;
  } else if (element.name == "propSet") {
    part_ = Part::property;
  } else if (element.name == "missingSet") {
    part_ = Part::missing;
    fault_.clear();
    privilege_.clear();
  } else {
    pass_over();
  }
}

void VsphereRows::start_field(const XmlElement& element) {
  const bool is_missing = part_ == Part::missing;
  const bool is_path =
      (part_ == Part::property && element.name == "name") || (is_missing && element.name == "path");
  if (is_path && depth_ == 4) {
    capture_ = &path_;
  } else if (part_ == Part::property && depth_ == 4 && element.name == "val") {
    start_value(element);
  } else if (is_missing && depth_ == 5 && element.name == "fault") {
    fault_ = element.xsi_type;
  } else if (is_missing && depth_ == 6 && element.name == "privilegeId") {
    capture_ = &privilege_;
  } else if (!is_missing || depth_ != 4 || element.name != "fault") {
    pass_over();
  }
}

void VsphereRows::start_value(const XmlElement& element) {
  const VsphereColumn* const column = column_of(path_);
  if (!column || row_begin_ == out_.size()) return pass_over();
  const std::size_t begin = out_.size();
  add_key(column->name);
  if (!element.xsi_type.starts_with("ArrayOf")) return start_item(*column, element, begin);
  out_ += '[';
  open_.push_back({Open::Kind::list, column, begin});
}

void VsphereRows::start_below(const XmlElement& element) {
  Open& open = open_.back();
  if (open.kind == Open::Kind::scalar) return pass_over();
  if (open.kind == Open::Kind::list) {
    const std::size_t begin = out_.size();
    if (out_.back() != '[') out_ += ',';
    return start_item(*open.column, element, begin);
  }
  const VsphereColumn* const column = open.is_refused ? nullptr : open.column->step(element.name);
  if (!column) return pass_over();
  if (column->repeated && open.list == column) {
    const std::size_t begin = out_.size();
    if (out_.back() != '[') out_ += ',';
    return start_item(*column, element, begin);
  }
  close_list(open);
  if (column->name.empty()) {
    open_.push_back({Open::Kind::passage, column, out_.size()});
    return add_type(*column, element);
  }
  std::size_t begin = out_.size();
  add_key(column->name);
  if (column->repeated) {
    out_ += '[';
    open.list = column;
    begin = out_.size();
  }
  start_item(*column, element, begin);
}

void VsphereRows::start_item(const VsphereColumn& column, const XmlElement& element,
                             std::size_t begin) {
  if (column.field == "@type" && !column.counts(element.xsi_type)) {
    out_.resize(begin);
    return pass_over();
  }
  if (column.is_object()) {
    out_ += '{';
    open_.push_back(
        {Open::Kind::object, &column, begin, 0, column.field.empty() || column.field == "@type"});
    return add_type(column, element);
  }
  out_ += '"';
  if (!element.type.empty()) {
    append_json(out_, element.type);
    out_ += ':';
  }
  open_.push_back({Open::Kind::scalar, &column, begin, out_.size()});
}

void VsphereRows::add_type(const VsphereColumn& column, const XmlElement& element) {
  if (column.shape().type_name.empty() || element.xsi_type.empty()) return;
  add_key(column.shape().type_name);
  out_ += '"';
  append_json(out_, element.xsi_type);
  out_ += '"';
}

void VsphereRows::add_key(std::string_view name) {
  if (out_.back() != '{') out_ += ',';
  ((out_ += '"') += name) += "\":";
}

void VsphereRows::close_list(Open& open) {
  if (open.list) out_ += ']';
  open.list = nullptr;
}

void VsphereRows::end() {
  const int depth = depth_--;
  if (std::exchange(passed_over_, false)) return;
  capture_ = nullptr;
  if (!open_.empty()) return end_value();
  if (depth == 3) end_part();
  if (depth == 2 && row_begin_ < out_.size()) end_row();
}

void VsphereRows::end_value() {
  Open open = open_.back();
  open_.pop_back();
  switch (open.kind) {
    case Open::Kind::list:
      out_ += ']';
      return;
    case Open::Kind::passage:
      return close_list(open);
    case Open::Kind::object:
      close_list(open);
      out_ += '}';
      if (!open.counts) out_.resize(open.begin);
      return;
    case Open::Kind::scalar:
      break;
  }
  if (!open_.empty() && open_.back().column->field == open.column->path) {
    Open& item = open_.back();
    item.counts = item.column->counts(std::string_view(out_).substr(open.text));
    item.is_refused = !item.counts;
  }
  out_ += '"';
}

void VsphereRows::end_part() {
  if (part_ == Part::ref && row_begin_ == out_.size()) {
    out_ += row_start;
    append_json(out_, ref_);
    out_ += '"';
  } else if (part_ == Part::missing) {
    if (fault_ == "NotAuthenticated") is_logged_out_ = true;
    if (const VsphereColumn* column = column_of(path_))
      add_missing(column->name, fault_, privilege_);
  }
  part_ = Part::none;
}

void VsphereRows::add_missing(std::string_view name, std::string_view fault,
                              std::string_view privilege) {
  missing_ += fmt::format("{}\"{}\":{{\"fault\":\"", missing_.empty() ? "" : ",", name);
  append_json(missing_, fault);
  if (!privilege.empty()) {
    missing_ += R"(","privilege":")";
    append_json(missing_, privilege);
  }
  missing_ += "\"}";
}

void VsphereRows::end_row() {
  for (const std::string& name : unsupported_) add_missing(name, "InvalidProperty", "");
  if (!missing_.empty()) ((out_ += R"(,"missing":{)") += missing_) += '}';
  out_ += "}\n";
  const std::size_t ref = out_.find('"', row_begin_ + row_start.size());
  places_.push_back({row_begin_, out_.size() - row_begin_, ref - row_begin_ - row_start.size()});
  row_begin_ = out_.size();
}

void VsphereRows::text(std::string_view bytes) {
  if (capture_) {
    if (capture_->size() + bytes.size() > most_captured)
      problem_ = "a name in it is longer than any";
    else
      *capture_ += bytes;
  } else if (!open_.empty() && open_.back().kind == Open::Kind::scalar) {
    append_json(out_, bytes);
  }
  if (out_.size() > most_vsphere_answer_bytes)
    problem_ =
        fmt::format("what is kept of it is more than {} MiB", most_vsphere_answer_bytes >> 20U);
}

std::string VsphereRows::take_token() { return std::exchange(token_, {}); }

const VsphereColumn* VsphereRows::column_of(std::string_view path) const {
  for (const auto& column : columns_)
    if (column->path == path) return column.get();
  return nullptr;
}

std::string_view VsphereRows::ref_of(const Place& place) const {
  return std::string_view(out_).substr(place.begin + row_start.size(), place.ref_size);
}

std::string VsphereRows::take_rows() {
  std::vector<Place> sorted = std::exchange(places_, {});
  const auto before = [this](const Place& a, const Place& b) { return ref_of(a) < ref_of(b); };
  const auto not_before = [&](const Place& a, const Place& b) { return !before(a, b); };
  // Most servers give them in order. It is the biggest thing there is: then it is not copied.
  if (std::adjacent_find(sorted.begin(), sorted.end(), not_before) == sorted.end())
    return std::exchange(out_, {});
  std::stable_sort(sorted.begin(), sorted.end(), before);
  std::string rows;
  rows.reserve(out_.size());
  for (std::size_t i = 0; i < sorted.size(); ++i)
    // An object that moved between two pages is there twice, and as it was last.
    if (i + 1 == sorted.size() || before(sorted[i], sorted[i + 1]))
      rows.append(out_, sorted[i].begin, sorted[i].size);
  std::string().swap(out_);
  row_begin_ = 0;
  return rows;
}

}  // namespace fbd
