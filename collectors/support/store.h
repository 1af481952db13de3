// Store: what comes in is redacted, looked at again, compressed and added to the bundle, on threads
// of its own. Whoever brings more than they can take has to wait, so that memory stays bounded.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "collectors/evidence/log_lines.h"
#include "collectors/support/collection.h"

namespace fbd {

class Store {
 public:
  Store(const BundleRedaction& redaction, BundleStream& stream, unsigned threads);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  void add_site(const Site& site);
  void add(const Question& question, const Observation& observation);
  /// Returns before it is stored.
  void add_lines(const std::string& host, const std::string& path, bool is_piece, LogLines lines);
  void leave_out(const std::string& host, const std::string& path, const std::string& why,
                 std::uint64_t bytes);
  /// Returns when everything brought so far is stored.
  void wait();

  /// Why nothing more can be stored.
  std::optional<Error> problem() const;
  /// Whether the bundle has reached its size.
  bool is_full() const;

  // Only after wait().
  const std::vector<FoundLeak>& leaks() const { return leaks_; }
  const Replacements& replacements() const { return replacements_; }
  std::size_t files() const { return paths_.size(); }
  std::size_t left_out() const { return left_out_; }

 private:
  struct Piece {
    std::string host;
    std::string path;
    bool is_piece;
    LogLines lines;
  };
  void work();
  void store(const Piece& piece);
  void append(std::string_view frame, const ChainLine& line);
  void note(const std::string& member, const std::vector<Leak>& leaks);
  void fail(const Error& error);
  void leave_out_locked(const LeftOut& line);

  const BundleRedaction& redaction_;
  BundleStream& stream_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Piece> waiting_;
  std::size_t at_work_ = 0;
  bool ended_ = false;
  bool full_ = false;
  std::optional<Error> problem_;
  std::vector<FoundLeak> leaks_;
  Replacements replacements_;
  std::set<std::string> members_;
  std::set<std::string> paths_;
  std::set<std::string> cut_;
  std::size_t left_out_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace fbd
