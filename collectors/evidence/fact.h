// Facts: typed answers. A fact says where it comes from as rows of data (Origin) and how to read
// what comes back (a pure function). It touches no transport.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/result.h"
#include "collectors/evidence/site.h"

namespace fbd {

/// What a fact of one host may look at while it is asked for: the site and the evidence so far.
struct Context {
  const Site& site;
  const Evidence& evidence;
  const Host& host;
  /// Which of several, for a fact that a host can have several of: its way to one of its peers.
  /// It becomes the end of the question's id. Empty for all others.
  std::string_view about{};
};

/// How an origin words its request. The fixed forms cover most; a function builds the request from
/// what other facts already say, or tells why it cannot.
struct Ask {
  struct File {
    std::string_view path;
  };
  struct Command {
    std::string_view script;
  };
  struct Tree {
    std::span<const std::string_view> globs;
    bool contents;
  };
  using Function = Result<Request> (*)(const Context&);

  std::variant<File, Command, Tree, Function> how;
  bool needs_running_system = false;  // makes no sense on a mounted disk
  /// Why this site has nothing to ask about, or "". Then the fact is not_found, whatever evidence
  /// there is: only the site decides.
  std::string (*nothing)(const Site&) = nullptr;
  bool over_vsphere = false;  // of the API of a vCenter or ESXi host, whatever its reach
  /// What has to be asked before the request can be worded: next_question of another fact.
  std::optional<Question> (*first)(const Context&) = nullptr;

  Result<Request> operator()(const Context& context) const;
};

constexpr Ask read_file(std::string_view path) { return {Ask::File{path}, false}; }
/// A file the kernel makes up (/proc, /sys): meaningless on a mounted disk.
constexpr Ask read_kernel_file(std::string_view path) { return {Ask::File{path}, true}; }
constexpr Ask run(std::string_view script) { return {Ask::Command{script}, true}; }
constexpr Ask read_tree(std::span<const std::string_view> globs) {
  return {Ask::Tree{globs, true}, false};
}
constexpr Ask read_kernel_tree(std::span<const std::string_view> globs) {
  return {Ask::Tree{globs, true}, true};
}
/// Only which files are there: names, modes, link targets.
constexpr Ask list_tree(std::span<const std::string_view> globs) {
  return {Ask::Tree{globs, false}, false};
}
/// A request that depends on what other facts say.
constexpr Ask ask_with(Ask::Function request) { return {request, false}; }
/// The same, and these facts are asked for first.
constexpr Ask ask_after(std::optional<Question> (*first)(const Context&), Ask::Function request) {
  return {request, false, nullptr, false, first};
}
/// A request over the network, made from the host itself.
constexpr Ask dial(Ask::Function request) { return {request, true}; }

/// A request to the API of a vCenter or of an ESXi host that has an account in the site file.
/// `first` as in ask_after.
constexpr Ask ask_vsphere(Ask::Function request,
                          std::optional<Question> (*first)(const Context&) = nullptr) {
  return {request, false, nullptr, true, first};
}

/// One place a fact can come from. `parse` reads a whole answer; malformed if it cannot.
template <class F>
struct Origin {
  std::string_view id;  // of the question: "host.agent-config"
  Os os;                // of the hosts it can be asked of; Os::unknown: of any
  Ask ask;
  Result<F> (*parse)(std::string_view answer);
};

/// A fact of a host as far as it is known, and the observations it rests on.
template <class F>
struct Known {
  Result<F> value;
  std::vector<Asked> asked;
  std::chrono::sys_seconds at{};  // of the observation that decided
  bool not_reached = false;       // the site file says that nobody gets at the host
};

namespace detail {

/// A fact that many ask for, and whose copy is cheap beside its reading, says
/// `static constexpr bool read_once = true`: what was read stays in memory with the evidence.
template <class F>
concept ReadOnce = F::read_once;

/// What an origin makes of an answer.
template <class F>
Result<F> reading(const Origin<F>& origin, const Evidence::Entry& entry) {
  if constexpr (ReadOnce<F>) {
    const void* kept = entry.readings.find(&origin);
    if (!kept)
      kept = entry.readings.keep(
          &origin, std::make_shared<const Result<F>>(origin.parse(*entry.observation.answer)));
    return *static_cast<const Result<F>*>(kept);
  } else {
    return origin.parse(*entry.observation.answer);
  }
}

/// What happened at one origin, whatever its fact: the parts that need no template.
struct Step {
  std::optional<Question> question;        // to be asked now
  const Evidence::Entry* entry = nullptr;  // or what came back
  std::optional<Error> error;              // or why it cannot be asked here
  bool not_reached = false;                // that is because nobody gets at the host
};
Step step(const Context& context, std::string_view id, Os os, const Ask& ask);
/// The id of the question: that of the origin, and what it is about.
std::string question_id(const Context& context, std::string_view id);
Error no_origin(const Context& context);

}  // namespace detail

/// Origins are tried in order; the next one is used only when the one before gave an answer that
/// is an error. A question that was never asked ends the search: what it might have said could
/// differ, and a verdict must not change its mind when evidence is taken away.
template <class F>
Known<F> known(const Context& context) {
  Known<F> fact{error(ErrorKind::not_collected, ""), {}, {}};
  std::optional<Error> first;
  for (const Origin<F>& origin : F::origins()) {
    const detail::Step step = detail::step(context, origin.id, origin.os, origin.ask);
    if (step.error) {
      if (!first) first = step.error;
      fact.not_reached = fact.not_reached || step.not_reached;
      continue;
    }
    const std::string id = detail::question_id(context, origin.id);
    fact.asked.push_back({context.host.name, id});
    if (step.question) {
      fact.value =
          error(ErrorKind::not_collected, context.host.name + ": \"" + id + "\" was not asked");
      return fact;
    }
    const Observation& observation = step.entry->observation;
    fact.at = observation.at;
    fact.value = observation.answer ? detail::reading(origin, *step.entry)
                                    : tl::unexpected<Error>(observation.answer.error());
    if (fact.value) return fact;
    if (observation.answer)
      fact.value.error().message = context.host.name + ": " + fact.value.error().message;
    if (fact.value.error().kind == ErrorKind::not_collected) return fact;
    if (!first) first = fact.value.error();
  }
  fact.value = tl::unexpected<Error>(first ? *first : detail::no_origin(context));
  return fact;
}

/// The question that would bring this fact a step further, or nothing when it is settled.
template <class F>
std::optional<Question> next_question(const Context& context) {
  for (const Origin<F>& origin : F::origins()) {
    detail::Step step = detail::step(context, origin.id, origin.os, origin.ask);
    if (!step.entry && origin.ask.first)
      if (std::optional<Question> first = origin.ask.first(context)) return first;
    if (step.error) continue;
    if (step.question) return step.question;
    const Result<std::string>& answer = step.entry->observation.answer;
    if (answer && detail::reading(origin, *step.entry)) return std::nullopt;
  }
  return std::nullopt;
}

/// A fact of a host that somebody wants to know.
struct Need {
  std::string host;
  std::optional<Question> (*next)(const Context&);
  std::string about{};  // Context::about
  friend bool operator==(const Need&, const Need&) = default;
};

}  // namespace fbd
