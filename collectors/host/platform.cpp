#include "collectors/host/platform.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"
#include "collectors/host/key_values.h"

namespace fbd {
namespace {

constexpr std::string_view asset_tag_path = "/sys/devices/virtual/dmi/id/chassis_asset_tag";
constexpr std::string_view vendor_path = "/sys/devices/virtual/dmi/id/sys_vendor";
constexpr std::string_view product_path = "/sys/devices/virtual/dmi/id/product_name";
constexpr std::string_view uuid_path = "/sys/devices/virtual/dmi/id/product_uuid";
constexpr std::string_view dmi[] = {asset_tag_path, vendor_path, product_path, uuid_path};

/// The content of one of the files; empty when the firmware gives nothing and so there is no file.
Result<std::string> content(std::span<const TreeEntry> tree, std::string_view path) {
  const auto entry = std::find_if(tree.begin(), tree.end(),
                                  [path](const TreeEntry& one) { return one.path == path; });
  if (entry == tree.end()) return std::string();
  if (entry->kind == TreeEntry::Kind::error) {
    if (entry->error_kind == ErrorKind::not_found) return std::string();
    return error(entry->error_kind, entry->path + ": " + entry->bytes);
  }
  return printable(trimmed(entry->bytes));
}

Result<Platform> parse_dmi(std::string_view answer) {
  const Result<std::vector<TreeEntry>> tree = read_tree(answer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  if (tree->empty())
    return error(ErrorKind::not_found, "there is no DMI in /sys/devices/virtual/dmi/id");
  const Result<std::string> asset_tag = content(*tree, asset_tag_path);
  if (!asset_tag) return tl::unexpected<Error>(asset_tag.error());
  const Result<std::string> vendor = content(*tree, vendor_path);
  if (!vendor) return tl::unexpected<Error>(vendor.error());
  return Platform{*asset_tag, *vendor, content(*tree, product_path).value_or(""),
                  content(*tree, uuid_path).map(lower_case)};
}

constexpr Origin<Platform> known_origins[] = {
    {"host.platform", Os::gnu_linux, read_kernel_tree(dmi), parse_dmi},
};

/// The 32 hexadecimal digits of a UUID in lower case, or "" if it is none.
std::string digits_of(std::string_view uuid) {
  std::string digits;
  for (char c : lower_case(trimmed(uuid))) {
    if (c == '-' || c == '{' || c == '}') continue;
    const bool hexadecimal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (!hexadecimal) return "";
    digits += c;
  }
  return digits.size() == 32 ? digits : "";
}

std::string with_swapped_groups(const std::string& digits) {
  // Bytes 3 2 1 0, 5 4, 7 6 of the first three groups; the other two are never swapped.
  std::string swapped;
  for (std::size_t byte : {3U, 2U, 1U, 0U, 5U, 4U, 7U, 6U}) swapped += digits.substr(2 * byte, 2);
  return swapped + digits.substr(16);
}

}  // namespace

std::span<const Origin<Platform>> Platform::origins() { return known_origins; }

bool Platform::on_vmware() const { return vendor.starts_with("VMware"); }

bool same_uuid(std::string_view a, std::string_view b) {
  const std::string left = digits_of(a), right = digits_of(b);
  if (left.empty() || right.empty()) return same_word(trimmed(a), trimmed(b));
  return left == right || left == with_swapped_groups(right);
}

std::string to_json(const Platform& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["in_azure"] = fact.in_azure();
  json["on_vmware"] = fact.on_vmware();
  json["asset_tag"] = fact.asset_tag;
  json["vendor"] = fact.vendor;
  json["product"] = fact.product;
  json["uuid"] = fact.uuid ? Json(*fact.uuid) : Json();
  json["uuid_error"] = fact.uuid ? Json() : Json(fact.uuid.error().message);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
