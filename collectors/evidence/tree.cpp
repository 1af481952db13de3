#include "collectors/evidence/tree.h"

#include <cassert>
#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace fbd {
namespace {

std::string escaped(std::string_view path) {
  std::string out;
  for (char c : path) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view escaped_path) {
  std::string path;
  for (std::size_t i = 0; i < escaped_path.size(); ++i) {
    if (escaped_path[i] != '\\') {
      path += escaped_path[i];
      continue;
    }
    if (++i == escaped_path.size()) return std::nullopt;
    if (escaped_path[i] != 'n' && escaped_path[i] != '\\') return std::nullopt;
    path += escaped_path[i] == 'n' ? '\n' : '\\';
  }
  return path;
}

/// Takes the text up to the next blank; without one, the header is not whole.
std::string_view next_word(std::string_view& header) {
  const std::size_t blank = header.find(' ');
  if (blank == std::string_view::npos) return {};
  const std::string_view word = header.substr(0, blank);
  header.remove_prefix(blank + 1);
  return word;
}

/// Exactly the form that write_tree gives, so that a text has one meaning and back.
template <class Number>
std::optional<Number> number_in(std::string_view word, int base) {
  Number number = 0;
  const auto [end, status] = std::from_chars(word.data(), word.data() + word.size(), number, base);
  if (word.empty() || status != std::errc() || end != word.data() + word.size())
    return std::nullopt;
  return number;
}

struct Header {
  TreeEntry entry;
  std::uint64_t size = 0;
};

/// The header of a line, or what should be there and is not.
tl::expected<Header, std::string_view> header_in(std::string_view line) {
  const auto expected = [](std::string_view what) {
    return tl::unexpected<std::string_view>(what);
  };
  Header header;
  TreeEntry& entry = header.entry;
  const std::string_view kind = next_word(line);
  const std::string_view detail = next_word(line);
  const std::string_view size = next_word(line);
  if (kind == "file" || kind == "link") {
    entry.kind = kind == "file" ? TreeEntry::Kind::file : TreeEntry::Kind::link;
    const auto mode = number_in<unsigned>(detail, 8);
    if (detail.size() != 4 || !mode) return expected("a mode of four octal digits");
    entry.mode = *mode;
  } else if (kind == "error") {
    entry.kind = TreeEntry::Kind::error;
    const auto error = error_kind(detail);
    if (!error) return expected("a kind of error");
    entry.error_kind = *error;
  } else {
    return expected("file, link or error");
  }
  const auto bytes = number_in<std::uint64_t>(size, 10);
  if (!bytes || (size.size() > 1 && size.front() == '0')) return expected("a length in bytes");
  header.size = *bytes;
  const auto path = unescaped(line);
  if (!path || !path->starts_with('/')) return expected("an absolute path");
  entry.path = *path;
  return header;
}

}  // namespace

std::string write_tree(std::span<const TreeEntry> entries) {
  std::string text;
  for (const TreeEntry& entry : entries) {
    assert(entry.path.starts_with('/'));
    if (entry.kind == TreeEntry::Kind::error)
      text += fmt::format("error {}", name(entry.error_kind));
    else
      text += fmt::format("{} {:04o}", entry.kind == TreeEntry::Kind::file ? "file" : "link",
                          entry.mode & 07777U);
    text += fmt::format(" {} {}\n", entry.bytes.size(), escaped(entry.path));
    text += entry.bytes;
    text += '\n';
  }
  return text;
}

Result<std::vector<TreeEntry>> read_tree(std::string_view text) {
  const auto malformed = [](std::size_t offset, std::string_view expected) {
    return error(ErrorKind::malformed,
                 fmt::format("tree: expected {} at byte {}", expected, offset));
  };
  std::vector<TreeEntry> entries;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end_of_header = text.find('\n', at);
    if (end_of_header == std::string_view::npos) return malformed(at, "a whole header line");
    auto header = header_in(text.substr(at, end_of_header - at));
    if (!header) return malformed(at, header.error());

    const std::size_t content = end_of_header + 1;
    const std::size_t rest = text.size() - content;
    if (header->size >= rest)
      return malformed(content, fmt::format("{} bytes and a newline", header->size));
    const std::size_t size = static_cast<std::size_t>(header->size);
    if (text[content + size] != '\n') return malformed(content + size, "a newline");
    header->entry.bytes = text.substr(content, size);
    entries.push_back(std::move(header->entry));
    at = content + size + 1;
  }
  return entries;
}

}  // namespace fbd
