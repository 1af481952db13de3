#include "kb/terminal/shown_document.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace fbd {

using Json = nlohmann::ordered_json;

struct ShownDocument::Impl {
  Json all = Json::object(), unknown = Json::array();
};

ShownDocument::ShownDocument(const Context& context)
    : context_(context), impl_(std::make_unique<Impl>()) {}

ShownDocument::~ShownDocument() = default;

void ShownDocument::put(const char* what, const Result<std::string>& json, const char* part) {
  impl_->all[what] = nullptr;
  if (!json) return note(what, json.error());
  Json whole = Json::parse(*json);
  Json shown = part ? std::move(whole[part]) : std::move(whole);
  impl_->all[what] = std::move(shown);
}

void ShownDocument::note(const char* what, const Error& why) {
  impl_->unknown.push_back({{"what", what}, {"kind", name(why.kind)}, {"message", why.message}});
}

std::string ShownDocument::text() {
  impl_->all["unknown"] = std::move(impl_->unknown);
  return impl_->all.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
