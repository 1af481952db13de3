// What each kind of vSphere question takes: calls, and rows made of their answers.
#include <array>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/vsphere_talk.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

std::string row_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json missing(const SoapFault& fault) {
  Json json{{"fault", fault.type.empty() ? "no fault of vSphere" : fault.type}};
  if (const std::string_view privilege = fault.detail.at("privilegeId"); !privilege.empty())
    json["privilege"] = privilege;
  return json;
}

std::string our_time() {
  return iso_time(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

class AboutTalk final : public VsphereTalk {
 public:
  using VsphereTalk::VsphereTalk;

 private:
  void begin() override { finish(about_->row); }
};

class AccountTalk final : public VsphereTalk {
 public:
  using VsphereTalk::VsphereTalk;

 private:
  void begin() override { finish(login_->row); }
};

class ObjectsTalk final : public VsphereTalk {
 public:
  using VsphereTalk::VsphereTalk;

 private:
  void begin() override {
    retrieve(request_.of, request_.columns, [this](std::string rows) {
      std::string clean = without_secrets(rows);
      std::string().swap(rows);  // the biggest thing there is, and finish() leads to judging it
      finish(std::move(clean));
    });
  }
};

/// Makes the same call for one object after the other; each gives rows.
class EachTalk : public VsphereTalk {
 public:
  using VsphereTalk::VsphereTalk;

 protected:
  void begin() override {
    rows_.clear();
    begin_with(request_.of);
  }
  void begin_with(const std::vector<std::string>& refs) {
    waiting_.assign(refs.begin(), refs.end());
    next();
  }
  /// Asks about one of them, and goes on with next().
  virtual void ask(const std::string& ref) = 0;

  void next() {
    if (waiting_.empty()) return finish(without_secrets(rows_));
    const std::string ref = std::move(waiting_.front());
    waiting_.pop_front();
    ask(ref);
  }
  void add(const Json& row) {
    if (rows_.size() < most_vsphere_answer_bytes) rows_ += row_of(row);
  }
  void add_missing(const std::string& ref, const char* name, const SoapFault& fault) {
    add({{"ref", ref}, {"missing", {{name, missing(fault)}}}});
  }

 private:
  std::deque<std::string> waiting_;
  std::string rows_;
};

class PermissionsTalk final : public EachTalk {
 public:
  using EachTalk::EachTalk;

 private:
  void ask(const std::string& ref) override {
    call(
        "RetrieveEntityPermissions", about_->object("authorizationManager"),
        soap_ref("entity", VsphereRef::of(ref)) + "<inherited>true</inherited>",
        [this, ref](const SoapNode& response) {
          Json all = Json::array();
          for (const SoapNode& one : response.children) {
            const SoapNode* const entity = one.child("entity");
            all.push_back({{"entity", entity ? entity->ref() : ref},
                           {"principal", one.at("principal")},
                           {"group", one.at("group")},
                           {"role", one.at("roleId")},
                           {"propagate", one.at("propagate")}});
          }
          add({{"ref", ref}, {"permissions", std::move(all)}});
          next();
        },
        [this, ref](const SoapFault& fault) {
          add_missing(ref, "permissions", fault);
          next();
        });
  }
};

class EventsTalk final : public EachTalk {
 public:
  using EachTalk::EachTalk;

 private:
  void ask(const std::string& ref) override {
    call(
        "QueryEvents", about_->object("eventManager"),
        event_arguments(VsphereRef::of(ref), request_.words),
        [this, ref](const SoapNode& response) {
          for (const SoapNode& one : response.children) add(event(ref, one));
          next();
        },
        [this](const SoapFault& fault) {
          // One that is gone meanwhile has no events; whatever else is refused is for all of them.
          if (fault.type == "ManagedObjectNotFound") return next();
          fail(fault);
        });
  }

  static std::string_view object(const SoapNode& event, const std::string& argument,
                                 std::string_view member, std::string& out) {
    const SoapNode* const whole = event.child(argument);
    const SoapNode* const node = whole ? whole->child(member) : nullptr;
    if (node) out = node->ref();
    return out;
  }

  static Json event(const std::string& ref, const SoapNode& one) {
    std::string vm, source;
    object(one, "vm", "vm", vm);
    const bool is_deployed = one.child("srcTemplate") != nullptr;
    const std::string from = is_deployed ? "srcTemplate" : "sourceVm";
    object(one, from, "vm", source);
    const Json all{{"key", one.at("key")},
                   {"type", one.type},
                   {"time", one.at("createdTime")},
                   {"vm", vm},
                   {"vm_name", one.at("vm.name")},
                   {"datastore", one.at("ds.name")},
                   {"source_datastore", one.at("sourceDatastore.name")},
                   {"host", one.at("host.name")},
                   {"source_host", one.at("sourceHost.name")},
                   {"source_vm", source},
                   {"source_vm_name", one.at(from + ".name")},
                   {"user", one.at("userName")},
                   {"message", one.at("fullFormattedMessage")}};
    Json row{{"ref", ref}};
    for (const auto& [name, value] : all.items())
      if (value != "") row[name] = value;
    return row;
  }
};

class ClocksTalk final : public EachTalk {
 public:
  using EachTalk::EachTalk;

 private:
  void begin() override {
    retrieve(request_.of, {"clock=configManager.dateTimeSystem"}, [this](const std::string& rows) {
      clocks_.clear();
      std::vector<std::string> refs;
      for (const std::string_view line : lines(rows)) {
        const Json row = Json::parse(line, nullptr, false);
        const std::string ref = row.value("ref", "");
        clocks_[ref] = row.value("clock", "");
        refs.push_back(ref);
      }
      begin_with(refs);
    });
  }

  void ask(const std::string& ref) override {
    const VsphereRef clock = VsphereRef::of(clocks_[ref]);
    if (clock.empty()) {
      add_missing(ref, "time", {"NoPermission", "", {}});
      return next();
    }
    call(
        "QueryDateTime", clock, "",
        [this, ref](const SoapNode& response) {
          add({{"ref", ref}, {"time", response.at("returnval")}, {"our_time", our_time()}});
          next();
        },
        [this, ref](const SoapFault& fault) {
          add_missing(ref, "time", fault);
          next();
        });
  }

  std::map<std::string, std::string> clocks_;
};

class LicencesTalk final : public VsphereTalk {
 public:
  using VsphereTalk::VsphereTalk;

 private:
  void begin() override {
    retrieve(
        {"licenseManager"}, {"manager=licenseAssignmentManager"}, [this](const std::string& rows) {
          const Json row = Json::parse(rows, nullptr, false);
          const VsphereRef manager =
              VsphereRef::of(row.is_object() ? row.value("manager", "") : "");
          if (manager.empty())
            return finish(
                error(ErrorKind::failed, who() + ": this server assigns no licences to anybody"));
          call("QueryAssignedLicenses", manager, "",
               [this](const SoapNode& response) { assigned(response); });
        });
  }

  void assigned(const SoapNode& response) {
    std::map<std::string, std::string> rows;
    for (const SoapNode& one : response.children) {
      const std::string ref(one.at("entityId"));
      Json row{{"ref", ref}, {"entity_name", one.at("entityDisplayName")}};
      if (const SoapNode* licence = one.child("assignedLicense")) {
        row["edition"] = licence->at("editionKey");
        row["name"] = licence->at("name");
        row["properties"] = Json::array();
        // Those of the licence, never its key; and those of the assignment, which has the
        // evaluation.
        for (const SoapNode* of : {licence, &one}) add_properties(*of, row["properties"]);
      }
      rows[ref] = row_of(row);
    }
    std::string all;
    for (const auto& [ref, row] : rows) all += row;
    finish(without_secrets(all));
  }

  static void add_properties(const SoapNode& of, Json& properties) {
    for (const SoapNode& one : of.children) {
      const std::string_view key = one.at("key");
      if (one.name == "properties" && (key == "expirationDate" || key == "expirationHours"))
        properties.push_back({{"key", key}, {"value", one.at("value")}});
    }
  }
};

/// A vCenter is asked; an ESXi host has effective roles instead.
class PrivilegesTalk final : public VsphereTalk {
 public:
  using VsphereTalk::VsphereTalk;

 private:
  void begin() override {
    if (!about_->is_vcenter()) return ask_roles();
    std::string arguments;
    for (const std::string& ref : request_.of)
      if (!gone_.contains(VsphereRef::of(ref).value))
        arguments += soap_ref("entity", VsphereRef::of(ref));
    if (arguments.empty()) return finish("");
    arguments += soap_text("sessionId", login_->key);
    for (const std::string& id : request_.words) arguments += soap_text("privId", id);
    call(
        "HasPrivilegeOnEntities", about_->object("authorizationManager"), arguments,
        [this](const SoapNode& response) { told(response); },
        [this](const SoapFault& fault) { refused(fault); });
  }

  void refused(const SoapFault& fault) {
    const SoapNode* const gone = fault.detail.child("obj");
    if (fault.type == "ManagedObjectNotFound" && gone && gone_.insert(gone->text).second)
      return begin();
    if (fault.type == "NotImplemented" || fault.type == "MethodNotFound" ||
        fault.type == "NotSupported")
      return ask_roles();
    fail(fault);
  }

  void told(const SoapNode& response) {
    std::map<std::string, Json> rows;
    for (const SoapNode& one : response.children) {
      const SoapNode* const entity = one.child("entity");
      if (!entity) continue;
      std::set<std::string> granted, denied;
      for (const SoapNode& privilege : one.children)
        if (privilege.name == "privAvailability")
          (privilege.at("isGranted") == "true" ? granted : denied).emplace(privilege.at("privId"));
      rows[entity->ref()] = {{"ref", entity->ref()}, {"granted", granted}, {"denied", denied}};
    }
    write(rows);
  }

  void ask_roles() {
    retrieve({"authorizationManager"}, {"roles=roleList{id=roleId,privileges=privilege[]}"},
             [this](const std::string& rows) {
               const Json row = Json::parse(rows, nullptr, false);
               if (!row.is_object() || !row.contains("roles"))
                 return finish(error(ErrorKind::denied,
                                     who() + ": the account may not see what roles there are"));
               for (const Json& role : row["roles"])
                 roles_[role.value("id", "")] = role.value("privileges", std::set<std::string>());
               ask_effective();
             });
  }

  void ask_effective() {
    retrieve(request_.of, {"roles=effectiveRole"}, [this](const std::string& answer) {
      std::map<std::string, Json> rows;
      for (const std::string_view line : lines(answer)) {
        const Json row = Json::parse(line, nullptr, false);
        const std::string ref = row.value("ref", "");
        if (!row.contains("roles")) {
          rows[ref] = {{"ref", ref}, {"missing", {{"granted", {{"fault", "NoPermission"}}}}}};
          continue;
        }
        std::set<std::string> granted, denied;
        for (const std::string& id : request_.words)
          (has(row["roles"], id) ? granted : denied).insert(id);
        rows[ref] = {{"ref", ref}, {"granted", granted}, {"denied", denied}};
      }
      write(rows);
    });
  }

  bool has(const Json& roles, const std::string& id) {
    for (const Json& role : roles)
      if (role.is_string() && roles_[role.get<std::string>()].contains(id)) return true;
    return false;
  }

  void write(const std::map<std::string, Json>& rows) {
    std::string all;
    for (const auto& [ref, row] : rows) all += row_of(row);
    finish(without_secrets(all));
  }

  std::map<std::string, std::set<std::string>> roles_;
  std::set<std::string> gone_;
};

}  // namespace

std::unique_ptr<Operation> start_vsphere(VsphereSession& session, const Terms& terms,
                                         const VsphereGet& request, Done done) {
  switch (request.call) {
    case VsphereCall::about:
      return std::make_unique<AboutTalk>(session, terms, request, std::move(done));
    case VsphereCall::account:
      return std::make_unique<AccountTalk>(session, terms, request, std::move(done));
    case VsphereCall::objects:
      break;
    case VsphereCall::privileges:
      return std::make_unique<PrivilegesTalk>(session, terms, request, std::move(done));
    case VsphereCall::permissions:
      return std::make_unique<PermissionsTalk>(session, terms, request, std::move(done));
    case VsphereCall::assigned_licences:
      return std::make_unique<LicencesTalk>(session, terms, request, std::move(done));
    case VsphereCall::events:
      return std::make_unique<EventsTalk>(session, terms, request, std::move(done));
    case VsphereCall::clocks:
      return std::make_unique<ClocksTalk>(session, terms, request, std::move(done));
  }
  return std::make_unique<ObjectsTalk>(session, terms, request, std::move(done));
}

}  // namespace fbd
