// The rows that a VsphereGet answers with, read one after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// A row or an object in one. A value that the account may not see is denied, with the privilege it
/// takes; one that the server could not give is failed; one that is not set is not_found. These are
/// different facts: only the last says something about the object itself.
class Row {
 public:
  /// `json` belongs to the caller of the function that was given this.
  explicit Row(const void* json) : json_(json) {}

  std::string ref() const;
  Result<std::string> text(const char* key) const;
  Result<bool> flag(const char* key) const;
  Result<std::int64_t> number(const char* key) const;
  /// A list; one that is not set is an empty one, since the API knows no empty lists.
  Result<std::vector<std::string>> texts(const char* key) const;
  /// Reads every object of a list with `read`.
  template <class T>
  Result<std::vector<T>> list(const char* key, T (*read)(const Row&)) const {
    std::vector<T> all;
    const Result<void> whole = each(key, [&](const Row& one) { all.push_back(read(one)); });
    if (!whole) return tl::unexpected<Error>(whole.error());
    return all;
  }
  /// A single object counts as a list of one.
  Result<void> each(const char* key, const std::function<void(const Row&)>& read) const;

  /// "web01" or "" - where it makes no difference why there is none.
  std::string text_or_nothing(const char* key) const { return text(key).value_or(""); }

 private:
  Result<const void*> member(const char* key) const;

  const void* json_;
};

/// Calls `read` for each row; malformed, with the number of the line, if one is no row.
Result<void> for_each_row(std::string_view answer, const std::function<void(const Row&)>& read);

template <class T>
Result<std::vector<T>> read_rows(std::string_view answer, T (*read)(const Row&)) {
  std::vector<T> all;
  const Result<void> whole =
      for_each_row(answer, [&](const Row& row) { all.push_back(read(row)); });
  if (!whole) return tl::unexpected<Error>(whole.error());
  return all;
}

/// The one row of an answer about one thing.
template <class T>
Result<T> read_row(std::string_view answer, T (*read)(const Row&)) {
  Result<std::vector<T>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  if (all->size() != 1)
    return error(ErrorKind::malformed, "the answer of the vSphere API is not one row");
  return std::move(all->front());
}

}  // namespace fbd
