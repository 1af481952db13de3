#include "collectors/evidence/bundle_redaction.h"

#include <unordered_set>
#include <utility>

#include "collectors/evidence/hidden_secrets.h"
#include "collectors/evidence/redaction.h"
#include "collectors/evidence/secret_values.h"
#include "collectors/evidence/site_file.h"
#include "collectors/evidence/tree.h"

namespace fbd {
namespace {

std::uint64_t count_of(std::string_view what, std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + what.size()))
    ++count;
  return count;
}

}  // namespace

std::string_view name(RedactLevel level) {
  switch (level) {
    case RedactLevel::none:
      return "none";
    case RedactLevel::secrets:
      return "secrets";
    case RedactLevel::all:
      break;
  }
  return "all";
}

BundleRedaction::BundleRedaction(RedactLevel level, const StandInKey& key, const KnownNames& names,
                                 const std::vector<std::string>& known_secrets)
    : level_(level), identifiers_(StandIns(key), names), gate_(known_secrets) {}

std::string BundleRedaction::with_stand_ins(std::string_view text, Replacements& done) const {
  if (level_ != RedactLevel::all) return std::string(text);
  return identifiers_.replaced(text, done);
}

Cleaned BundleRedaction::cleaned(std::string_view text, Replacements& done) const {
  Cleaned clean;
  if (level_ == RedactLevel::none) {
    clean.text = text;
    return clean;
  }
  Replacements own;
  std::string bare = without_hidden_secrets(
      text, [&](std::string_view inner) { return with_stand_ins(inner, own); });
  clean.text = with_stand_ins(bare, own);
  clean.counts = own.counts;
  if (const std::uint64_t secrets = count_of(redacted, clean.text); secrets > 0)
    clean.counts["secret"] = secrets;
  std::unordered_set<std::string> stand_ins = own.versions;
  for (const auto& [original, stand_in] : own.stand_ins) {
    // With the width of a network behind it: the address alone is what the gate sees.
    stand_ins.insert(stand_in.substr(0, stand_in.find('/')));
  }
  clean.leaks = gate_.leaks(clean.text, level_ == RedactLevel::all ? &stand_ins : nullptr);
  done.add(own);
  return clean;
}

std::string BundleRedaction::cleaned_name(std::string_view text, Replacements& done) const {
  return level_ == RedactLevel::none ? std::string(text)
                                     : with_stand_ins(without_secrets(text), done);
}

Site BundleRedaction::cleaned(const Site& site, Replacements& done) const {
  if (level_ != RedactLevel::all) return site;
  Result<Site> other = parse_site(with_stand_ins(write_site(site), done), "site.yaml");
  // The stand-ins have the form of what they stand for, so this is our own mistake; the site's
  // names must not get out for it.
  return other ? std::move(*other) : Site{};
}

Question BundleRedaction::cleaned(const Question& question, Replacements& done) const {
  Question other = question;
  if (level_ == RedactLevel::none) return other;
  const auto change = [&](std::string& text) { text = cleaned_name(text, done); };
  change(other.host);
  change(other.id);  // its end may name another host
  struct Visit {
    const decltype(change)& of;
    void operator()(RunCommand& one) const { of(one.script); }
    void operator()(ReadFile& one) const { of(one.path); }
    void operator()(ReadTree& one) const {
      for (std::string& glob : one.globs) of(glob);
    }
    void operator()(RpmQuery&) const {}
    void operator()(ScanLogs& one) const {
      for (std::string& glob : one.globs) of(glob);
    }
    void operator()(TcpConnect& one) const { of(one.host); }
    void operator()(TlsHandshake& one) const {
      of(one.host);
      of(one.server_name);
    }
    void operator()(VsphereGet&) const {}  // references mean nothing outside their vCenter
    void operator()(AzureGet& one) const {
      for (std::string& path : one.paths) of(path);
      of(one.query);
    }
    void operator()(LogIn&) const {}
    void operator()(ListFiles& one) const {
      for (std::string& glob : one.globs) of(glob);
    }
    void operator()(ReadLines& one) const { of(one.path); }
  };
  std::visit(Visit{change}, other.request);
  return other;
}

Observation BundleRedaction::cleaned(const Request& request, const Observation& observation,
                                     Replacements& done, std::vector<Leak>& leaks) const {
  Observation other = observation;
  if (level_ == RedactLevel::none) return other;
  if (!other.answer) {
    other.answer.error().message = cleaned_name(other.answer.error().message, done);
    return other;
  }
  const auto clean = [&](std::string_view text) {
    Cleaned result = cleaned(text, done);
    leaks.insert(leaks.end(), result.leaks.begin(), result.leaks.end());
    return std::move(result.text);
  };
  if (std::holds_alternative<ReadTree>(request)) {
    if (Result<std::vector<TreeEntry>> tree = read_tree(*other.answer)) {
      for (TreeEntry& entry : *tree) {
        entry.path = cleaned_name(entry.path, done);
        entry.bytes = clean(entry.bytes);
      }
      other.answer = write_tree(*tree);
      return other;
    }
  }
  other.answer = clean(*other.answer);
  return other;
}

}  // namespace fbd
