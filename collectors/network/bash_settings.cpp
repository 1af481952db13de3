#include "collectors/network/bash_settings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "collectors/evidence/redaction.h"
#include "collectors/network/bash_words.h"

namespace fbd {
namespace {

using Kind = BashToken::Kind;

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& all) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

/// The arguments are assignments themselves.
constexpr std::array<std::string_view, 3> declares{"export", "declare", "typeset"};
/// After these anything may be set, or nothing more be read.
constexpr std::array<std::string_view, 33> spoils{
    ".",      "source",  "eval",      "read",    "exec",     "exit",     "return", "let", "if",
    "then",   "else",    "elif",      "fi",      "for",      "while",    "until",  "do",  "done",
    "case",   "esac",    "select",    "{",       "}",        "function", "[[",     "set", "shopt",
    "printf", "mapfile", "readarray", "getopts", "readonly", "local"};

class Script {
 public:
  Script(BashSettings& settings, std::string_view text, const std::string& file)
      : settings_(settings),
        file_(file),
        words_(text, [this](std::string_view name) { return lookup(name); }) {}

  void run() {
    bool conditional = false;
    while (!settings_.spoiled()) {
      std::vector<BashToken> command;
      BashToken token = words_.next();
      for (; token.kind == Kind::word || token.kind == Kind::redirection; token = words_.next()) {
        if (token.unfinished) return spoil(token.line, "a quote or a command is not closed");
        if (token.kind == Kind::word) {
          command.push_back(std::move(token));
        } else {
          if (!token.doubt.empty()) return spoil(token.line, "text for a command follows");
          if (words_.next().kind != Kind::word) return spoil(token.line, "it cannot be read");
        }
      }
      if (token.kind == Kind::parenthesis || !token.doubt.empty())
        return spoil(token.line, "it is more than settings");
      const bool at_line_end = token.kind == Kind::end_of_command && token.text.empty();
      if (command.empty()) {
        // After "&&" and "|" the command may stand on another line.
        if (at_line_end) continue;
        if (token.kind == Kind::end && !conditional && !piped_) return;
        return spoil(token.line, "a command is missing");
      }
      // Either side of a pipe, and what runs in the background, has variables of its own.
      const bool apart = token.kind == Kind::pipe || token.kind == Kind::background || piped_;
      piped_ = token.kind == Kind::pipe;
      carry_out(command, conditional, apart);
      conditional = token.kind == Kind::and_or;
      if (token.kind == Kind::end) return;
    }
  }

 private:
  std::optional<std::string> lookup(std::string_view name) const {
    const BashSettings::Value* value = settings_.find(name);
    if (!value || !value->doubt.empty()) return std::nullopt;
    return value->text;
  }

  void spoil(int line, std::string why) { settings_.spoil({"", std::move(why), file_, line}); }

  void carry_out(const std::vector<BashToken>& command, bool conditional, bool apart) {
    const auto verb = std::find_if(command.begin(), command.end(),
                                   [](const BashToken& word) { return word.name.empty(); });
    if (verb != command.end() && !verb->is_quoted && is_one_of(verb->text, spoils))
      return spoil(verb->line, "it is a script, and not only settings");
    if (apart) return;
    if (verb == command.end()) {
      for (const BashToken& word : command) assign(word, conditional);
      return;
    }
    // What stands before a command is set for that alone.
    if (!verb->doubt.empty() || verb->is_replaced)
      return spoil(verb->line, "a command is not known");
    if (is_one_of(verb->text, declares)) {
      for (auto word = verb + 1; word != command.end(); ++word)
        if (!word->name.empty())
          assign(*word, conditional);
        else if (!is_plain_name(*word))
          return spoil(word->line, "it is more than settings");
    } else if (verb->text == "unset") {
      for (auto word = verb + 1; word != command.end(); ++word)
        if (conditional || !is_plain_name(*word))
          return spoil(word->line, "what it unsets is not known");
        else
          settings_.unset(word->text);
    }
  }

  /// No option, and nothing that was put together.
  static bool is_plain_name(const BashToken& word) {
    return word.doubt.empty() && !word.is_replaced && !word.text.empty() &&
           bash_name_length(word.text) == word.text.size();
  }

  void assign(const BashToken& word, bool conditional) {
    BashSettings::Value value{word.text, word.doubt, file_, word.line};
    if (conditional) value.doubt = "whether it is set depends on a condition";
    if (word.appends) {
      const BashSettings::Value* before = settings_.find(word.name);
      if (before && value.doubt.empty()) value.doubt = before->doubt;
      if (before) value.text = before->text + value.text;
      if (value.text.size() > longest_bash_value) value.doubt = "it is too long";
    }
    if (!value.doubt.empty()) value.text.clear();
    settings_.set(word.name, std::move(value));
  }

  BashSettings& settings_;
  const std::string& file_;
  BashWords words_;
  bool piped_ = false;
};

}  // namespace

void BashSettings::read(std::string_view text, const std::string& file) {
  const std::string plain = with_plain_marks(text);
  if (!spoiled_) Script(*this, plain, file).run();
}

const BashSettings::Value* BashSettings::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

std::string_view BashSettings::text(std::string_view name) const {
  const Value* value = find(name);
  return value ? std::string_view(value->text) : std::string_view();
}

bool BashSettings::is_known(std::string_view name) const {
  const Value* value = find(name);
  return !spoiled_ && (!value || value->doubt.empty());
}

void BashSettings::set(const std::string& name, Value value) {
  values_.insert_or_assign(name, std::move(value));
}

void BashSettings::unset(std::string_view name) {
  if (const auto found = values_.find(name); found != values_.end()) values_.erase(found);
}

void BashSettings::spoil(Value why) { spoiled_ = std::move(why); }

}  // namespace fbd
