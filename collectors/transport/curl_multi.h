// CurlMulti: many transfers of libcurl on one event loop.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include "collectors/transport/event_loop.h"
#include "collectors/transport/libcurl.h"

namespace fbd {

class CurlMulti {
 public:
  using Finished = std::function<void(CURLcode result)>;

  CurlMulti(EventLoop& loop, const Libcurl& curl);
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;
  ~CurlMulti();

  /// Not before the loop's next round `finished` is called, once; the transfer is removed by then.
  /// False if there is no memory for it.
  bool add(CURL* transfer, Finished finished);
  void remove(CURL* transfer);

 private:
  static int socket_changed(CURL* transfer, curl_socket_t socket, int what, void* self, void* data);
  static int timer_changed(CURLM* multi, long milliseconds, void* self);
  void act(curl_socket_t socket, int events);

  EventLoop& loop_;
  const Libcurl& curl_;
  CURLM* multi_;
  std::map<curl_socket_t, EventLoop::Watch> watches_;
  EventLoop::Timer timer_;
  std::map<CURL*, Finished> running_;
  struct Ended {
    CURL* transfer;
    Finished finished;
    CURLcode result;
  };
  std::deque<Ended> ended_;  // and not told yet
};

}  // namespace fbd
