// decided_by: from the parameter list of a decide function to what a probe needs and how it judges.
// Included by probe.h; nothing else has to know about it.
#pragma once

#include <algorithm>
#include <functional>
#include <tuple>

#include "probes/probe.h"

namespace fbd {

namespace detail {

/// What the judge collects for one parameter on one host.
template <class Param>
struct Resolved {
  std::optional<Param> param;
  std::optional<Error> missing;
};

template <class F>
struct FactOf {
  using Type = F;
  static constexpr bool shows_failure = false;
  static constexpr bool shows_unasked = false;
};
template <class F>
struct FactOf<Result<F>> {
  using Type = F;
  static constexpr bool shows_failure = true;
  static constexpr bool shows_unasked = false;
};
template <class F>
struct FactOf<IfAsked<F>> {
  using Type = F;
  static constexpr bool shows_failure = true;
  static constexpr bool shows_unasked = true;
};

template <class Param>
struct ParamTraits {
  using One = Param;
  static constexpr bool every = false;
  static constexpr bool may_be_none = false;
};
template <class Param>
struct ParamTraits<std::vector<Param>> {
  using One = Param;
  static constexpr bool every = true;
  static constexpr bool may_be_none = false;
};
template <class Param>
struct ParamTraits<IfAny<Param>> {
  using One = Param;
  static constexpr bool every = true;
  static constexpr bool may_be_none = true;
};

/// The finding under construction: evidence and time add up as facts are resolved.
struct Draft {
  std::vector<Asked> evidence;
  std::chrono::sys_seconds at{};
  std::optional<Error> missing;
  bool not_reached = false;  // it is missing because the site says that nobody gets at the host

  void note(const std::vector<Asked>& asked, std::chrono::sys_seconds when);
};

template <class One>
std::optional<One> resolve(const Site& site, const Evidence& evidence, const Host& host,
                           Draft& draft) {
  using Fact = FactOf<typename One::Fact>;
  if constexpr (std::is_same_v<typename One::Fact, Itself>) {
    return One(site, host, {}, {});
  } else {
    Known<typename Fact::Type> fact = known<typename Fact::Type>(Context{site, evidence, host});
    draft.note(fact.asked, fact.at);
    if constexpr (Fact::shows_failure) {
      if (Fact::shows_unasked || fact.value || fact.value.error().kind != ErrorKind::not_collected)
        return One(site, host, std::move(fact.value), fact.at);
    } else {
      if (fact.value) return One(site, host, std::move(*fact.value), fact.at);
    }
    if (!draft.missing) {
      draft.missing = fact.value.error();
      draft.not_reached = fact.not_reached;
    }
    return std::nullopt;
  }
}

template <class Param>
using Slot = std::conditional_t<ParamTraits<Param>::every, Param, std::optional<Param>>;

template <class Param>
Slot<Param> resolve_param(const Site& site, const Evidence& evidence,
                          std::span<const Host* const> chosen, std::span<const Roles> roles,
                          Draft& draft) {
  using One = typename ParamTraits<Param>::One;
  if constexpr (ParamTraits<Param>::every) {
    Param all;
    for (const Host* host : site.in(One::in))
      if (std::optional<One> one = resolve<One>(site, evidence, *host, draft))
        all.push_back(std::move(*one));
    return all;
  } else {
    for (std::size_t i = 0; i < roles.size(); ++i)
      if (roles[i] == One::in) return resolve<One>(site, evidence, *chosen[i], draft);
    return std::nullopt;
  }
}

template <class Param>
const auto& value_of(const Slot<Param>& slot) {
  if constexpr (ParamTraits<Param>::every)
    return slot;
  else
    return *slot;
}

/// unknown; skipped where only the site file keeps us from looking.
Verdict not_judged(const Draft& draft);
void add_need(std::vector<Need>& needs, Need need);
Finding finished(std::string_view probe, std::span<const Host* const> hosts, Draft draft,
                 Verdict verdict);
Finding nobody(std::string_view probe, Roles roles);

/// A probe that looks at many things at once, as a vault has many machines, may have a verdict for
/// each reason to say no; none is a pass.
inline std::vector<Verdict> verdicts(Verdict one) { return {std::move(one)}; }
inline std::vector<Verdict> verdicts(std::vector<Verdict> all) {
  if (all.empty()) all.push_back(pass());
  return all;
}

/// Calls `each` for every combination of one host per role set, in site order.
void for_each_combination(const Site& site, std::span<const Roles> roles,
                          const std::function<void(std::span<const Host* const>)>& each);

template <auto decide, class... Params>
struct Decided {
  template <class Param>
  static constexpr bool every = ParamTraits<Param>::every;

  /// The distinct role sets of the parameters that stand for one host each, in order.
  static std::vector<Roles> role_sets() {
    std::vector<Roles> sets;
    const auto add = [&sets]<class Param>() {
      if constexpr (!every<Param>)
        if (std::find(sets.begin(), sets.end(), Param::in) == sets.end()) sets.push_back(Param::in);
    };
    (add.template operator()<Params>(), ...);
    return sets;
  }

  static void needs(const Site& site, std::vector<Need>& all) {
    const auto add = [&]<class Param>() {
      using One = typename ParamTraits<Param>::One;
      using Fact = typename FactOf<typename One::Fact>::Type;
      if constexpr (!std::is_same_v<Fact, Itself>)
        for (const Host* host : site.in(One::in)) add_need(all, {host->name, &next_question<Fact>});
    };
    (add.template operator()<Params>(), ...);
  }

  static void judge(std::string_view probe, const Site& site, const Evidence& evidence,
                    std::vector<Finding>& findings) {
    std::optional<Roles> empty;
    const auto look = [&]<class Param>() {
      using One = typename ParamTraits<Param>::One;
      if (!ParamTraits<Param>::may_be_none && !empty && site.in(One::in).empty()) empty = One::in;
    };
    (look.template operator()<Params>(), ...);
    if (empty) {
      findings.push_back(nobody(probe, *empty));
      return;
    }
    const std::vector<Roles> roles = role_sets();
    for_each_combination(site, roles, [&](std::span<const Host* const> chosen) {
      Draft draft;
      // Braces: the facts are resolved from left to right.
      std::tuple<Slot<Params>...> slots{
          resolve_param<Params>(site, evidence, chosen, roles, draft)...};
      if (draft.missing) {
        Verdict verdict = not_judged(draft);
        findings.push_back(finished(probe, chosen, std::move(draft), std::move(verdict)));
        return;
      }
      for (Verdict& verdict : verdicts(std::apply(
               [](const Slot<Params>&... slot) { return decide(value_of<Params>(slot)...); },
               slots)))
        findings.push_back(finished(probe, chosen, draft, std::move(verdict)));
    });
  }
};

template <auto decide, class Verdicts, class... Params>
constexpr Decision make_decision(Verdicts (*)(Params...)) {
  using D = Decided<decide, std::remove_cvref_t<Params>...>;
  return {&D::needs, &D::judge};
}

}  // namespace detail

/// Turns `Verdict decide(MasterTarget<Volumes>, ...)` into needs and judgement.
template <auto decide>
constexpr Decision decided_by() {
  return detail::make_decision<decide>(decide);
}

}  // namespace fbd
