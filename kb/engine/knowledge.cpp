#include "kb/engine/knowledge.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

/// A byte more than an article may have is read at most, so that its error is about its size.
constexpr std::streamsize most_bytes_read = 64 * 1024 + 1;

tl::unexpected<Error> cannot_read(const fs::path& path, const std::error_code& code) {
  const bool missing = code == std::errc::no_such_file_or_directory;
  const bool denied = code == std::errc::permission_denied;
  return error(missing  ? ErrorKind::not_found
               : denied ? ErrorKind::denied
                        : ErrorKind::failed,
               fmt::format("{}: {}", printable(path.string()), code.message()));
}

Result<std::vector<fs::path>> articles_in(const fs::path& directory) {
  std::error_code code;
  std::vector<fs::path> files;
  fs::directory_iterator entry(directory, code);
  for (; !code && entry != fs::directory_iterator(); entry.increment(code)) {
    std::error_code unknown_kind;
    // A pipe called x.md would keep us waiting for ever.
    if (entry->path().extension() == ".md" && entry->path().filename() != "README.md" &&
        entry->is_regular_file(unknown_kind))
      files.push_back(entry->path());
  }
  if (code) return cannot_read(directory, code);
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::string> read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return cannot_read(path, std::error_code(errno, std::generic_category()));
  std::string text(static_cast<std::size_t>(most_bytes_read), '\0');
  file.read(text.data(), most_bytes_read);
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

Knowledge Knowledge::built_in() {
  Knowledge knowledge;
  for (const EmbeddedArticle& embedded : embedded_articles()) {
    [[maybe_unused]] const Result<void> added = knowledge.add(embedded.text, embedded.file);
    assert(added && "an article that was compiled in is broken");
  }
  return knowledge;
}

Result<void> Knowledge::add_directory(const fs::path& directory) {
  const Result<std::vector<fs::path>> files = articles_in(directory);
  if (!files) return tl::unexpected<Error>(files.error());
  for (const fs::path& path : *files) {
    const Result<std::string> text = read(path);
    if (!text) return tl::unexpected<Error>(text.error());
    if (Result<void> added = add(*text, path.string()); !added) return added;
  }
  return {};
}

Result<void> Knowledge::add(std::string_view text, std::string_view file) {
  Result<Article> article = parse_article(text, file);
  if (!article) return tl::unexpected<Error>(std::move(article.error()));
  std::string code = article->code;
  articles_.insert_or_assign(std::move(code), std::move(*article));
  return {};
}

const Article* Knowledge::find(std::string_view code) const {
  const auto found = articles_.find(code);
  return found == articles_.end() ? nullptr : &found->second;
}

const Article* Knowledge::find_service_code(std::string_view code) const {
  for (const auto& [unused, article] : articles_)
    for (const std::string& one : article.codes)
      if (same_word(one, code)) return &article;
  return nullptr;
}

const Article* Knowledge::find(const Finding& finding) const {
  const Verdict& verdict = finding.verdict;
  for (const std::string_view key : {"service_code", "service_name"})
    if (const auto value = verdict.values.find(key); value != verdict.values.end())
      if (const Article* article = find_service_code(value->second)) return article;
  if (const Article* article = find(finding.code())) return article;
  if (verdict.status != Status::unknown || !verdict.reason) return nullptr;
  return find(fmt::format("unknown.{}", name(verdict.reason->kind)));
}

}  // namespace fbd
