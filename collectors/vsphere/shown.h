// Facts of vSphere as JSON: what is not known is null and says why. Templates, so that this header
// needs none of the library's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// object[key] = value (a Result or Seen); null and, unless it is only not set,
/// object["unknown"][key] = the reason.
template <class Json, class Known, class Convert>
void show(Json& object, const char* key, const Known& value, Convert convert) {
  object[key] = value ? Json(convert(*value)) : Json(nullptr);
  if (!value && value.error().kind != ErrorKind::not_found)
    object["unknown"][key] = value.error().message;
}

template <class Json, class Known>
void show(Json& object, const char* key, const Known& value) {
  show(object, key, value, [](const auto& known) { return Json(known); });
}

template <class Json, class T, class Convert>
Json json_list(const std::vector<T>& all, Convert convert) {
  Json list = Json::array();
  for (const T& one : all) list.push_back(convert(one));
  return list;
}

/// {"all": [...]}, whatever bytes the server's texts hold.
template <class Json, class T, class Convert>
std::string shown_list(const std::vector<T>& all, Convert convert) {
  Json json;
  json["all"] = json_list<Json>(all, convert);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
