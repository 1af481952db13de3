#include "collectors/transport/curl_multi.h"

#include <chrono>
#include <utility>

namespace fbd {

CurlMulti::CurlMulti(EventLoop& loop, const Libcurl& curl)
    : loop_(loop), curl_(curl), multi_(curl.curl_multi_init()) {
  if (!multi_) return;
  curl_.curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::socket_changed);
  curl_.curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_.curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::timer_changed);
  curl_.curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlMulti::~CurlMulti() {
  // Closing its connections it still says what no longer needs to be watched.
  if (multi_) curl_.curl_multi_cleanup(multi_);
}

bool CurlMulti::add(CURL* transfer, Finished finished) {
  if (!multi_ || curl_.curl_multi_add_handle(multi_, transfer) != CURLM_OK) return false;
  running_.emplace(transfer, std::move(finished));
  return true;
}

void CurlMulti::remove(CURL* transfer) {
  if (running_.erase(transfer) > 0) curl_.curl_multi_remove_handle(multi_, transfer);
  std::erase_if(ended_, [transfer](const Ended& ended) { return ended.transfer == transfer; });
}

int CurlMulti::socket_changed(CURL*, curl_socket_t socket, int what, void* self, void*) {
  CurlMulti& multi = *static_cast<CurlMulti*>(self);
  if (what == CURL_POLL_REMOVE) {
    multi.watches_.erase(socket);
    return 0;
  }
  const std::uint32_t events =
      ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
  if (const auto known = multi.watches_.find(socket); known != multi.watches_.end()) {
    known->second.change(events);
    return 0;
  }
  EventLoop::Watch watch = multi.loop_.watch(socket, events, [&multi, socket](std::uint32_t ready) {
    int happened = 0;
    if ((ready & EPOLLIN) != 0) happened |= CURL_CSELECT_IN;
    if ((ready & EPOLLOUT) != 0) happened |= CURL_CSELECT_OUT;
    if ((ready & (EPOLLERR | EPOLLHUP)) != 0) happened |= CURL_CSELECT_ERR;
    multi.act(socket, happened);
  });
  if (!watch) return -1;
  multi.watches_.emplace(socket, std::move(watch));
  return 0;
}

int CurlMulti::timer_changed(CURLM*, long milliseconds, void* self) {
  CurlMulti& multi = *static_cast<CurlMulti*>(self);
  multi.timer_.cancel();
  if (milliseconds >= 0)
    multi.timer_ = multi.loop_.at(Clock::now() + std::chrono::milliseconds(milliseconds),
                                  [&multi] { multi.act(CURL_SOCKET_TIMEOUT, 0); });
  return 0;
}

void CurlMulti::act(curl_socket_t socket, int events) {
  int still_running = 0;
  curl_.curl_multi_socket_action(multi_, socket, events, &still_running);
  int left = 0;
  while (const CURLMsg* message = curl_.curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* const transfer = message->easy_handle;
    const CURLcode result = message->data.result;
    curl_.curl_multi_remove_handle(multi_, transfer);
    if (auto finished = running_.extract(transfer); !finished.empty())
      ended_.push_back({transfer, std::move(finished.mapped()), result});
  }
  // One by one, for who is told may begin and remove others.
  while (!ended_.empty()) {
    const Ended ended = std::move(ended_.front());
    ended_.pop_front();
    ended.finished(ended.result);
  }
}

}  // namespace fbd
