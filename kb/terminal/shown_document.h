// One JSON document of many facts of one host: what "show vsphere" and "show azure" print.
#pragma once

#include <memory>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Its members are facts, in the order in which they are put in. One that is not known is null, and
/// "unknown" at the end has the reason: [{"what", "kind", "message"}].
class ShownDocument {
 public:
  explicit ShownDocument(const Context& context);
  ShownDocument(const ShownDocument&) = delete;
  ShownDocument& operator=(const ShownDocument&) = delete;
  ~ShownDocument();

  /// A fact whole, as its to_json writes it.
  template <class F>
  void add(const char* what) {
    put(what, known<F>(context_).value.map([](const F& fact) { return to_json(fact); }));
  }
  /// The list "all" of a fact.
  template <class F>
  void add_list(const char* what) {
    put(what, known<F>(context_).value.map([](const F& fact) { return to_json(fact); }), "all");
  }
  /// A member as JSON text, or one part of that.
  void put(const char* what, const Result<std::string>& json, const char* part = nullptr);
  /// Says that something is not known, whether or not there is a member of that name.
  void note(const char* what, const Error& why);

  std::string text();

 private:
  struct Impl;
  const Context& context_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fbd
