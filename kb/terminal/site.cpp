// "site": the file that says which machine plays which role.
#include <fmt/format.h>

#include "collectors/evidence/site_file.h"
#include "collectors/transport/secret.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/site_template.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "  site init         print a site file with comments, filled in with what this machine (or\n"
    "                    the mounted disk of --root) reveals\n"
    "  site test FILE    whether a site file is in order, and what it says";

int init(const po::variables_map& given) {
  const Result<Place> place = place_of(given);
  if (!place) return misused("site", place.error().message);
  const Result<Bundle> found = examine(*place, {});
  if (!found) return failed(found.error().message);
  fmt::print("{}", site_template(found->site, found->evidence));
  return 0;
}

int test(const std::string& file) {
  const Result<std::string> text = read_site_text(file);
  if (!text) return failed(text.error().message);
  const Result<Site> site = parse_site(*text, file);
  if (!site) return failed(site.error().message);
  if (const Result<void> secrets = check_secrets(*site); !secrets)
    return failed(secrets.error().message);
  fmt::print("{}: in order, {} stack\n", file, name(site->stack));
  for (const Host& host : site->hosts)
    fmt::print("  {:<20} {}; {}, reach: {}\n", host.name, title(host.roles), host.dial(),
               name(host.reach));
  return 0;
}

}  // namespace

int run_site(const Arguments& arguments) {
  Options options{"site", "site init [--root DIR] > site.yaml | site test FILE", about};
  options.words = {"what", "file"};
  add_place_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string what = text_of(parsed.given, "what");
  const std::string file = text_of(parsed.given, "file");
  if (what == "init" && file.empty()) return init(parsed.given);
  if (what == "test" && !file.empty()) return test(file);
  return misused("site", "site init, or site test FILE");
}

}  // namespace fbd
