#include "collectors/network/interfaces_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/name_pattern.h"

// Source: interfaces(5) of ifupdown 0.8.41, checked with its ifup --no-act.

namespace fbd {
namespace {

constexpr std::size_t max_depth = 16;

// Every file of this folder that a glob can match was read, so a pattern below it that matches
// nothing matches nothing on the machine either.
constexpr std::string_view folder_that_was_read = "/etc/network/interfaces.d";

std::string_view take_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\v\f"));
  rest = trimmed(rest.substr(word.size()));
  return word;
}

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_known_method(std::string_view family, std::string_view method) {
  constexpr std::array<std::string_view, 9> inet{"loopback", "static", "manual", "dhcp",  "bootp",
                                                 "tunnel",   "ppp",    "wvdial", "ipv4ll"};
  constexpr std::array<std::string_view, 7> inet6{"auto", "loopback", "static", "manual",
                                                  "dhcp", "v4tunnel", "6to4"};
  if (family == "inet") return is_one_of(method, inet);
  if (family == "inet6") return is_one_of(method, inet6);
  // Other families bring no IP address.
  if (family == "can") return method == "static";
  return family == "ipx" && (method == "static" || method == "dynamic");
}

std::string folder_of(std::string_view path) {
  return std::string(path.substr(0, std::min(path.rfind('/'), path.size())));
}

bool may_be_sourced_by_directory(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

class Reader {
 public:
  explicit Reader(const NetworkFiles& files) : files_(files) {}

  void file(const std::string& path, std::string_view text) {
    // One that sources itself would never end; a second reading adds nothing.
    if (open_.size() >= max_depth || !read_.insert(path).second) return;
    open_.push_back({path, 0});
    std::string joined;
    while (!text.empty() && !found_.refused) {
      const std::string_view first = next_line(text);
      if (trimmed(first).empty() || trimmed(first)[0] == '#') continue;
      const int line = open_.back().line;
      joined = first;
      while (!joined.empty() && joined.back() == '\\') {
        joined.pop_back();
        if (text.empty()) break;
        joined += next_line(text);
      }
      statement(joined, line);
    }
    open_.pop_back();
  }

  InterfacesText take() { return std::move(found_); }

 private:
  struct OpenFile {
    std::string path;
    int line;
  };

  std::string_view next_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++open_.back().line;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

  void statement(std::string_view text, int line) {
    const std::string_view word = take_word(text);
    if (word == "iface") {
      iface(text, line);
    } else if (word == "auto" || word.starts_with("allow-")) {
      block_ = Block::none;
      // Other classes are brought up by whoever defines them.
      if (word == "auto" || word == "allow-auto" || word == "allow-hotplug") at_boot(text, line);
    } else if (word == "source") {
      block_ = Block::none;
      source(text, line);
    } else if (word == "source-directory") {
      block_ = Block::none;
      source_directory(text, line);
    } else if (word == "mapping") {
      block_ = Block::ignored;
      problem(line, "a mapping chooses the interface's configuration, which is not followed yet");
    } else if (word == "no-auto-down" || word == "no-scripts" || word == "rename") {
      block_ = Block::none;
    } else if (block_ == Block::none) {
      refuse(line, fmt::format("\"{}\" stands outside any block; ifupdown refuses the file",
                               printable(word, 40)));
    } else if (text.empty()) {
      refuse(line,
             fmt::format("\"{}\" has no value; ifupdown refuses the file", printable(word, 40)));
    } else if (block_ == Block::iface) {
      found_.blocks.back().options.push_back({std::string(word), std::string(text), line});
    }
  }

  void iface(std::string_view text, int line) {
    InterfacesBlock block;
    block.interface = take_word(text);
    block.file = open_.back().path;
    block.line = line;
    std::string_view word = take_word(text);
    if (word != "inherits") {
      block.family = word;
      block.method = take_word(text);
      word = take_word(text);
      if (word != "inherits" && !is_known_method(block.family, block.method))
        return refuse(line, fmt::format("family \"{}\" or method \"{}\" is unknown; ifupdown "
                                        "refuses the file",
                                        printable(block.family, 40), printable(block.method, 40)));
    }
    block.inherits = word == "inherits";
    found_.blocks.push_back(std::move(block));
    block_ = Block::iface;
  }

  void at_boot(std::string_view text, int line) {
    while (!text.empty()) {
      const std::string_view name = take_word(text);
      if (name.starts_with('/') || is_pattern(name) || name.find('=') != std::string_view::npos)
        problem(line, fmt::format("\"{}\" is a pattern or stands for another name, which is not "
                                  "followed yet",
                                  printable(name, 40)));
      found_.boot.emplace(name);
    }
  }

  std::string absolute(std::string_view path) const {
    return path.starts_with('/') ? std::string(path)
                                 : folder_of(open_.back().path) + "/" + std::string(path);
  }

  void source(std::string_view text, int line) {
    if (text.find_first_of("$`~{\"'\\") != std::string_view::npos)
      return problem(line, fmt::format("the source \"{}\" needs a shell to be understood",
                                       printable(text, 80)));
    while (!text.empty() && !found_.refused) {
      const std::string path = absolute(take_word(text)), folder = folder_of(path);
      const std::string_view pattern = file_name(path);
      bool any = false;
      for (const auto& candidate : files_) {
        const std::string_view name = file_name(candidate.first);
        if (folder_of(candidate.first) != folder || !matches(pattern, name)) continue;
        if (name.starts_with('.') && !pattern.starts_with('.')) continue;
        any = true;
        block_ = Block::none;
        file(candidate.first, candidate.second);
      }
      if (folder != folder_that_was_read && (is_pattern(path) || !any)) not_read(line, path);
    }
    block_ = Block::none;
  }

  void source_directory(std::string_view text, int line) {
    while (!text.empty() && !found_.refused) {
      std::string folder = absolute(take_word(text));
      while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
      for (const auto& candidate : files_) {
        if (folder_of(candidate.first) != folder ||
            !may_be_sourced_by_directory(file_name(candidate.first)))
          continue;
        block_ = Block::none;
        file(candidate.first, candidate.second);
      }
      if (folder != folder_that_was_read) not_read(line, folder);
    }
    block_ = Block::none;
  }

  void not_read(int line, const std::string& what) {
    problem(line, fmt::format("it sources {}, which was not read", printable(what, 120)));
  }

  void problem(int line, std::string reason) {
    found_.problems.push_back({open_.back().path, line, std::move(reason)});
  }

  void refuse(int line, std::string reason) {
    problem(line, std::move(reason));
    found_.refused = true;
  }

  enum class Block { none, iface, ignored };

  const NetworkFiles& files_;
  std::vector<OpenFile> open_;
  std::set<std::string> read_;
  Block block_ = Block::none;
  InterfacesText found_;
};

}  // namespace

InterfacesText read_interfaces_text(std::string_view root, const NetworkFiles& files) {
  Reader reader(files);
  if (const auto found = files.find(root); found != files.end())
    reader.file(found->first, found->second);
  return reader.take();
}

}  // namespace fbd
