// What is sent to a vSphere API: the bodies of the calls.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/transport/vsphere_columns.h"

namespace fbd {

/// A managed object: <_this type="LicenseManager">ha-license-manager</_this>
struct VsphereRef {
  std::string type, value;
  /// "VirtualMachine:vm-12"; empty if it is none.
  static VsphereRef of(std::string_view ref);
  bool empty() const { return type.empty() || value.empty(); }
};

/// Text as it may stand in XML. Control characters, which XML has no way to write, are left out.
std::string xml_text(std::string_view text);

/// A whole envelope around the call of `method` on `target`; `arguments` are XML.
std::string soap_call(std::string_view method, const VsphereRef& target,
                      std::string_view arguments = {});
/// <name>text</name>, escaped; <name type="..">value</name>
std::string soap_text(std::string_view name, std::string_view text);
std::string soap_ref(std::string_view name, const VsphereRef& ref);

/// Which objects: those given, or all that a container view shows.
struct VsphereObjects {
  std::vector<VsphereRef> given;
  VsphereRef view;
  std::vector<std::string> types;  // whose properties are wanted
};

/// The arguments of RetrievePropertiesEx.
std::string retrieve_arguments(const VsphereObjects& objects, std::span<const std::string> paths,
                               int objects_at_once);
/// The arguments of QueryEvents.
std::string event_arguments(const VsphereRef& entity, std::span<const std::string> types);

}  // namespace fbd
