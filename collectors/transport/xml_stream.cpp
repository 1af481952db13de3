#include "collectors/transport/xml_stream.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/transport/libxml2.h"

namespace fbd {
namespace {

constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

/// Whatever the options say, some of the library's complaints go to stderr unless this is there.
void say_nothing(void*, const char*, ...) {}

std::string_view without_prefix(std::string_view name) {
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

/// The library keeps each name once and as long as the document lasts, so a URI that was there
/// before has the same address: most elements have that of the element before them.
class Spaces {
 public:
  std::string_view view(const xmlChar* uri) {
    if (uri != last_) known_ = fbd::view(uri);
    last_ = uri;
    return known_;
  }

 private:
  const xmlChar* last_ = nullptr;
  std::string_view known_;
};

}  // namespace

struct XmlStream::Parser {
  explicit Parser(XmlHandler& its_handler) : handler(its_handler), xml(libxml2()) {
    if (!xml) return;
    xmlSAXHandler sax{};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = &Parser::started;
    sax.endElementNs = &Parser::ended;
    sax.characters = sax.ignorableWhitespace = &Parser::characters;
    sax.cdataBlock = &Parser::characters;
    sax.internalSubset = &Parser::document_type;
    context = (*xml)->xmlCreatePushParserCtxt(&sax, this, nullptr, 0, nullptr);
    // Without HUGE: its limits on depth and on the length of names are wanted.
    if (context)
      (*xml)->xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  }
  ~Parser() {
    if (context) (*xml)->xmlFreeParserCtxt(context);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // The library calls these from C: nothing may be thrown through it, and nothing here throws.
  static void started(void* self, const xmlChar* name, const xmlChar*, const xmlChar* uri, int,
                      const xmlChar**, int attributes, int, const xmlChar** attribute) {
    Parser& parser = *static_cast<Parser*>(self);
    if (parser.unwanted > 0) {
      ++parser.unwanted;
      return;
    }
    XmlElement element{view(name), parser.spaces.view(uri), {}, {}};
    // Five pointers each: name, prefix, URI, and where the value begins and ends.
    for (int i = 0; i < attributes; ++i, attribute += 5) {
      if (view(attribute[0]) != "type") continue;
      const std::string_view value(reinterpret_cast<const char*>(attribute[3]),
                                   static_cast<std::size_t>(attribute[4] - attribute[3]));
      if (!attribute[2])
        element.type = value;
      else if (parser.attribute_spaces.view(attribute[2]) == schema_instance)
        element.xsi_type = without_prefix(value);
    }
    if (!parser.handler.start(element)) parser.unwanted = 1;
  }
  static void ended(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
    Parser& parser = *static_cast<Parser*>(self);
    if (parser.unwanted > 0 && --parser.unwanted > 0) return;
    parser.handler.end();
  }
  static void characters(void* self, const xmlChar* text, int length) {
    Parser& parser = *static_cast<Parser*>(self);
    if (parser.unwanted > 0) return;
    parser.handler.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
  }
  static void document_type(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
    static_cast<Parser*>(self)->stop("it has a document type, which no answer of vSphere has");
  }

  void stop(std::string why) {
    if (problem.empty()) problem = std::move(why);
    if (context) (*xml)->xmlStopParser(context);
  }

  void parse(const char* bytes, int size, int last) {
    if (!problem.empty()) return;
    if (!xml) {
      problem = xml.error().message;
      return;
    }
    if (!context) {
      problem = "no memory to read XML";
      return;
    }
    (*xml)->xmlSetGenericErrorFunc(nullptr, &say_nothing);  // of this thread
    const int code = (*xml)->xmlParseChunk(context, bytes, size, last);
    if (code == XML_ERR_OK || !problem.empty()) return;
    const xmlError* const wrong = (*xml)->xmlCtxtGetLastError(context);
    if (wrong && wrong->level < XML_ERR_FATAL && !last) return;
    problem = wrong && wrong->message
                  ? fmt::format("line {}: {}", wrong->line,
                                printable(trimmed(std::string_view(wrong->message)), 120))
                  : "it is no XML";
  }

  XmlHandler& handler;
  const Result<const Libxml2*> xml;
  Spaces spaces, attribute_spaces;
  int unwanted = 0;  // so many elements deep in what is not wanted
  xmlParserCtxtPtr context = nullptr;
  std::string problem;
};

Result<void> XmlStream::is_possible() {
  const Result<const Libxml2*> xml = libxml2();
  if (!xml) return tl::unexpected<Error>(xml.error());
  return {};
}

XmlStream::XmlStream(XmlHandler& handler) : parser_(std::make_unique<Parser>(handler)) {}
XmlStream::~XmlStream() = default;

bool XmlStream::feed(std::string_view bytes) {
  constexpr std::size_t at_once = 1U << 20;
  while (!bytes.empty() && parser_->problem.empty()) {
    const std::size_t size = std::min(bytes.size(), at_once);
    parser_->parse(bytes.data(), static_cast<int>(size), 0);
    bytes.remove_prefix(size);
  }
  return parser_->problem.empty();
}

Result<void> XmlStream::finish() {
  parser_->parse("", 0, 1);
  if (parser_->problem.empty()) return {};
  return error(ErrorKind::malformed, parser_->problem);
}

void XmlStream::stop(std::string why) { parser_->stop(std::move(why)); }

}  // namespace fbd
