// Framed: finds the output of one command in what a shell on another machine writes.
//
// A message of the day, a start-up file that prints, the answers to earlier commands: all of that
// comes on the same stream. A command's own output lies between two lines with a number that nobody
// can guess:
//   \nNONCE begin 3\n ... \nNONCE end 3 STATUS\n
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

class Framed {
 public:
  /// Keeps at most `at_most` bytes of a frame and one more, to show that there were more.
  explicit Framed(std::string nonce) : nonce_(std::move(nonce)) {}

  /// From now on the frame with this number is looked for; what is open is forgotten.
  void expect(unsigned number, std::size_t at_most);
  void feed(std::string_view bytes);

  bool begun() const { return begun_; }
  /// The status on the line that ended the frame, once it has come.
  std::optional<int> status() const { return status_; }
  bool too_long() const { return content_.size() > at_most_; }
  std::string take() { return std::move(content_); }
  const std::string& content() const { return content_; }
  /// The first bytes that came outside of frames, as far as that is certain.
  const std::string& stray() const { return stray_; }
  /// The same with those that could still be the begin of one.
  std::string seen() const { return stray_ + pending_; }

 private:
  void look_for_begin();
  void look_for_end();

  const std::string nonce_;
  std::string begin_;  // the line before the frame, with its newlines
  std::string end_;    // the line behind it, up to the status
  std::size_t at_most_ = 0;
  std::string pending_;  // not yet told apart
  std::string content_;
  std::string stray_;
  bool begun_ = false;
  std::optional<int> status_;
};

}  // namespace fbd
