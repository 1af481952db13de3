// The scanner behind without_secrets: one pass over a text, from left to right.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "collectors/evidence/secret_hints.h"
#include "collectors/evidence/secret_keys.h"
#include "collectors/evidence/secret_values.h"

namespace fbd {

/// Copies a text and leaves the secrets out. What it remembers is the line so far and the XML tag
/// it is in. A secret does not change what is remembered, so a second run finds the same places.
class Redactor {
 public:
  /// `every_line`: also those that have nothing to be seen in them, to try that this changes
  /// nothing.
  explicit Redactor(std::string_view text, bool every_line = false);
  std::string run();

 private:
  /// A word that may be the name of a secret, where it stands.
  struct Name {
    std::size_t start;
    std::size_t end;
    std::string_view bare;  // without the dashes of an option
    SecretKey kind;
    bool option;
    bool in_path;  // "/etc/passwd": what follows a ':' is not its value
    bool starts_line;
    std::size_t column;
  };
  /// Where the value of a name begins, and what stands between them.
  struct Value {
    enum class After { nothing, equals, colon, blank };
    After after = After::nothing;
    std::size_t at = 0;
    bool quoted_name = false;  // "password": as in JSON
    bool spaced = false;       // a blank before the value
  };
  /// Programs whose options mean secrets only to them.
  enum class Program { none, curl, configurator, sshpass, mysql, netrc };

  // Words. redactor.cpp
  void skip_harmless_lines();
  void character();
  void word();
  bool leading_token(std::string_view word);
  Name name_at(std::size_t start, std::size_t end);

  // What needs no name. redactor_forms.cpp
  void after_word(const Name& name);
  bool credentials_of_scheme(std::string_view scheme);
  bool option_of_program(std::string_view word);
  bool wireguard_key(const Name& name);
  void user_and_password(std::size_t at, bool host_follows);
  void authority();
  void crypt_hash();
  bool private_key();

  // What follows a name. redactor_values.cpp
  Value value_of(const Name& name) const;
  bool means_something_else(const Name& name, const Value& value) const;
  void secret(const Name& name);
  bool quoted_value(const Name& name, const Value& value);
  bool json_value(const Value& value);
  void unquoted_value(const Name& name, const Value& value);
  bool block_value(const Name& name, const Value& value);
  void indented_lines(std::size_t column, bool whatever_they_hold);
  void json_tree();

  // XML. redactor_xml.cpp
  struct SecretTag {
    std::size_t at = 0;  // of '<', npos: there is none any more
    bool closing = false;
    std::string_view name;
  };
  void tag();
  void after_tag();
  void advance_secret_tag(std::size_t from);

  bool has(std::size_t at, std::string_view what) const {
    return text_.substr(at).starts_with(what);
  }
  Surroundings surroundings() const;
  void copy_to(std::size_t end);  // as it is, remembering what it is
  void emit_to(std::size_t end);  // as it is, remembering nothing
  void redact_in_xml_to(std::size_t end);
  void redact_to(std::size_t end);  // leaves it out, but for its line ends
  void new_line();

  std::string_view text_;
  const bool every_line_;
  SecretHints hints_;
  std::size_t at_ = 0;
  std::string out_;
  bool xml_ = false;  // the whole text is XML, so "<redacted>" must be escaped

  // This line.
  std::size_t line_begin_ = 0;
  bool starts_line_ = true;  // nothing but punctuation so far
  bool double_quotes_ = false;
  bool single_quotes_ = false;
  std::size_t backslashes_ = 0;
  int braces_ = 0;
  Program program_ = Program::none;
  std::string_view previous_word_;

  // This tag.
  bool in_tag_ = false;
  bool tag_in_double_quotes_ = false;  // it began there
  bool secret_tag_ = false;            // <password>
  bool names_secret_ = false;          // <property name="password"
  std::string_view tag_name_;
  SecretTag next_secret_tag_;
};

}  // namespace fbd
