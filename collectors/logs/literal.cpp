#include "collectors/logs/literal.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>

namespace fbd {
namespace {

/// Reads a regular expression from left to right. What it does not know makes it give up, so that
/// nothing is called required that is not.
class Runs {
 public:
  explicit Runs(std::string_view pattern) : rest_(pattern) {}

  std::vector<std::string> read() {
    std::vector<std::string> found = sequence();
    if (!rest_.empty() || gave_up_) return {};
    return found;
  }

 private:
  bool more() const { return !rest_.empty() && !gave_up_; }
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  /// Up to the end or a ')' that belongs to somebody above. Alternatives require nothing.
  std::vector<std::string> sequence() {
    std::vector<std::string> runs;
    std::string run;
    bool alternatives = false;
    const auto end_run = [&] {
      if (!run.empty()) runs.push_back(std::move(run));
      run.clear();
    };
    if (++depth_ > deepest) gave_up_ = true;
    while (more() && rest_.front() != ')') {
      const char c = take();
      if (c == '|') {
        alternatives = true;
        end_run();
      } else if (c == '(') {
        end_run();
        std::vector<std::string> inner = group();
        if (quantifier() != Quantifier::optional)
          std::move(inner.begin(), inner.end(), std::back_inserter(runs));
      } else if (c == '[' || c == '.' || c == '^' || c == '$') {
        end_run();
        if (c == '[') skip_class();
        quantifier();
      } else if (c == '\\') {
        escape(run, end_run);
      } else {
        literal(c, run, end_run);
      }
    }
    end_run();
    --depth_;
    if (alternatives) runs.clear();
    return runs;
  }

  template <class EndRun>
  void literal(char c, std::string& run, const EndRun& end_run) {
    // Bytes beyond ASCII have upper and lower case of their own.
    if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
      end_run();
      quantifier();
      return;
    }
    run += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const Quantifier how = quantifier();
    if (how == Quantifier::optional) run.pop_back();
    if (how != Quantifier::none) end_run();
  }

  template <class EndRun>
  void escape(std::string& run, const EndRun& end_run) {
    if (!more()) {
      gave_up_ = true;
      return;
    }
    const char c = take();
    constexpr std::string_view classes = "dDsSwWbBAztnrfva";
    if (std::ispunct(static_cast<unsigned char>(c))) {
      literal(c, run, end_run);
    } else if (classes.find(c) != classes.npos) {
      end_run();
      quantifier();
    } else {
      gave_up_ = true;
    }
  }

  /// After '('. Takes its ')' as well.
  std::vector<std::string> group() {
    if (rest_.starts_with("?")) {
      // Names and flags end with '>', ':' or, for flags of what follows, with ')'.
      const std::size_t end = rest_.find_first_of(">:)");
      if (end == rest_.npos) {
        gave_up_ = true;
        return {};
      }
      const char closer = rest_[end];
      rest_.remove_prefix(end + 1);
      if (closer == ')') return {};
    }
    std::vector<std::string> inner = sequence();
    if (!more() || rest_.front() != ')') {
      gave_up_ = true;
      return {};
    }
    take();
    return inner;
  }

  /// After '['.
  void skip_class() {
    if (rest_.starts_with("^")) take();
    for (bool first = true; more(); first = false) {
      const char c = take();
      if (c == ']' && !first) return;
      if (c == '\\' && more()) {
        take();
      } else if (c == '[' && rest_.starts_with(":")) {
        const std::size_t end = rest_.find(":]");
        if (end == rest_.npos) break;
        rest_.remove_prefix(end + 2);
      }
    }
    gave_up_ = true;
  }

  enum class Quantifier { none, required, optional };

  Quantifier quantifier() {
    if (!more()) return Quantifier::none;
    const char c = rest_.front();
    Quantifier how = Quantifier::none;
    if (c == '?' || c == '*') {
      how = Quantifier::optional;
      take();
    } else if (c == '+') {
      how = Quantifier::required;
      take();
    } else if (c == '{') {
      how = counted();
    }
    if (how != Quantifier::none && rest_.starts_with("?")) take();
    return how;
  }

  /// "{2}", "{0,}", "{1,3}"; any other '{' is itself, which a pattern had better escape.
  Quantifier counted() {
    const std::size_t end = rest_.find('}');
    const std::string_view inside = rest_.substr(1, end == rest_.npos ? end : end - 1);
    const bool is_count = end != rest_.npos && !inside.empty() &&
                          inside.find_first_not_of("0123456789,") == inside.npos &&
                          inside.front() != ',';
    if (!is_count) return Quantifier::none;
    rest_.remove_prefix(end + 1);
    const std::string_view fewest = inside.substr(0, inside.find(','));
    const bool zero = fewest.find_first_not_of('0') == fewest.npos;
    return zero ? Quantifier::optional : Quantifier::required;
  }

  static constexpr int deepest = 100;
  std::string_view rest_;
  int depth_ = 0;
  bool gave_up_ = false;
};

/// How rare a pair of characters is in logs and their like, ignoring case: minus the logarithm to
/// base 2 of its share, less 5, as a hexadecimal digit. Rows are the first character, columns the
/// second: a to z, any digit, a blank, anything else. Counted over messages of daemons, logs of
/// Debian and technical text, 1.7 MB.
constexpr std::size_t classes = 29;
constexpr std::array<std::string_view, classes> rarity{{
    "943498494b7233a5a332558867645", "5868586b57958767c6684ca67a466",
    "475848847e348a36d57357da8d654", "478527864b878758f66a6a9c7f323",
    "4332556979944374623394646d612", "4b98668d3fb7aa48a6677fcd8e744",
    "8a683a875ba68567e6685ad7b7833", "3c6a3fec5fba8b4af7a58c9e9d855",
    "5345554bbb935135b533b5d7e6975", "6ca87cecbfbaacaaaa8e99cfefdb8",
    "59aa4d8c5fea889ae9789fdfee755", "48a6259c2a939a48f85667a659644",
    "37834aad5fb75955fd786a9cae854", "4a54342b58675534d93356998b533",
    "7655756b69854255b2543657ada35", "3a774a775c858845935567bb6e644",
    "fffaeeffffe8cceecbac5fffdea98", "485627694f666637d554668a5e833",
    "5a6728654a7577468542588a5c622", "295727822b867835e4544a685b623",
    "7666575f6fb563b4e4349aa7e9466", "4d9c3bad4fe96979fb999db9ff784",
    "5fcb6cc64faac669f78bee9bee967", "7a6979cc7faa8dc7fa97ace77a774",
    "9aaa99ae9fda8866ca66acbdbbb45", "afbb6ccf9fdbafaffbcf7fefdca78",
    "787888bdbca6bab9dd7b4bd8de020", "24334344376344338322354869221",
    "24325445466443537424455788010",
}};

constexpr std::size_t class_of(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::size_t>(c - 'a');
  if (c >= '0' && c <= '9') return 26;
  return c == ' ' ? 27 : 28;
}

double share(char first, char second) {
  const char digit = rarity[class_of(first)][class_of(second)];
  return std::ldexp(1.0, -5 - (digit <= '9' ? digit - '0' : digit - 'a' + 10));
}

/// Of each class of characters, by the pairs that begin with it.
std::array<double, classes> single_shares() {
  std::array<double, classes> sums{};
  constexpr std::string_view one_of_each = "abcdefghijklmnopqrstuvwxyz0 -";
  for (const char first : one_of_each)
    for (const char second : one_of_each) sums.at(class_of(first)) += share(first, second);
  return sums;
}

double share(char one) {
  static const std::array<double, classes> sums = single_shares();
  return sums.at(class_of(one));
}

/// Relative number of places in a log where a gram of the window stands.
double commonness(std::string_view window, std::size_t gram) {
  double sum = 0;
  for (std::size_t at = 0; at + gram <= window.size(); ++at) {
    // A chain of pairs: as if each character depended on the one before it alone.
    double product = share(window[at], window[at + 1]);
    for (std::size_t i = at + 1; i < at + gram - 1; ++i)
      product *= share(window[i], window[i + 1]) / share(window[i]);
    sum += product;
  }
  return sum;
}

}  // namespace

std::vector<std::string> required_literals(std::string_view pattern) {
  return Runs(pattern).read();
}

Window rarest_window(const std::vector<std::string>& runs) {
  for (const Grid& grid : grids) {
    Window best{"", grid};
    double least = 0;
    for (const std::string& run : runs)
      for (std::size_t at = 0; at + grid.window() <= run.size(); ++at) {
        const std::string_view window = std::string_view(run).substr(at, grid.window());
        const double rate = commonness(window, grid.gram);
        if (!best.text.empty() && rate >= least) continue;
        best.text = window;
        least = rate;
      }
    if (!best.text.empty()) return best;
  }
  return {};
}

}  // namespace fbd
