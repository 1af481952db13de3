#include "collectors/support/collection.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/file_list.h"
#include "collectors/evidence/never_collected.h"
#include "collectors/evidence/text.h"
#include "collectors/support/context.h"
#include "collectors/support/log_files.h"
#include "collectors/support/store.h"

namespace fbd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t at_once = 4;
constexpr std::uint64_t most_of_compressed = 32ULL << 20;
constexpr int most_timeouts = 3;

bool can_be_asked(const Host& host) { return host.reach != Reach::none; }

/// What is collected together, of one host.
struct Batch {
  const Host* host;
  std::string component;
  int priority;
  std::uint64_t newest;
  std::vector<std::string> globs;
  std::optional<Clock::time_point> began{};
  int timeouts = 0;
  std::string over{};  // why the rest of it is left out
};

/// A piece of a file that is still to be read. What comes first is read first.
struct Wanted {
  int priority;
  std::uint64_t round;  // pieces before it are newer
  std::int64_t age;     // of the file: minus the time of its last change
  std::size_t batch;
  std::string path;
  std::uint64_t from;
  std::uint64_t size;  // of the file when it was listed
  bool is_piece;
  bool forward = false;  // compressed: its end is not known before its beginning was read
  friend auto operator<=>(const Wanted& a, const Wanted& b) {
    return std::tie(a.priority, a.round, a.age, a.batch, a.path, a.from) <=>
           std::tie(b.priority, b.round, b.age, b.batch, b.path, b.from);
  }
};

bool is_compressed(std::string_view path) {
  constexpr std::array<std::string_view, 5> endings{".gz", ".xz", ".zst", ".bz2", ".tgz"};
  return std::any_of(endings.begin(), endings.end(),
                     [path](std::string_view one) { return path.ends_with(one); });
}

std::vector<std::string> split(std::string_view globs) {
  std::vector<std::string> all;
  while (true) {
    const std::size_t bar = globs.find('|');
    all.emplace_back(globs.substr(0, bar));
    if (bar == std::string_view::npos) return all;
    globs.remove_prefix(bar + 1);
  }
}

}  // namespace

struct Collection::Impl {
  Source& source;
  const Site& site;
  const CollectionLimits limits;
  const bool with_secrets;
  Store store;
  std::vector<Batch> batches{};
  std::set<Wanted> queue{};
  std::map<std::string, Wanted> asked{};
  std::size_t last_question = 0;
  std::set<std::pair<const Host*, std::string>> known{};  // paths that have their place already

  Result<void> result() const {
    if (const auto problem = store.problem()) return tl::unexpected<Error>(*problem);
    return {};
  }

  void plan(const std::vector<std::string>& others) {
    for (const Host& host : site.hosts) {
      if (!can_be_asked(host)) continue;
      const bool here = host.reach == Reach::local || host.reach == Reach::root;
      if (here && !others.empty()) batches.push_back({&host, "included", 1, 64ULL << 20, others});
      for (const LogGroup& group : log_groups())
        if (group.os == (host.os == Os::unknown ? Os::gnu_linux : host.os) &&
            (group.roles == Roles{} || host.roles == Roles{} || host.roles.has_any(group.roles)))
          batches.push_back({&host, std::string(group.component), group.priority, group.newest,
                             split(group.globs)});
    }
    // So that a file of two groups counts for the more important one.
    std::stable_sort(batches.begin(), batches.end(),
                     [](const Batch& a, const Batch& b) { return a.priority < b.priority; });
  }

  void list() {
    std::vector<Question> questions;
    std::map<std::string, std::size_t> of;
    for (std::size_t i = 0; i < batches.size(); ++i) {
      const std::string id = "support.files." + batches[i].component;
      questions.push_back({batches[i].host->name, id, ListFiles{batches[i].globs}});
      of[batches[i].host->name + "\n" + id] = i;
    }
    std::map<std::size_t, Observation> answers;
    source.ask(std::move(questions), limits.question,
               [&](const Question& question, const Observation& answer) {
                 answers[of.at(question.host + "\n" + question.id)] = answer;
                 store.add(question, answer);
                 return std::vector<Question>();
               });
    for (auto& [i, answer] : answers) want(i, answer);
  }

  void want(std::size_t number, const Observation& answer) {
    const Batch& batch = batches[number];
    const std::string& host = batch.host->name;
    if (!answer.answer)
      return store.leave_out(host, batch.globs.front(), answer.answer.error().message, 0);
    Result<std::vector<ListedFile>> files = read_file_list(*answer.answer);
    if (!files) return store.leave_out(host, batch.globs.front(), files.error().message, 0);
    std::stable_sort(files->begin(), files->end(), [](const ListedFile& a, const ListedFile& b) {
      return a.modified > b.modified;
    });
    std::size_t count = 0;
    std::size_t older = 0;
    for (const ListedFile& file : *files) {
      if (file.error) {
        store.leave_out(host, file.path, file.error->message, 0);
      } else if (!known.insert({batch.host, file.path}).second) {
        continue;
      } else if (never_collected(file.path)) {
        store.leave_out(host, file.path, "never collected: it is nothing but a secret", file.size);
      } else if (++count > limits.files) {
        ++older;
      } else {
        want(number, file);
      }
    }
    if (older > 0)
      store.leave_out(host, batch.globs.front(),
                      fmt::format("{} older files: more than {}", older, limits.files), 0);
  }

  void want(std::size_t number, const ListedFile& file) {
    const Batch& batch = batches[number];
    Wanted wanted{batch.priority, 0,         -file.modified.time_since_epoch().count(),
                  number,         file.path, 0,
                  file.size,      false};
    if (is_compressed(file.path)) {
      wanted.forward = true;
      wanted.is_piece = true;
      queue.insert(wanted);
      return;
    }
    const std::uint64_t piece = limits.piece;
    const std::uint64_t pieces = file.size == 0 ? 1 : (file.size + piece - 1) / piece;
    const std::uint64_t most = std::max<std::uint64_t>(batch.newest / piece, 1);
    wanted.is_piece = pieces > 1;
    for (std::uint64_t round = 0; round < std::min(pieces, most); ++round) {
      wanted.round = round;
      wanted.from = (pieces - 1 - round) * piece;
      queue.insert(wanted);
    }
    if (pieces > most)
      store.leave_out(batch.host->name, file.path,
                      fmt::format("only its newest {} MiB are collected", most * piece >> 20U),
                      (pieces - most) * piece);
  }

  /// Why a piece need not be asked for any more.
  std::string hopeless(Batch& batch) {
    if (!batch.over.empty()) return batch.over;
    if (!batch.began) batch.began = Clock::now();
    if (Clock::now() - *batch.began > limits.group)
      batch.over =
          fmt::format("no time was left: {} had {} s", batch.component, limits.group.count());
    else if (batch.timeouts >= most_timeouts)
      batch.over = "files of this component do not answer";
    return batch.over;
  }

  std::vector<Question> next() {
    std::vector<Question> questions;
    while (asked.size() < at_once && !queue.empty()) {
      Wanted wanted = std::move(queue.extract(queue.begin()).value());
      if (store.problem()) {
        queue.clear();
        break;
      }
      Batch& batch = batches[wanted.batch];
      std::string why = hopeless(batch);
      if (why.empty() && store.is_full()) why = "the bundle has reached its size limit";
      if (!why.empty()) {
        leave_out_all_of(wanted, why);
        continue;
      }
      const std::string id = fmt::format("support.lines.{}", ++last_question);
      questions.push_back(
          {batch.host->name, id, ReadLines{wanted.path, wanted.from, limits.piece, with_secrets}});
      asked.emplace(id, std::move(wanted));
    }
    return questions;
  }

  /// One line for a file, however many pieces of it are left.
  void leave_out_all_of(const Wanted& wanted, const std::string& why) {
    std::uint64_t bytes = std::min(limits.piece, wanted.size - std::min(wanted.size, wanted.from));
    for (auto other = queue.begin(); other != queue.end();) {
      const bool same = other->batch == wanted.batch && other->path == wanted.path;
      if (same) bytes += limits.piece;
      other = same ? queue.erase(other) : std::next(other);
    }
    store.leave_out(batches[wanted.batch].host->name, wanted.path, why, bytes);
  }

  std::vector<Question> take(const Question& question, const Observation& observation) {
    const auto found = asked.extract(question.id);
    if (found.empty()) return {};
    const Wanted& wanted = found.mapped();
    Batch& batch = batches[wanted.batch];
    if (!observation.answer) {
      const Error& error = observation.answer.error();
      if (error.kind == ErrorKind::timed_out) ++batch.timeouts;
      leave_out_all_of(wanted, error.message);
      return next();
    }
    batch.timeouts = 0;
    Result<LogLines> lines = read_log_lines(*observation.answer);
    if (!lines) {
      leave_out_all_of(wanted, lines.error().message);
    } else if (lines->form == "binary") {
      leave_out_all_of(wanted, "it is no text");
    } else {
      if (wanted.forward && lines->end > lines->begin &&
          (lines->size == 0 || lines->end < lines->size)) {
        Wanted further = wanted;
        further.from += limits.piece;
        ++further.round;
        if (further.from < most_of_compressed)
          queue.insert(further);
        else
          store.leave_out(batch.host->name, wanted.path,
                          fmt::format("only its first {} MiB are collected, unpacked",
                                      most_of_compressed >> 20U),
                          0);
      }
      if (!lines->bytes.empty() || wanted.from == 0)
        store.add_lines(batch.host->name, wanted.path, wanted.is_piece, std::move(*lines));
    }
    return next();
  }
};

Collection::Collection(Source& source, const Site& site, const BundleRedaction& redaction,
                       BundleStream& stream, const CollectionLimits& limits)
    : impl_(new Impl{source,
                     site,
                     limits,
                     redaction.level() == RedactLevel::none,
                     {redaction, stream, limits.threads}}) {}

Collection::~Collection() = default;

Result<void> Collection::add_site() {
  impl_->store.add_site(impl_->site);
  return impl_->result();
}

Result<void> Collection::add(const Evidence& evidence) {
  for (const auto& [asked, entry] : evidence.entries())
    impl_->store.add({asked.host, asked.question, entry.request}, entry.observation);
  return impl_->result();
}

Result<void> Collection::add_context() {
  std::vector<Question> questions;
  for (const Host& host : impl_->site.hosts) {
    // The commands of a mounted disk would be those of this machine.
    if (!can_be_asked(host) || host.reach == Reach::root) continue;
    for (const ContextQuestion& one : context_questions())
      if (one.os == (host.os == Os::unknown ? Os::gnu_linux : host.os))
        questions.push_back({host.name, std::string(one.id), RunCommand{std::string(one.script)}});
  }
  impl_->source.ask(std::move(questions), impl_->limits.question,
                    [this](const Question& question, const Observation& observation) {
                      impl_->store.add(question, observation);
                      return std::vector<Question>();
                    });
  return impl_->result();
}

Result<void> Collection::add_files(const std::vector<std::string>& others) {
  impl_->plan(others);
  impl_->list();
  std::vector<Question> first = impl_->next();
  impl_->source.ask(std::move(first), impl_->limits.question,
                    [this](const Question& question, const Observation& observation) {
                      return impl_->take(question, observation);
                    });
  impl_->store.wait();
  return impl_->result();
}

const std::vector<FoundLeak>& Collection::leaks() const { return impl_->store.leaks(); }
const Replacements& Collection::replacements() const { return impl_->store.replacements(); }
std::size_t Collection::files() const { return impl_->store.files(); }
std::size_t Collection::left_out() const { return impl_->store.left_out(); }

}  // namespace fbd
