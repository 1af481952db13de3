// SharedList: a list that is long, is filled once and then handed to many.
#pragma once

#include <cassert>
#include <memory>
#include <utility>
#include <vector>

namespace fbd {

/// Copies are the same list: they cost nothing, and nobody changes what others read. It is filled
/// before it is copied.
template <class T>
class SharedList {
 public:
  SharedList() = default;
  /// From a list that is complete.
  SharedList(std::vector<T> all) : all_(std::make_shared<std::vector<T>>(std::move(all))) {}

  T& add(T one) {
    assert(all_.use_count() == 1);
    return all_->emplace_back(std::move(one));
  }

  auto begin() const { return std::as_const(*all_).begin(); }
  auto end() const { return std::as_const(*all_).end(); }
  std::size_t size() const { return all_->size(); }
  bool empty() const { return all_->empty(); }
  const T& operator[](std::size_t i) const { return (*all_)[i]; }
  const T& front() const { return all_->front(); }

 private:
  std::shared_ptr<std::vector<T>> all_ = std::make_shared<std::vector<T>>();
};

}  // namespace fbd
