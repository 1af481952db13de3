#include "collectors/evidence/fact.h"

#include <fmt/format.h>

namespace fbd {

Result<Request> Ask::operator()(const Context& context) const {
  struct Word {
    const Context& context;
    Result<Request> operator()(const File& file) const { return ReadFile{std::string(file.path)}; }
    Result<Request> operator()(const Command& command) const {
      return RunCommand{std::string(command.script)};
    }
    Result<Request> operator()(const Tree& tree) const {
      return ReadTree{{tree.globs.begin(), tree.globs.end()}, tree.contents};
    }
    Result<Request> operator()(Function function) const { return function(context); }
  };
  return std::visit(Word{context}, how);
}

namespace detail {
namespace {

Error not_reached(const Host& host) {
  return {
      ErrorKind::not_collected,
      fmt::format("{}: not reached from here; its \"reach\" in the site file is none", host.name)};
}

}  // namespace

std::string question_id(const Context& context, std::string_view id) {
  return context.about.empty() ? std::string(id) : fmt::format("{}.{}", id, context.about);
}

Step step(const Context& context, std::string_view id, Os os, const Ask& ask) {
  const Host& host = context.host;
  Step step;
  if (ask.over_vsphere) {
    // Nobody is to be asked, whatever the evidence: only the site file decides that.
    if (!host.roles.has_any({Role::vcenter, Role::esxi}) || host.url.empty() || !host.account)
      step.error = Error{ErrorKind::not_found,
                         fmt::format("{}: the site file gives no url and account for its vSphere "
                                     "API",
                                     host.name)};
    if (step.error) return step;
  }
  if (os != Os::unknown && host.os != os) {
    // Nobody gets there whatever its system is: that is the better reason.
    step.not_reached = host.reach == Reach::none;
    step.error = step.not_reached ? not_reached(host) : no_origin(context);
    return step;
  }
  if (std::string why = ask.nothing ? ask.nothing(context.site) : ""; !why.empty()) {
    step.error = Error{ErrorKind::not_found, fmt::format("{}: {}", host.name, why)};
    return step;
  }
  const std::string full_id = question_id(context, id);
  // A person may have brought the answer from a host that nobody gets at.
  if (host.reach == Reach::none && !ask.over_vsphere &&
      !context.evidence.find(host.name, full_id)) {
    step.error = not_reached(host);
    step.not_reached = true;
    return step;
  }
  if (ask.needs_running_system && host.reach == Reach::root) {
    step.error = Error{
        ErrorKind::not_collected,
        fmt::format("{}: this needs the running system, and only its disk is here", host.name)};
    return step;
  }
  step.entry = context.evidence.find(host.name, full_id);
  if (step.entry) return step;
  Result<Request> request = ask(context);
  if (request)
    step.question = Question{host.name, full_id, std::move(*request)};
  else  // Whatever kept us from asking, the answer itself is simply not there.
    step.error = Error{ErrorKind::not_collected, request.error().message};
  return step;
}

Error no_origin(const Context& context) {
  return {ErrorKind::not_collected,
          fmt::format("{}: this cannot be asked of a host with operating system \"{}\" yet",
                      context.host.name, name(context.host.os))};
}

}  // namespace detail
}  // namespace fbd
