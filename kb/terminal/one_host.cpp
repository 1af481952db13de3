#include "kb/terminal/one_host.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {

Result<const Host*> chosen_host(const Site& site, const std::string& name) {
  std::vector<std::string_view> names;
  const Host* only = nullptr;
  for (const Host& host : site.hosts) {
    names.push_back(host.name);
    if (host.name == name) return &host;
    if (host.reach != Reach::none && name.empty()) {
      if (only)
        return error(ErrorKind::malformed,
                     fmt::format("the site has several machines; --host says which: {}",
                                 fmt::join(names, ", ")));
      only = &host;
    }
  }
  if (only) return only;
  if (name.empty())
    return error(ErrorKind::not_found, "no machine of the site is reached from here");
  return error(ErrorKind::not_found, fmt::format("there is no host \"{}\"{}", printable(name, 60),
                                                 did_you_mean(name, names)));
}

}  // namespace fbd
