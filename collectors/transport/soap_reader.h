// SoapReader: the answer to one SOAP call, read as it arrives.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/transport/xml_stream.h"

namespace fbd {

/// A small answer as a tree.
struct SoapNode {
  std::string name;
  std::string type;  // its xsi:type, or else its type: "HostSystem" of a reference
  std::string text;
  std::vector<SoapNode> children;

  const SoapNode* child(std::string_view name) const;
  /// The text at the end of a path of names; "" if there is none: "fault.privilegeId".
  std::string_view at(std::string_view path) const;
  /// "HostSystem:host-9"
  std::string ref() const { return type + ":" + text; }
};

struct SoapFault {
  std::string type;     // "InvalidLogin"; "" for one that is not of vSphere
  std::string message;  // in the server's language
  SoapNode detail;      // what the fault holds: "privilegeId", "object", "name"
};

/// Takes what is below the response's own element, level 0 being its children.
class SoapSink {
 public:
  virtual ~SoapSink() = default;
  /// False: what is in this element is not wanted. The next call is then the end of it.
  virtual bool start(const XmlElement& element) = 0;
  virtual void end() = 0;
  virtual void text(std::string_view bytes) = 0;
  /// Why no more is wanted; "" to go on.
  virtual const std::string& problem() const = 0;
};

struct SoapAnswer {
  std::optional<SoapFault> fault;
  SoapNode response;  // with its children, unless a sink took them
};

class SoapReader final : private XmlHandler {
 public:
  /// Without a sink the answer becomes a tree, of at most `most_bytes`.
  explicit SoapReader(SoapSink* sink = nullptr, std::size_t most_bytes = 8U << 20);

  /// False: no more is wanted.
  bool feed(std::string_view bytes);
  /// malformed: it is not a whole answer.
  Result<SoapAnswer> finish();
  /// Whether what came so far is SOAP at all; an HTML page is not.
  bool is_soap() const { return has_body_; }
  /// How many bytes came so far.
  std::size_t received() const { return received_; }

 private:
  bool start(const XmlElement& element) override;
  void end() override;
  void text(std::string_view bytes) override;
  void grow(std::size_t bytes);

  SoapSink* sink_;
  std::size_t left_;
  std::size_t received_ = 0;
  XmlStream xml_;
  int depth_ = 0;
  bool has_body_ = false, in_body_ = false, in_fault_ = false;
  SoapNode tree_;  // of the response or the fault
  std::vector<SoapNode*> open_;
};

}  // namespace fbd
