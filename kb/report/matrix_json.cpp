#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "kb/report/matrix.h"
#include "kb/report/version.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const MatrixCell& cell) {
  Json json{{"from", cell.from},
            {"to", cell.to},
            {"flow", cell.flow},
            {"purpose", cell.purpose},
            {"address", cell.address},
            {"port", cell.port},
            {"through", cell.through},
            {"status", name(cell.status)},
            {"information", cell.information},
            {"word", cell.word}};
  const auto add = [&json](const char* key, const auto& value) {
    if (value) json[key] = *value;
  };
  if (!cell.code.empty()) json["code"] = cell.code;
  if (!cell.title.empty()) json["title"] = printable(cell.title, 2000);
  if (!cell.reason.empty()) json["reason"] = printable(cell.reason, 2000);
  add("lookup_milliseconds", cell.lookup_milliseconds);
  add("connect_milliseconds", cell.connect_milliseconds);
  add("spread_milliseconds", cell.spread_milliseconds);
  add("tls_milliseconds", cell.tls_milliseconds);
  add("mtu", cell.mtu);
  return json;
}

}  // namespace

std::string matrix_json(const Matrix& matrix, int exit_code) {
  Json json;
  json["format"] = "failback-doctor matrix";
  json["version"] = 1;
  json["program"] = program_version();
  json["exit_code"] = exit_code;
  json["rows"] = matrix.rows;
  json["columns"] = matrix.columns;
  json["cells"] = Json::array();
  for (const MatrixCell& cell : matrix.cells) json["cells"].push_back(json_of(cell));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fbd
