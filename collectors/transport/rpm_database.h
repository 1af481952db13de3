// What the rpm database of a host says, read from its files. It may hang in the kernel.
#pragma once

#include <stop_token>
#include <string>

#include "collectors/evidence/question.h"
#include "collectors/evidence/result.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// One line each, words parted by one blank:
///   database PATH FORM COUNT     form: sqlite, ndb or bdb; how many packages it holds
///   passed-over PATH FORM COUNT  another one that is there and holds fewer
///   damaged COUNT                headers that could not be read: what they name is not known
///   package NAME VERSION installed SECONDS    [EPOCH:]VERSION-RELEASE; since 1970, 0: not told
/// A package that is there twice has two lines. Of several databases, as are left behind when rpm
/// changes its form or rpm of another system looks at this one, that with the most packages counts.
/// not_found: there is none, or only empty files. denied, malformed: one that is there cannot be
/// read, with its path and why; it could be the one that counts.
Result<std::string> ask_rpm_database(const RootDirectory& root, const RpmQuery& request,
                                     const std::stop_token& abandoned);

}  // namespace fbd
