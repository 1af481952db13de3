#include "collectors/transport/rpm_database.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "collectors/transport/rpm_forms.h"

namespace fbd {
namespace {

constexpr std::string_view directories[] = {"/var/lib/rpm", "/usr/lib/sysimage/rpm"};

struct Form {
  std::string_view file;
  std::string_view name;
};
constexpr Form forms[] = {{"rpmdb.sqlite", "sqlite"}, {"Packages.db", "ndb"}, {"Packages", "bdb"}};
constexpr std::size_t most_lines = 1000;

struct Database {
  std::string path;
  std::string_view form;
  std::size_t count = 0;
  std::size_t damaged = 0;
  std::vector<RpmPackage> wanted;
};

tl::unexpected<Error> at(const std::string& path, const Error& why) {
  return error(why.kind, path + ": " + why.message);
}

/// A file that need not be there; an empty one is as good as none.
Result<std::optional<DatabaseFile>> open_if_there(const RootDirectory& root,
                                                  const std::string& path,
                                                  const std::stop_token& abandoned) {
  Result<DatabaseFile> file = DatabaseFile::open(root, path, abandoned);
  if (file && file->size() > 0) return std::optional(std::move(*file));
  if (file || file.error().kind == ErrorKind::not_found) return std::nullopt;
  return at(path, file.error());
}

/// SQLite's, if it is not in the middle of a change that only its own program could take back.
Result<void> walk_with_log(const RootDirectory& root, const std::string& path, DatabaseFile& file,
                           const std::stop_token& abandoned, const EachHeader& each) {
  auto journal = open_if_there(root, path + "-journal", abandoned);
  if (!journal) return tl::unexpected<Error>(journal.error());
  if (std::array<char, 1> first{}; *journal) {
    if (auto read = (*journal)->read(0, first); !read) return read;
    if (first[0] != 0)
      return error(ErrorKind::malformed, "a change was interrupted; its -journal is still there");
  }
  auto log = open_if_there(root, path + "-wal", abandoned);
  if (!log) return tl::unexpected<Error>(log.error());
  return walk_sqlite(file, *log ? &**log : nullptr, each);
}

Result<Database> read_database(const RootDirectory& root, const std::string& path, const Form& form,
                               DatabaseFile& file, const WantedNames& wanted,
                               const std::stop_token& abandoned) {
  Database database{path, form.name, 0, 0, {}};
  const EachHeader each = [&](RpmBlob& blob) {
    Result<RpmPackage> package = read_rpm_header(blob, wanted);
    if (!package) {
      ++database.damaged;
      return;
    }
    ++database.count;
    if (wanted.contains(package->name) && database.wanted.size() < most_lines)
      database.wanted.push_back(std::move(*package));
  };
  const Result<void> walked = form.name == "sqlite"
                                  ? walk_with_log(root, path, file, abandoned, each)
                              : form.name == "ndb" ? walk_ndb(file, each)
                                                   : walk_bdb(file, each);
  if (!walked) return at(path, walked.error());
  return database;
}

std::string answer(std::vector<Database> databases) {
  const auto by_count = [](const Database& a, const Database& b) { return a.count < b.count; };
  auto counts = std::max_element(databases.begin(), databases.end(), by_count);
  std::iter_swap(databases.begin(), counts);
  std::string text;
  for (const Database& one : databases)
    text += fmt::format("{} {} {} {}\n", text.empty() ? "database" : "passed-over", one.path,
                        one.form, one.count);
  Database& database = databases.front();
  if (database.damaged > 0) text += fmt::format("damaged {}\n", database.damaged);
  // The order of a hash is nobody's business.
  std::sort(
      database.wanted.begin(), database.wanted.end(), [](const RpmPackage& a, const RpmPackage& b) {
        return std::tie(a.name, a.installed, a.version) < std::tie(b.name, b.installed, b.version);
      });
  for (const RpmPackage& one : database.wanted)
    text += fmt::format("package {} {} installed {}\n", one.name, one.version, one.installed);
  return text;
}

}  // namespace

Result<std::string> ask_rpm_database(const RootDirectory& root, const RpmQuery& request,
                                     const std::stop_token& abandoned) {
  const WantedNames wanted(request.packages.begin(), request.packages.end());
  std::vector<Database> databases;
  std::vector<DatabaseFile> seen;  // one directory is often a link to the other
  for (const std::string_view directory : directories)
    for (const Form& form : forms) {
      const std::string path = fmt::format("{}/{}", directory, form.file);
      auto file = open_if_there(root, path, abandoned);
      if (!file) return tl::unexpected<Error>(file.error());
      const auto is_it = [&](const DatabaseFile& one) { return one.is_same_as(**file); };
      if (!*file || std::any_of(seen.begin(), seen.end(), is_it)) continue;
      Result<Database> database = read_database(root, path, form, **file, wanted, abandoned);
      if (!database) return tl::unexpected<Error>(database.error());
      databases.push_back(std::move(*database));
      seen.push_back(std::move(**file));
    }
  if (databases.empty())
    return error(ErrorKind::not_found,
                 "there is no rpm database in /var/lib/rpm or /usr/lib/sysimage/rpm");
  return answer(std::move(databases));
}

}  // namespace fbd
