#include "collectors/transport/vsphere_soap.h"

#include <fmt/format.h>

namespace fbd {

VsphereRef VsphereRef::of(std::string_view ref) {
  const std::size_t colon = ref.find(':');
  if (colon == ref.npos) return {};
  return {std::string(ref.substr(0, colon)), std::string(ref.substr(colon + 1))};
}

std::string xml_text(std::string_view text) {
  std::string out;
  // Of secrets as well: one that grows would leave a copy of itself behind.
  out.reserve(text.size() * std::string_view("&quot;").size());
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
    else if (c == '\t' || c == '\n' || c == '\r')
      out += fmt::format("&#{};", static_cast<int>(c));
  }
  return out;
}

std::string soap_text(std::string_view name, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>", name, xml_text(text));
}

std::string soap_ref(std::string_view name, const VsphereRef& ref) {
  return fmt::format("<{0} type=\"{1}\">{2}</{0}>", name, xml_text(ref.type), xml_text(ref.value));
}

std::string soap_call(std::string_view method, const VsphereRef& target,
                      std::string_view arguments) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>"
      "<{0} xmlns=\"urn:vim25\">{1}{2}</{0}></soapenv:Body></soapenv:Envelope>",
      method, soap_ref("_this", target), arguments);
}

std::string retrieve_arguments(const VsphereObjects& objects, std::span<const std::string> paths,
                               int objects_at_once) {
  std::string out = "<specSet>";
  for (const std::string& type : objects.types) {
    out += "<propSet>" + soap_text("type", type);
    for (const std::string& path : paths) out += soap_text("pathSet", path);
    out += "</propSet>";
  }
  for (const VsphereRef& one : objects.given)
    out += "<objectSet>" + soap_ref("obj", one) + "</objectSet>";
  if (!objects.view.empty())
    out += "<objectSet>" + soap_ref("obj", objects.view) +
           "<skip>true</skip><selectSet xsi:type=\"TraversalSpec\"><name>view</name>"
           "<type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet>";
  return out +
         fmt::format("</specSet><options><maxObjects>{}</maxObjects></options>", objects_at_once);
}

std::string event_arguments(const VsphereRef& entity, std::span<const std::string> types) {
  std::string out =
      "<filter><entity>" + soap_ref("entity", entity) + "<recursion>self</recursion></entity>";
  for (const std::string& type : types) out += soap_text("eventTypeId", type);
  return out + "</filter>";
}

}  // namespace fbd
