#include "collectors/vsphere/licences.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

/// More hours than any evaluation has.
constexpr std::int64_t most_hours = std::int64_t{24} * 366 * 100;

Result<Request> licences(const Context&) {
  return VsphereGet{
      VsphereCall::objects,
      {"licenseManager"},
      {"all=licenses{edition=editionKey,name,"
       "properties(key=expirationDate|expirationHours)[]{key,value}}",
       "evaluation=evaluation{properties(key=expirationDate|expirationHours)[]{key,value}}"},
      {}};
}

Result<Request> assigned(const Context&) {
  return VsphereGet{VsphereCall::assigned_licences, {}, {}, {}};
}

VsphereLicence read_licence(const Row& row) {
  VsphereLicence licence;
  licence.edition = row.text_or_nothing("edition");
  licence.name = row.text_or_nothing("name");
  (void)row.each("properties", [&](const Row& one) {
    if (one.text_or_nothing("key") == "expirationDate")
      licence.expires = one.text_or_nothing("value");
    const Result<std::int64_t> hours = one.number("value");
    if (one.text_or_nothing("key") == "expirationHours" && hours)
      licence.hours_left = static_cast<int>(std::clamp<std::int64_t>(*hours, 0, most_hours));
  });
  return licence;
}

VsphereLicences read(const Row& row) {
  VsphereLicences licences{row.list("all", read_licence),
                           error(ErrorKind::not_found, "there is no evaluation")};
  const Result<void> readable =
      row.each("evaluation", [&](const Row& one) { licences.evaluation = read_licence(one); });
  if (!readable) licences.evaluation = tl::unexpected<Error>(readable.error());
  return licences;
}

AssignedLicence read_assigned(const Row& row) {
  std::string entity = row.ref();
  return {std::move(entity), row.text_or_nothing("entity_name"), read_licence(row)};
}

Result<VsphereLicences> parse(std::string_view answer) { return read_row(answer, read); }

Result<VsphereAssignedLicences> parse_assigned(std::string_view answer) {
  Result<std::vector<AssignedLicence>> all = read_rows(answer, read_assigned);
  if (!all) return tl::unexpected<Error>(all.error());
  return VsphereAssignedLicences{std::move(*all)};
}

constexpr Origin<VsphereLicences> known_origins[] = {
    {"vsphere.licences", Os::unknown, ask_vsphere(licences), parse},
};
constexpr Origin<VsphereAssignedLicences> assigned_origins[] = {
    {"vsphere.assigned-licences", Os::unknown, ask_vsphere(assigned), parse_assigned},
};

Json json_of(const VsphereLicence& one) {
  return Json{{"edition", one.edition},
              {"name", one.name},
              {"expires", one.expires},
              {"hours_left", one.hours_left ? Json(*one.hours_left) : Json()}};
}

}  // namespace

std::span<const Origin<VsphereLicences>> VsphereLicences::origins() { return known_origins; }
std::span<const Origin<VsphereAssignedLicences>> VsphereAssignedLicences::origins() {
  return assigned_origins;
}

std::string to_json(const VsphereLicences& fact) {
  Json json;
  show(json, "all", fact.all, [](const auto& all) { return json_list<Json>(all, json_of); });
  show(json, "evaluation", fact.evaluation, json_of);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const VsphereAssignedLicences& fact) {
  return shown_list<Json>(fact.all, [](const AssignedLicence& one) {
    return Json{{"entity", one.entity},
                {"entity_name", one.entity_name},
                {"licence", json_of(one.licence)}};
  });
}

}  // namespace fbd
