#include <charconv>
#include <map>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/lease_readers.h"

namespace fbd {
namespace {

using std::chrono::sys_seconds;

/// "name rest;", "name rest {" or "}".
struct Statement {
  std::string_view words;
  char end = ';';  // of ";{}"
  int line = 0;    // where it begins
};

/// Statements one after the other; strings and comments may hold anything.
class Statements {
 public:
  explicit Statements(std::string_view text) : text_(text) {}

  /// Nothing at the end of the text; what was begun there and not ended is none.
  std::optional<Statement> next() {
    skip_blank();
    Statement found{{}, ';', line_};
    const std::size_t start = at_;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (quoted) {
        if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
        if (c == '"') quoted = false;
      } else if (c == '"') {
        quoted = true;
      } else if (c == ';' || c == '{' || c == '}') {
        found.words = trimmed(text_.substr(start, at_++ - start));
        found.end = c;
        return found;
      }
    }
    return std::nullopt;
  }

 private:
  void skip_blank() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        if (c == '\n') ++line_;
        ++at_;
      } else {
        return;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

/// Cuts the first word off.
std::string_view take(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n"));
  rest.remove_prefix(word.size());
  rest = trimmed(rest);
  return word;
}

std::string without_quotes(std::string_view word) {
  if (word.size() >= 2 && word.front() == '"' && word.back() == '"')
    word = word.substr(1, word.size() - 2);
  return std::string(word);
}

std::optional<sys_seconds> epoch(std::string_view word) {
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), seconds);
  // Up to the year 9999, which is as far as a date can be written.
  if (problem != std::errc() || end != word.data() + word.size() || seconds < 0 ||
      seconds > 253402300799)
    return std::nullopt;
  return sys_seconds(std::chrono::seconds(seconds));
}

/// "1 2026/11/23 23:58:54" in UTC (the weekday says nothing), or "epoch 1795477813".
std::optional<sys_seconds> time(std::string_view rest) {
  const std::string_view first = take(rest);
  if (first == "epoch") return epoch(take(rest));
  std::string text(rest);
  for (char& c : text)
    if (c == '/') c = '-';
  for (char& c : text)
    if (c == ' ') c = 'T';
  return parse_iso_time(text + "Z");
}

/// One block, with what is in the blocks inside it.
class Block {
 public:
  Block(bool v6, int line) : v6_(v6) {
    lease_.ipv4 = !v6;
    lease_.source.line = line;
  }

  void open(std::string_view words) {
    in_address_ = take(words) == "iaaddr" && v6_ && leases_.size() < 64;
    const std::string_view address = take(words);
    in_address_ = in_address_ && is_ipv6(address);
    if (in_address_) leases_.emplace_back().address = address;
  }

  void say(std::string_view words) {
    const std::string_view key = take(words);
    if (key == "option" || key == "unknown-option") return option(words);
    if (key == "interface") lease_.interface = without_quotes(words);
    if (key == "fixed-address" && !v6_ && is_ipv4(words)) lease_.address = words;
    if (key == "released") released_ = true;
    if (key == "expire" && words == "never") lease_.for_ever = true;
    if (key == "expire" && words != "never") lease_.expires = time(words);
    if (key == "starts" && in_address_) start_ = epoch(words);
    if (key == "max-life" && in_address_)
      if (const auto seconds = lease_number(words))
        set_lease_time(leases_.back(), *seconds, start_);
  }

  const std::string& interface() const { return lease_.interface; }

  /// What the block comes to: nothing if it was given back, or has no address.
  std::vector<Lease> take_leases() {
    if (released_) return {};
    if (!v6_ && !lease_.address.empty()) {
      // Even so dhclient may write a date, which is as far as it can count.
      if (lease_.for_ever) set_lease_time(lease_, 0xFFFFFFFF, std::nullopt);
      return {lease_};
    }
    std::vector<Lease> all;
    for (const Lease& one : leases_) {
      all.push_back(lease_);
      all.back().address = one.address;
      all.back().seconds = one.seconds;
      all.back().expires = one.expires;
      all.back().for_ever = one.for_ever;
    }
    return all;
  }

 private:
  void option(std::string_view words) {
    const std::string_view key = take(words);
    if (v6_) {
      if (key == "dhcp6.name-servers") lease_.dns = lease_addresses(words, false);
      if (key == "dhcp6.domain-search") domains(words);
      return;
    }
    if (key == "subnet-mask") lease_.prefix = ipv4_prefix(words);
    if (key == "routers") lease_.routers = lease_addresses(words, true);
    if (key == "domain-name-servers") lease_.dns = lease_addresses(words, true);
    if (key == "domain-search") domains(words);
    if (key == "domain-name" && lease_.search.empty()) domains(without_quotes(words));
    if (key == "dhcp-server-identifier" && is_ipv4(words)) lease_.server = words;
    if (key == "dhcp-lease-time") {
      lease_.seconds = lease_number(words);
      if (lease_.seconds == 0xFFFFFFFF) lease_.for_ever = true;
    }
    if (key == "unknown-245" || key == "azure-wireserver" || key == "wireserver")
      lease_.azure_option = true;
  }

  void domains(std::string_view words) {
    lease_.search.clear();
    for (std::string_view word : lease_words(words)) {
      std::string domain = without_quotes(word);
      if (domain.size() > 1 && domain.back() == '.') domain.pop_back();
      if (!domain.empty()) lease_.search.push_back(printable(domain));
    }
  }

  bool v6_;
  bool released_ = false;
  bool in_address_ = false;  // rather than in a prefix for others
  std::optional<sys_seconds> start_;
  Lease lease_;
  std::vector<Lease> leases_;  // IPv6: of each its address and time
};

}  // namespace

LeaseFile read_dhclient_leases(std::string_view text) {
  LeaseFile file;
  Statements statements(text);
  std::map<std::pair<std::string, bool>, std::vector<Lease>> last;
  std::vector<std::pair<std::string, bool>> order;
  std::optional<Block> block;
  bool v6 = false;
  std::size_t depth = 0;
  bool known = trimmed(text).empty();
  while (const auto one = statements.next()) {
    known = known || one->words.starts_with("default-duid");
    if (depth == 0 && one->end == '{' && (one->words == "lease" || one->words == "lease6")) {
      v6 = one->words == "lease6";
      block.emplace(v6, one->line);
      known = true;
    } else if (block && one->end == '{') {
      block->open(one->words);
    } else if (block && one->end == ';') {
      block->say(one->words);
    }
    if (one->end == '{') ++depth;
    if (one->end != '}' || depth == 0) continue;
    if (--depth > 0 || !block) continue;
    const std::pair<std::string, bool> key{block->interface(), v6};
    const auto [found, is_new] = last.try_emplace(key);
    if (is_new) order.push_back(key);
    found->second = block->take_leases();
    block.reset();
  }
  for (const auto& key : order)
    for (Lease& lease : last[key]) file.leases.push_back(std::move(lease));
  // A block that was begun and not ended is one that dhclient was about to write: it reads over it.
  if (!known) {
    file.trouble = "this is no lease file of dhclient";
    file.line = 1;
  }
  return file;
}

}  // namespace fbd
