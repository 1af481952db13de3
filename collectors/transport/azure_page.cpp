#include "collectors/transport/azure_page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/http_date.h"
#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

/// Deeper than any answer of this service; whatever reads an answer later may recurse.
constexpr int max_depth = 50;

/// More than any address; what is longer is none.
constexpr std::size_t longest_link = 32U << 10;

/// Walks a page without building it: a page may be large.
class DepthMeter : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool is_object = false;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    if (depth_ == 0) is_object = true;
    return ++depth_ <= max_depth;
  }
  bool key(string_t&) override { return true; }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(std::size_t) override { return ++depth_ <= max_depth; }
  bool end_array() override { return --depth_ >= 0; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  int depth_ = 0;
};

/// A word as it is written, without the escapes; "" for what cannot be read.
std::string unescaped(const std::string& word) {
  const nlohmann::json json = nlohmann::json::parse('"' + word + '"', nullptr, false);
  return json.is_string() ? json.get<std::string>() : std::string();
}

ErrorKind kind_of(int status) {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return ErrorKind::denied;
    case 404:
      return ErrorKind::not_found;
    default:
      return ErrorKind::failed;
  }
}

std::string text_at(const Json& json, const char* key) {
  if (!json.is_object()) return {};
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// One sentence per key, for people; texts of this service have line breaks in them.
void add(std::string& message, std::string_view before, const std::string& text) {
  if (!text.empty()) message += fmt::format("{}{}", before, printable(without_secrets(text), 400));
}

}  // namespace

void PageScanner::feed(std::string_view bytes) {
  for (const char c : bytes) {
    if (in_word_) {
      if (depth_ == 1 && word_.size() < longest_link) word_ += c;
      if (escaped_)
        escaped_ = false;
      else if (c == '\\')
        escaped_ = true;
      else if (c == '"')
        end_of_word();
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    if (state_ == State::before && c == '{')
      state_ = State::open;
    else if (state_ != State::open)
      state_ = State::wrong;
    switch (c) {
      case '"':
        in_word_ = true;
        word_.clear();
        break;
      case '{':
      case '[':
        if (++depth_ == 1) is_key_ = true;
        break;
      case '}':
      case ']':
        if (--depth_ == 0 && state_ == State::open) state_ = State::closed;
        break;
      case ':':
        if (depth_ == 1) is_key_ = false;
        break;
      case ',':
        if (depth_ == 1) is_key_ = true;
        break;
      default:
        break;
    }
  }
}

void PageScanner::end_of_word() {
  in_word_ = false;
  if (depth_ != 1) return;
  word_.pop_back();
  if (is_key_)
    is_link_ = unescaped(word_) == "nextLink";
  else if (std::exchange(is_link_, false))
    link_ = word_;
}

std::string PageScanner::link() const { return link_.empty() ? std::string() : unescaped(link_); }

Result<void> check_page(std::string_view body) {
  DepthMeter meter;
  // For this parser a zero byte ends the text, whatever follows.
  const bool ends_early = body.find('\0') != std::string_view::npos;
  if (!ends_early && nlohmann::json::sax_parse(body, &meter) && meter.is_object) return {};
  const std::string_view start = trimmed(body).substr(0, 60);
  return error(ErrorKind::malformed,
               start.starts_with('<')
                   ? fmt::format("the answer is a web page, \"{}\", and none of Azure: a proxy in "
                                 "between?",
                                 printable(start))
                   : "the answer is no JSON, or is cut off");
}

AzureFailure azure_failure(std::string_view what, int status, std::string_view body,
                           const HttpOutcome& outcome) {
  AzureFailure failure{{kind_of(status), ""}, status, ""};
  std::string& message = failure.error.message;
  message = fmt::format("{}: HTTP {}", what, status);
  const Json json = Json::parse(body.substr(0, 64U << 10), nullptr, false);
  const Json& why = json.is_object() && json.contains("error") ? json["error"] : json;
  failure.code = printable(text_at(why, "code"), 80);
  add(message, " ", failure.code);
  add(message, ": ", text_at(why, "message"));
  if (why.is_object() && why.contains("details") && why["details"].is_array())
    for (const Json& detail : why["details"]) {
      add(message, "; ", text_at(detail, "code"));
      add(message, ": ", text_at(detail, "message"));
      add(message, "; possible causes: ", text_at(detail, "possibleCauses"));
      add(message, "; recommended: ", text_at(detail, "recommendedAction"));
      add(message, "; activity id ", text_at(detail, "activityId"));
      if (message.size() > 2000) break;
    }
  if (json.is_discarded()) message += ", without an explanation of Azure's: a proxy in between?";
  add(message, "; request id ", std::string(outcome.header("x-ms-request-id")));
  add(message, "; correlation id ", std::string(outcome.header("x-ms-correlation-request-id")));
  return failure;
}

std::optional<std::chrono::seconds> retry_after(const HttpOutcome& outcome) {
  const std::string_view text = trimmed(outcome.header("Retry-After"));
  constexpr std::size_t longest = 6;
  if (!text.empty() && text.size() <= longest &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::chrono::seconds(std::stol(std::string(text)));
  const auto when = http_date(text);
  const auto now = http_date(outcome.header("Date"));
  if (!when || !now) return std::nullopt;
  return std::max(*when - *now, std::chrono::seconds{0});
}

std::string quoted_json(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string failed_answer(std::string_view path, const AzureFailure& failure) {
  const Json json{{"path", path},
                  {"error",
                   {{"kind", name(failure.error.kind)},
                    {"status", failure.status},
                    {"code", failure.code},
                    {"message", failure.error.message}}}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
