#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

/// observations/HOST/QUESTION, and paths below files/HOST
constexpr int deepest = 2;
constexpr int deepest_of_files = 40;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> refused(std::string message) {
  return error(ErrorKind::malformed, std::move(message));
}

tl::unexpected<Error> failed(std::string_view name, int code) {
  return error(code == EACCES ? ErrorKind::denied : ErrorKind::failed,
               fmt::format("{}: {}", named_member(name), std::strerror(code)));
}

Result<std::vector<std::string>> names_in(int directory, std::string_view name) {
  struct Close {
    void operator()(DIR* one) const { closedir(one); }
  };
  // Its own descriptor, for closedir closes it.
  const std::unique_ptr<DIR, Close> stream(
      fdopendir(openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  if (!stream) return failed(name, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(stream.get())) {
    const std::string_view found = entry->d_name;
    if (found != "." && found != "..") names.emplace_back(found);
    if (names.size() > max_bundle_members)
      return refused(fmt::format("it has more than {} members", max_bundle_members));
  }
  if (errno != 0) return failed(name, errno);
  // What is wrong first must not depend on the file system.
  std::sort(names.begin(), names.end());
  return names;
}

Result<void> read_file(int file, const std::string& name, MemberReader& members) {
  if (Result<void> begun = members.begin(name); !begun) return begun;
  std::array<char, 64U << 10U> block;
  while (true) {
    const ssize_t size = read(file, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return failed(name, errno);
    if (size == 0) {
      members.end();
      return {};
    }
    const std::string_view bytes(block.data(), static_cast<std::size_t>(size));
    if (Result<void> taken = members.append(bytes); !taken) return taken;
  }
}

Result<void> read_directory(int directory, const std::string& prefix, int depth,
                            MemberReader& members);

Result<void> read_one(int directory, const std::string& prefix, const std::string& last, int depth,
                      MemberReader& members) {
  const std::string name = prefix + last;
  // Whatever a name turns into between two looks: what is opened is what is asked and read.
  const Descriptor file(
      openat(directory, last.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.number() < 0 && errno == ELOOP)
    return refused(named_member(name) + " is a symbolic link");
  if (file.number() < 0 && errno == ENXIO) return refused(named_member(name) + " is a socket");
  if (file.number() < 0) return failed(name, errno);
  struct stat status {};
  if (fstat(file.number(), &status) != 0) return failed(name, errno);
  if (S_ISREG(status.st_mode)) return read_file(file.number(), name, members);
  if (!S_ISDIR(status.st_mode)) return refused(named_member(name) + " is no regular file");
  if (depth == (name.starts_with("files/") ? deepest_of_files : deepest))
    return refused(named_member(name) + " is a directory");
  Result<void> taken = members.directory(name);
  if (taken) taken = read_directory(file.number(), name + "/", depth + 1, members);
  return taken;
}

Result<void> read_directory(int directory, const std::string& prefix, int depth,
                            MemberReader& members) {
  const Result<std::vector<std::string>> names = names_in(directory, prefix);
  if (!names) return tl::unexpected<Error>(names.error());
  for (const std::string& name : *names)
    if (Result<void> read = read_one(directory, prefix, name, depth, members); !read) return read;
  return {};
}

}  // namespace

Result<BundleMembers> members_of_directory(const std::filesystem::path& directory,
                                           const FileBytes& file_bytes) {
  const Descriptor root(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root.number() < 0)
    return error(errno == EACCES ? ErrorKind::denied : ErrorKind::failed, std::strerror(errno));
  MemberReader members(file_bytes);
  if (Result<void> read = read_directory(root.number(), "", 0, members); !read)
    return tl::unexpected<Error>(read.error());
  return members.take();
}

}  // namespace fbd
