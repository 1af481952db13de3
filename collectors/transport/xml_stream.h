// XmlStream: XML read as it arrives, in pieces of any size, keeping nothing of it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

/// The views live only as long as the call. Names are without their prefix.
struct XmlElement {
  std::string_view name;
  std::string_view space;     // the URI of its namespace
  std::string_view xsi_type;  // of XML Schema's "type" attribute, without a prefix; may be empty
  std::string_view type;      // of an attribute "type" in no namespace; may be empty
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  /// False: what is in this element is not wanted. The next call is then the end of it.
  virtual bool start(const XmlElement& element) = 0;
  virtual void end() = 0;
  /// Not the whole of a text, but the next part of it.
  virtual void text(std::string_view bytes) = 0;
};

/// Prefixes mean nothing to it, namespaces do. It takes no document type (and so no entities of
/// the document's own), loads nothing from anywhere, and never writes to the terminal.
class XmlStream {
 public:
  /// failed if the library that reads XML is not installed.
  static Result<void> is_possible();

  /// The handler must outlive it.
  explicit XmlStream(XmlHandler& handler);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  /// Bytes that follow those before. False: something is wrong, and nothing more is read.
  bool feed(std::string_view bytes);
  /// After the last bytes: malformed, and says what is wrong, unless it was a whole document.
  Result<void> finish();
  /// From within the handler: reads no further. The reason is what finish() will say.
  void stop(std::string why);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace fbd
