// Any bytes in place of an rpm database, in each of its forms: the first byte chooses one. Nothing
// but the packages that were asked for may come out, one line each.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "collectors/evidence/text.h"
#include "collectors/transport/rpm_database.h"

using namespace fbd;

namespace {

class Disk {
 public:
  Disk() {
    std::string name = "/dev/shm/fbd-fuzz-XXXXXX";
    if (!std::filesystem::exists("/dev/shm")) name = "/tmp/fbd-fuzz-XXXXXX";
    if (!mkdtemp(name.data())) abort();
    path_ = name;
    std::filesystem::create_directories(path_ / "var/lib/rpm");
  }
  ~Disk() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Disk disk;
  if (size == 0) return 0;
  const char* names[] = {"rpmdb.sqlite", "Packages.db", "Packages"};
  const std::filesystem::path file = disk.path() / "var/lib/rpm" / names[data[0] % 3];
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data + 1), static_cast<std::streamsize>(size - 1));
  const auto root = RootDirectory::at(disk.path().string(), true);
  if (!root) abort();
  const auto answer = ask_rpm_database(*root, {{"NetworkManager", "rpm"}}, {});
  std::filesystem::remove(file);
  if (!answer) return 0;
  for (const std::string_view line : lines(*answer))
    if (!line.starts_with("database ") && !line.starts_with("damaged ") &&
        !line.starts_with("package NetworkManager ") && !line.starts_with("package rpm "))
      abort();
  return 0;
}
