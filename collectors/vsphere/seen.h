// Small values of which there are very many, as of the machines of a vCenter: like Result, at half
// the size and without an allocation each.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// A value, or why it is not known. Text and reason belong to a SeenStore, which must outlive it.
template <class T>
class Seen {
 public:
  Seen(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Seen(const Error* why) : why_(why) {}        // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return !why_; }
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  const Error& error() const { return *why_; }

 private:
  T value_{};
  const Error* why_ = nullptr;
};

class SeenText : public Seen<std::string_view> {
 public:
  using Seen::Seen;
  std::string value_or(std::string_view other) const { return std::string(*this ? **this : other); }
};

/// Keeps texts one after the other, and each reason once.
class SeenStore {
 public:
  std::string_view text(std::string_view text);
  /// One of few that many have, as the name of a host.
  std::string_view common(const std::string& text) { return *common_.insert(text).first; }
  const Error* reason(const Error& why);

  template <class T>
  Seen<T> seen(Result<T> value) {
    if (value) return Seen<T>(std::move(*value));
    return Seen<T>(reason(value.error()));
  }
  SeenText seen_text(const Result<std::string>& value) {
    return value ? SeenText(text(*value)) : SeenText(reason(value.error()));
  }
  SeenText seen_common(const Result<std::string>& value) {
    return value ? SeenText(common(*value)) : SeenText(reason(value.error()));
  }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;  // NOLINT(modernize-avoid-c-arrays)
  char* free_ = nullptr;
  std::size_t left_ = 0;
  std::set<std::string> common_;
  std::map<std::pair<ErrorKind, std::string>, Error> reasons_;
};

}  // namespace fbd
