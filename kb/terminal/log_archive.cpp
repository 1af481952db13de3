#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/libarchive.h"
#include "collectors/evidence/text.h"
#include "kb/terminal/log_files.h"

namespace fbd {
namespace {

/// In a bundle, what is no log: its own pages, and answers, which are judged in another way.
bool is_log(std::string_view member) {
  if (kinds_of_file(member) != 0) return true;
  for (const std::string_view own :
       {"manifest.json", "site.yaml", "baseline.json", "observations/"})
    if (member.starts_with(own) || member.find(fmt::format("/{}", own)) != member.npos)
      return false;
  return true;
}

std::string why(const Libarchive& library, archive* one) {
  const char* const text = library.archive_error_string(one);
  return text ? printable(text, 200) : "unknown reason";
}

/// The data of the member the archive stands at. A hole in a sparse file is as many zero bytes,
/// which say nothing: it is left out.
ReadBytes member_bytes(const Libarchive& library, archive* one) {
  struct State {
    const char* data = nullptr;
    std::size_t left = 0;
  };
  return [&library, one, state = State{}](std::span<char> room) mutable -> Result<std::size_t> {
    while (state.left == 0) {
      const void* block = nullptr;
      la_int64_t offset = 0;
      const int result = library.archive_read_data_block(one, &block, &state.left, &offset);
      if (result == ARCHIVE_EOF) return std::size_t{0};
      if (result < ARCHIVE_WARN) return error(ErrorKind::malformed, why(library, one));
      state.data = static_cast<const char*>(block);
    }
    const std::size_t some = std::min(room.size(), state.left);
    std::copy_n(state.data, some, room.data());
    state.data += some;
    state.left -= some;
    return some;
  };
}

}  // namespace

void scan_archive(const MessageSet& set, const std::string& archive_file, const ScanTerms& terms,
                  LogsScan& scan) {
  const auto give_up = [&](ErrorKind kind, std::string reason) {
    scan.unread.push_back({archive_file, {kind, std::move(reason)}});
  };
  const Result<const Libarchive*> loaded = libarchive();
  if (!loaded) return give_up(loaded.error().kind, loaded.error().message);
  const Libarchive& library = **loaded;
  const auto close = [&library](archive* one) { library.archive_read_free(one); };
  const std::unique_ptr<archive, decltype(close)> reader(library.archive_read_new(), close);
  library.archive_read_support_filter_gzip(reader.get());
  library.archive_read_support_filter_zstd(reader.get());
  library.archive_read_support_format_tar(reader.get());
  constexpr std::size_t block = std::size_t{64} << 10;
  if (library.archive_read_open_filename(reader.get(), archive_file.c_str(), block) != ARCHIVE_OK)
    return give_up(ErrorKind::failed, why(library, reader.get()));
  archive_entry* entry = nullptr;
  int result = ARCHIVE_OK;
  while ((result = library.archive_read_next_header(reader.get(), &entry)) >= ARCHIVE_WARN &&
         result != ARCHIVE_EOF) {
    const char* const name = library.archive_entry_pathname(entry);
    if (!name || library.archive_entry_filetype(entry) != AE_IFREG || !is_log(name)) continue;
    if (terms.enough && terms.enough()) return give_up(ErrorKind::timed_out, "no time was left");
    const LogFile file{fmt::format("{}/{}", archive_file, printable(name, 400)),
                       LogTime(std::chrono::seconds(library.archive_entry_mtime(entry))),
                       0,
                       {}};
    const LogToScan log{file.name, file.newest, terms.since, terms.enough};
    ++scan.files;
    scan.add(file, scan_log(set, log, member_bytes(library, reader.get())));
  }
  if (result != ARCHIVE_EOF) give_up(ErrorKind::malformed, why(library, reader.get()));
}

std::optional<LogTime> last_failover_in(const MessageSet& set, const std::string& archive_file,
                                        const ScanTerms& terms) {
  const std::optional<std::size_t> index = set.index_of(failover_code);
  if (!index) return std::nullopt;
  const MessageSet only({set.messages()[*index]});
  ScanTerms all_times = terms;
  all_times.since.reset();
  LogsScan scan;
  scan_archive(only, archive_file, all_times, scan);
  const auto found = scan.sightings.met().find(0);
  return found == scan.sightings.met().end() ? std::nullopt : found->second.last.time;
}

}  // namespace fbd
