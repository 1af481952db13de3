#include "collectors/transport/azure_get.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/http_date.h"
#include "collectors/evidence/redaction.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// Twenty thousand machines at a few kilobytes each, in one page or in many; a bundle keeps not
/// much more of one answer (evidence/bundle.h).
constexpr std::size_t most_bytes = 60U << 20;
constexpr std::size_t most_pages = 1000;

// Source: Site Recovery REST API; the version whose whole definition this program was held against.
constexpr std::string_view default_version = "2024-04-01";

class AzureReading final : public Operation {
 public:
  AzureReading(Means& means, AzureService& service, const Terms& terms, const AzureGet& request,
               Done done)
      : loop_(means.loop),
        service_(service),
        host_(terms.host),
        each_(request.each),
        budget_(terms.deadline * azure_patience),
        done_(std::move(done)) {
    const std::string& version =
        request.api_version.empty() ? service.vault.api_version : request.api_version;
    std::string query = request.query;
    query += fmt::format("{}api-version={}", query.empty() ? "" : "&",
                         url_encoded(version.empty() ? default_version : version));
    chains_.resize(request.paths.size());
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      chains_[i].path = request.paths[i];
      ask(i, fmt::format("{}{}?{}", service.endpoints.resource_manager, request.paths[i], query));
    }
    if (chains_.empty()) loop_.soon([this] { finish(answer()); });
  }

 private:
  /// The pages of one path, one after the other.
  struct Chain {
    std::string path;
    std::unique_ptr<ArmRequest> request;
    std::unique_ptr<ArmRequest> before;  // that cannot be destroyed where it ends
    std::set<std::string> asked;
    std::vector<std::string> pages;
    std::optional<std::string> raw;  // the last page, as it came
    EventLoop::Timer pause;
    std::optional<AzureFailure> failure;
    bool ended = false;
    std::size_t count() const { return pages.size() + (raw ? 1 : 0); }
  };

  void ask(std::size_t i, std::string url) {
    Chain& chain = chains_[i];
    chain.asked.insert(url);
    AzureGet shown;
    shown.paths = {chain.path};
    std::string what = fmt::format("{}: {}", host_, describe(shown));
    if (chain.count() > 0) what += fmt::format(", page {}", chain.count() + 1);
    chain.before = std::move(chain.request);
    chain.request = std::make_unique<ArmRequest>(
        loop_, service_, std::move(what), std::move(url), most_bytes - bytes_,
        [this] { return budget_.left(); }, [this] { begin_turn(); },
        [this, i](tl::expected<ArmPage, AzureFailure> page) {
          end_turn();
          if (chains_[i].ended) return;
          if (page)
            take(i, std::move(*page));
          else
            fail(i, std::move(page.error()));
        });
  }

  void begin_turn() {
    if (++turns_ > 1) return;
    budget_.start();
    deadline_ = loop_.at(Clock::now() + budget_.left(), [this] {
      finish(error(ErrorKind::timed_out, fmt::format("{}: Azure has not answered everything after "
                                                     "{}; --timeout gives it longer",
                                                     host_, in_words(budget_.whole()))));
    });
  }

  void end_turn() {
    if (--turns_ > 0) return;
    budget_.pause();
    deadline_.cancel();
  }

  void take(std::size_t i, ArmPage page) {
    Chain& chain = chains_[i];
    const auto date = http_date(page.date);
    if (date && (!date_ || *date > *date_)) {
      date_ = date;
      date_text_ = page.date;
    }
    bytes_ += page.body.size();
    service_.bytes += page.body.size();
    if (!settle(i)) return;
    const std::string what = name_of_page(chain);
    chain.raw = std::move(page.body);
    if (bytes_ > most_bytes || service_.bytes > AzureService::most_bytes)
      return fail(
          i,
          malformed(what, fmt::format(
                              "more than {} MiB of {}",
                              (bytes_ > most_bytes ? most_bytes : AzureService::most_bytes) >> 20U,
                              bytes_ > most_bytes ? "one list" : "answers")));
    const std::string next = page.scanned.is_whole() ? page.scanned.link() : std::string();
    if (next.empty()) return end(i);
    // The token goes to nobody else, whatever an answer says.
    if (origin_of(next) != origin_of(service_.endpoints.resource_manager))
      return fail(i, malformed(what,
                               "it goes on at another host, which is not asked: a token is "
                               "for Azure alone"));
    if (chain.asked.contains(next)) return fail(i, malformed(what, "it goes on where it was"));
    if (chain.count() == most_pages)
      return fail(i, malformed(what, fmt::format("there are more than {} pages", most_pages)));
    ask(i, next);
    // While the next page is on its way: a list is read page by page, and waits for nobody but
    // Azure.
    constexpr std::chrono::milliseconds sent{1};
    chain.pause = loop_.at(Clock::now() + sent, [this, i] { settle(i); });
  }

  std::string name_of_page(const Chain& chain) const {
    return fmt::format("{}: page {} of {}", host_, chain.count() + 1, chain.path);
  }

  /// Reads the last page and takes the secrets out of it. False if it is none: the chain has then
  /// failed.
  bool settle(std::size_t i) {
    Chain& chain = chains_[i];
    if (!chain.raw) return true;
    const std::string raw = std::move(*chain.raw);
    chain.raw.reset();
    if (const Result<void> page = check_page(raw); !page) {
      fail(i, malformed(name_of_page(chain), page.error().message));
      return false;
    }
    chain.pages.push_back(without_secrets(raw));
    return true;
  }

  static AzureFailure malformed(std::string_view what, std::string_view why) {
    return {{ErrorKind::malformed, fmt::format("{}: {}", what, why)}, 200, ""};
  }

  void fail(std::size_t i, AzureFailure failure) {
    if (!each_) return finish(tl::unexpected<Error>(failure.error));
    chains_[i].raw.reset();
    chains_[i].failure = std::move(failure);
    end(i);
  }

  void end(std::size_t i) {
    Chain& chain = chains_[i];
    if (!settle(i)) return;
    chain.pause.cancel();
    chain.ended = true;
    if (!std::all_of(chains_.begin(), chains_.end(), [](const Chain& one) { return one.ended; }))
      return;
    // When Azure itself could not be asked, that is the answer, and not one for every path.
    const bool nothing = std::all_of(chains_.begin(), chains_.end(), [](const Chain& one) {
      return one.failure && one.failure->status == 0;
    });
    if (nothing) return finish(tl::unexpected<Error>(chains_.front().failure->error));
    finish(answer());
  }

  std::string answer() {
    std::string text;
    text.reserve(bytes_ + bytes_ / 8 + 4096);
    text += fmt::format("{{\"date\":{},\"answers\":[",
                        date_text_.empty() ? "null" : quoted_json(date_text_));
    bool first = true;
    for (Chain& chain : chains_) {
      if (!std::exchange(first, false)) text += ",\n";
      if (chain.failure) {
        text += failed_answer(chain.path, *chain.failure);
        continue;
      }
      text += fmt::format("{{\"path\":{},\"pages\":[", quoted_json(chain.path));
      for (std::size_t i = 0; i < chain.pages.size(); ++i) {
        if (i > 0) text += ",\n";
        text += chain.pages[i];
        chain.pages[i] = std::string();  // never twice in memory
      }
      text += "]}";
    }
    text += "]}\n";
    return text;
  }

  void finish(Result<std::string> answer) {
    if (!done_) return;
    deadline_.cancel();
    const Done done = std::exchange(done_, nullptr);
    done(std::move(answer), budget_.spent());
  }

  EventLoop& loop_;
  AzureService& service_;
  const std::string host_;
  const bool each_;
  Budget budget_;
  Done done_;
  EventLoop::Timer deadline_;
  int turns_ = 0;
  std::size_t bytes_ = 0;
  std::optional<std::chrono::sys_seconds> date_;
  std::string date_text_;
  std::vector<Chain> chains_;
};

}  // namespace

std::unique_ptr<Operation> start_azure_get(Means& means, AzureService& service, const Terms& terms,
                                           const AzureGet& request, Done done) {
  return std::make_unique<AzureReading>(means, service, terms, request, std::move(done));
}

}  // namespace fbd
