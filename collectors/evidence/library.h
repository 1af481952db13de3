// Libraries that are loaded when they are first needed: they bring many others with them, which a
// failing host may lack and which every start of the program would pay for.
#pragma once

#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

/// One library, loaded and kept for good.
class Library {
 public:
  /// `file` names the version of the interface: "libarchive.so.13". failed if it is not there; the
  /// message says what `needs` it ("bundles need") and which `package` of Debian has it.
  static Result<Library> load(const char* file, std::string_view needs, std::string_view package);

  /// Sets `function` to the one of that name; from then on `whole()` tells whether any was missing.
  template <class Function>
  void find(const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(address(name));
  }
  Result<void> whole() const;

 private:
  void* address(const char* name);

  void* handle_ = nullptr;
  const char* file_ = "";
  const char* missing_ = nullptr;
};

}  // namespace fbd
