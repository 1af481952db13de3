// Any bytes in place of an article, and in place of what is filled in.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kb/engine/knowledge.h"
#include "kb/report/report.h"

using namespace fbd;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool has_control_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool is_c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if ((c < 0x20 && c != '\n') || c == 0x7F || is_c1) return true;
  }
  return false;
}

/// The kinds of steps and where they are to be done, which no value may change.
std::string shape(const std::vector<Step>& steps) {
  std::string kinds;
  for (const Step& step : steps) kinds += static_cast<char>('0' + step.index());
  return kinds;
}

void use(const Article& article, const std::string& value) {
  Values values;
  Values harmless;
  for (const std::string& name : used_values(article)) {
    values[name] = value;
    harmless[name] = "x";
  }
  require(shape(fix_plan(article, values)) == shape(fix_plan(article, harmless)));
  TextStyle style;
  require(!has_control_characters(markdown_text(filled_body(article, values), style)));
  style.columns = 20;
  require(!has_control_characters(markdown_text(Markdown(cause(article, values)), style, 4)));
  require(!has_control_characters(fill(article.title, values)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // The value is what follows the last line "===="; without one it is the whole text.
  const std::size_t end = bytes.rfind("\n====\n");
  const std::string_view text = bytes.substr(0, end);
  const std::string value(end == std::string_view::npos ? bytes.substr(0, 100)
                                                        : bytes.substr(end + 6));
  constexpr std::string_view file = "a.b.md";
  Knowledge knowledge;
  if (knowledge.add(text, file)) {
    const std::vector<KnownCode> codes{{"a.b", Status::fail, {"x"}}};
    const std::vector<std::string_view> probes{"a"};
    lint(knowledge, codes, probes);
    knowledge.search(value);
    use(*knowledge.find("a.b"), value);
  }
  // What a directory may hold is checked; a body made elsewhere must do no harm, either.
  Article article;
  article.body = text;
  use(article, value);
  return 0;
}
