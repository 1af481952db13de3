#include "collectors/transport/http.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/transport/curl_multi.h"
#include "collectors/transport/http_failure.h"
#include "collectors/transport/http_trust.h"
#include "collectors/transport/libcurl.h"

namespace fbd {
namespace {

/// A header is a secret as often as a body is: both are wiped.
void wipe(char* bytes, std::size_t size) { OPENSSL_cleanse(bytes, size); }
void wipe(std::string& text) { wipe(text.data(), text.size()); }

class Transfer final : public HttpTransfer {
 public:
  Transfer(const Libcurl& curl, CurlMulti& multi, std::string who, HttpRequest request,
           std::chrono::milliseconds within, HttpClient::Piece piece, HttpClient::Done done)
      : curl_(curl),
        multi_(multi),
        who_(std::move(who)),
        request_(std::move(request)),
        within_(within),
        piece_(std::move(piece)),
        done_(std::move(done)),
        identity_{request_.trust},
        easy_(curl.curl_easy_init()) {}

  ~Transfer() override {
    if (easy_) {
      multi_.remove(easy_);
      curl_.curl_easy_cleanup(easy_);
    }
    for (curl_slist* header = headers_; header; header = header->next)
      wipe(header->data, std::string_view(header->data).size());
    curl_.curl_slist_free_all(headers_);
    for (std::string& header : request_.headers) wipe(header);
    if (request_.body) wipe(*request_.body);
  }

  bool begin() {
    if (!easy_ || !demand_identity(curl_, easy_, identity_)) return false;
    for (const std::string& header : request_.headers) add_header(header);
    // Servers that do not answer "Expect: 100-continue" cost a second or two for each request.
    add_header("Expect:");
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, request_.plain ? "http,https" : "https");
    set(CURLOPT_HTTPHEADER, headers_);
    set(CURLOPT_USERAGENT, "failback-doctor");
    set(CURLOPT_ACCEPT_ENCODING, "");  // all that this libcurl can unpack
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a name server that hangs holds up nobody else
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<long>(within_.count(), 1)));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max<long>(within_.count(), 1)));
    if (request_.proxy || !request_.environments_proxy)
      set(CURLOPT_PROXY, request_.proxy ? request_.proxy->c_str() : "");
    if (request_.body) {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body->size()));
      set(CURLOPT_POSTFIELDS, request_.body->c_str());
    }
    set(CURLOPT_WRITEFUNCTION, &Transfer::written);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::headed);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_BUFFERSIZE, 256L * 1024L);
    return multi_.add(easy_, [this](CURLcode result) { finished(result); });
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_.curl_easy_setopt(easy_, option, value);
  }

  void add_header(const std::string& header) {
    if (curl_slist* longer = curl_.curl_slist_append(headers_, header.c_str())) headers_ = longer;
  }

  static std::size_t written(char* bytes, std::size_t, std::size_t size, void* self) {
    Transfer& transfer = *static_cast<Transfer*>(self);
    if (transfer.piece_({bytes, size})) return size;
    transfer.stopped_ = true;
    return size == 0 ? 1 : 0;
  }

  static std::size_t headed(char* bytes, std::size_t, std::size_t size, void* self) {
    const std::string_view line(bytes, size);
    auto& headers = static_cast<Transfer*>(self)->outcome_.headers;
    if (line.starts_with("HTTP/")) headers.clear();  // another answer follows "100 Continue"
    if (const std::size_t colon = line.find(':'); colon != line.npos)
      headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    return size;
  }

  std::chrono::microseconds time(CURLINFO which) const {
    curl_off_t microseconds = 0;
    curl_.curl_easy_getinfo(easy_, which, &microseconds);
    return std::chrono::microseconds(microseconds);
  }

  long number(CURLINFO which) const {
    long value = 0;
    curl_.curl_easy_getinfo(easy_, which, &value);
    return value;
  }

  void finished(CURLcode result) {
    outcome_.certificate_sha256 = identity_.certificate_sha256;
    outcome_.resolved = time(CURLINFO_NAMELOOKUP_TIME_T);
    outcome_.connected = time(CURLINFO_CONNECT_TIME_T);
    outcome_.shaken = time(CURLINFO_APPCONNECT_TIME_T);
    if (result == CURLE_OK)
      outcome_.status = static_cast<int>(number(CURLINFO_RESPONSE_CODE));
    else
      outcome_.status =
          tl::unexpected<Error>(failure_of({who_, request_.url, within_},
                                           {result, curl_.curl_easy_strerror(result),
                                            static_cast<int>(number(CURLINFO_OS_ERRNO)), stopped_},
                                           identity_));
    const HttpClient::Done done = std::move(done_);
    done(std::move(outcome_));  // after this the transfer may be gone
  }

  const Libcurl& curl_;
  CurlMulti& multi_;
  const std::string who_;
  HttpRequest request_;
  const std::chrono::milliseconds within_;
  const HttpClient::Piece piece_;
  HttpClient::Done done_;
  HttpIdentity identity_;
  HttpOutcome outcome_{0};
  curl_slist* headers_ = nullptr;
  CURL* easy_;
  bool stopped_ = false;
};

/// A request that could not even begin.
class NotBegun final : public HttpTransfer {
 public:
  NotBegun(EventLoop& loop, Error why, HttpClient::Done done)
      : timer_(loop.at(Clock::now(), [why = std::move(why), done = std::move(done)] {
          done({tl::unexpected<Error>(why)});
        })) {}

 private:
  EventLoop::Timer timer_;
};

}  // namespace

std::string_view HttpOutcome::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return same_word(header.first, name);
  });
  return found == headers.end() ? std::string_view() : found->second;
}

HttpClient::HttpClient(EventLoop& loop) : loop_(loop) {}
HttpClient::~HttpClient() = default;

std::unique_ptr<HttpTransfer> HttpClient::start(const std::string& who, HttpRequest request,
                                                std::chrono::milliseconds within, Piece piece,
                                                Done done) {
  const Result<const Libcurl*> curl = libcurl();
  if (!curl) return std::make_unique<NotBegun>(loop_, curl.error(), std::move(done));
  std::unique_ptr<CurlMulti>& multi = multis_[request.trust];
  if (!multi) multi = std::make_unique<CurlMulti>(loop_, **curl);
  const std::string url = request.url;
  auto transfer = std::make_unique<Transfer>(**curl, *multi, who, std::move(request), within,
                                             std::move(piece), done);
  if (transfer->begin()) return transfer;
  return std::make_unique<NotBegun>(
      loop_,
      Error{ErrorKind::failed,
            fmt::format("{}: {}: the request could not be set up", who, shown_url(url))},
      std::move(done));
}

}  // namespace fbd
