#include "collectors/transport/soap_reader.h"

#include <utility>

namespace fbd {
namespace {

constexpr std::string_view envelope = "http://schemas.xmlsoap.org/soap/envelope/";

/// A node costs more than its text.
constexpr std::size_t node_bytes = 128;

SoapFault fault_of(const SoapNode& node) {
  SoapFault fault;
  fault.message = node.at("faultstring");
  const SoapNode* const detail = node.child("detail");
  if (!detail || detail->children.empty()) return fault;
  fault.detail = detail->children.front();
  // The name of the element ends with "Fault" where the type is not told.
  std::string_view type = fault.detail.type.empty() ? fault.detail.name : fault.detail.type;
  if (fault.detail.type.empty() && type.ends_with("Fault") && type != "Fault")
    type.remove_suffix(std::string_view("Fault").size());
  fault.type = type;
  return fault;
}

}  // namespace

const SoapNode* SoapNode::child(std::string_view its_name) const {
  for (const SoapNode& one : children)
    if (one.name == its_name) return &one;
  return nullptr;
}

std::string_view SoapNode::at(std::string_view path) const {
  const std::size_t dot = path.find('.');
  const SoapNode* const next = child(path.substr(0, dot));
  if (!next) return {};
  return dot == path.npos ? std::string_view(next->text) : next->at(path.substr(dot + 1));
}

SoapReader::SoapReader(SoapSink* sink, std::size_t most_bytes)
    : sink_(sink), left_(most_bytes), xml_(*this) {}

bool SoapReader::feed(std::string_view bytes) {
  received_ += bytes.size();
  return xml_.feed(bytes);
}

Result<SoapAnswer> SoapReader::finish() {
  if (const Result<void> whole = xml_.finish(); !whole) return tl::unexpected<Error>(whole.error());
  if (!has_body_) return error(ErrorKind::malformed, "it is XML, but no SOAP");
  SoapAnswer answer;
  if (tree_.name == "Fault")
    answer.fault = fault_of(tree_);
  else if (!tree_.name.empty())
    answer.response = std::move(tree_);
  else
    return error(ErrorKind::malformed, "its body is empty");
  return answer;
}

void SoapReader::grow(std::size_t bytes) {
  if (bytes > left_) return xml_.stop("it is longer than any answer to this question");
  left_ -= bytes;
}

bool SoapReader::start(const XmlElement& element) {
  ++depth_;
  if (depth_ > 3 && sink_ && !in_fault_) return sink_->start(element);
  const bool is_envelope = element.space == envelope;
  if (depth_ == 1) {
    if (!is_envelope || element.name != "Envelope") xml_.stop("it is XML, but no SOAP");
    return true;
  }
  if (depth_ == 2) {
    in_body_ = is_envelope && element.name == "Body";
    has_body_ = has_body_ || in_body_;
    return in_body_;
  }
  if (depth_ == 3) {
    if (!tree_.name.empty()) {
      xml_.stop("its body holds two answers");
      return false;
    }
    tree_.name = element.name;
    tree_.type = element.xsi_type;
    in_fault_ = is_envelope && element.name == "Fault";
    open_ = {&tree_};
    return true;
  }
  grow(node_bytes + element.name.size() + element.xsi_type.size() + element.type.size());
  // A child's address changes only when its parent gets another, and then it is closed.
  std::vector<SoapNode>& siblings = open_.back()->children;
  siblings.emplace_back();
  siblings.back().name = element.name;
  siblings.back().type = element.type.empty() ? element.xsi_type : element.type;
  open_.push_back(&siblings.back());
  return true;
}

void SoapReader::end() {
  const int depth = depth_--;
  if (!in_body_ || depth < 3) {
    if (depth == 2) in_body_ = false;
    return;
  }
  if (depth == 3) {
    open_.clear();
    return;
  }
  if (sink_ && !in_fault_) {
    sink_->end();
    if (!sink_->problem().empty()) xml_.stop(sink_->problem());
    return;
  }
  open_.pop_back();
}

void SoapReader::text(std::string_view bytes) {
  if (!in_body_ || depth_ < 4) return;
  if (sink_ && !in_fault_) {
    sink_->text(bytes);
    if (!sink_->problem().empty()) xml_.stop(sink_->problem());
    return;
  }
  grow(bytes.size());
  if (bytes.size() <= left_) open_.back()->text += bytes;
}

}  // namespace fbd
