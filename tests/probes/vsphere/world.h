// A small site with a vCenter in which all is well, as rows of its answers: web01 is switched off
// on esx02, the Linux master target mt01 runs on esx01. A case changes what it is about.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/site.h"
#include "probes/finding.h"
#include "probes/probe.h"

namespace fbd {

class VsphereWorld {
 public:
  using Json = nlohmann::ordered_json;
  using Rows = std::vector<Json>;

  VsphereWorld();

  /// The rows of vc01's answer to a question: "vsphere.vms". A row that is a text is the answer
  /// itself: of questions that are not for a vCenter.
  Rows& rows(const std::string& question) { return of("vc01", question); }
  Rows& of(const std::string& server, const std::string& question) {
    return answers_[{server, question}];
  }
  /// The row of vc01 that is about `ref`.
  Json& row(const std::string& question, const std::string& ref);
  void lacks(const std::string& server, const std::string& question, Error why) {
    errors_[{server, question}] = std::move(why);
  }
  /// The account may not see a member of a row.
  void withhold(const std::string& question, const std::string& ref, const std::string& member);
  /// Another vCenter, of which nothing is known yet but that it can be asked.
  Host& add_vcenter(const std::string& name);

  Host& host(const std::string& name);

  /// The probe's only finding.
  Verdict verdict(const Probe& probe) const;
  std::vector<Finding> findings(const Probe& probe) const;

  Site site;

 private:
  /// Parsed, for compilers differ in what a list in braces of one object is.
  void one_row(const std::string& question, const char* json);

  std::map<Asked, Rows> answers_;
  std::map<Asked, Error> errors_;
};

}  // namespace fbd
