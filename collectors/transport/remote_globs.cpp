#include "collectors/transport/remote_globs.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/transport/shell_text.h"

namespace fbd {
namespace {

bool has_wildcards(std::string_view text) { return text.find_first_of("*?[") != text.npos; }

}  // namespace

std::string shell_glob(std::string_view glob) {
  std::string out;
  std::string plain;
  const auto flush = [&] {
    if (!plain.empty()) out += as_shell_word(plain);
    plain.clear();
  };
  for (std::size_t i = 0; i < glob.size(); ++i) {
    const char c = glob[i];
    if (c == '\\' && i + 1 < glob.size()) {
      plain += glob[++i];
    } else if (c == '*' || c == '?') {
      flush();
      out += c;
    } else if (c == '[' && glob.find(']', i + 2) != glob.npos) {
      flush();
      const std::size_t end = glob.find(']', i + 2);
      out += '[';
      for (const char inner : glob.substr(i + 1, end - i - 1))
        out += inner == '!' || inner == '^' || inner == '-' ? std::string(1, inner)
                                                            : as_shell_word({&inner, 1});
      out += ']';
      i = end;
    } else {
      plain += c;
    }
  }
  flush();
  return out;
}

std::string look_at_directories(std::string_view glob) {
  std::string script;
  for (std::size_t slash = 0; slash != glob.npos; slash = glob.find('/', slash + 1)) {
    const std::size_t end = std::min(glob.find('/', slash + 1), glob.size());
    if (!has_wildcards(glob.substr(slash + 1, end - slash - 1))) continue;
    const std::string_view above = glob.substr(0, slash);
    script += fmt::format("for fbd_p in {}; do look \"$fbd_p\"; done\n",
                          above.empty() ? "/" : shell_glob(above));
  }
  return script;
}

}  // namespace fbd
