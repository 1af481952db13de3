// ReadFile, ReadTree, RpmQuery, ScanLogs, ListFiles and ReadLines, on a thread that may hang.
#pragma once

#include <memory>

#include "collectors/evidence/question.h"
#include "collectors/transport/operation.h"

namespace fbd {

/// Where a host's files are. Confined: the disk of another machine, which must not lead out of
/// itself.
struct FilesAt {
  std::string root = "/";
  bool confined = false;
};

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ReadFile& request, Done done);
std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ReadTree& request, Done done);
std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const RpmQuery& request, Done done);
std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ScanLogs& request, Done done);
std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ListFiles& request, Done done);
std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ReadLines& request, Done done);

}  // namespace fbd
