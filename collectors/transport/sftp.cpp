#include "collectors/transport/sftp.h"

#include <fmt/format.h>

#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// So much may be under way to us: what makes one long file quick on a long road.
constexpr unsigned window = 4U << 20;
constexpr std::uint32_t longest_packet = 512U << 10;

enum Type : unsigned {
  init = 1,
  version = 2,
  open_file = 3,
  close_handle = 4,
  read_file = 5,
  lstat_path = 7,
  open_dir = 11,
  read_dir = 12,
  stat_path = 17,
  read_link = 19,
  status = 101,
  handle = 102,
  data = 103,
  name_list = 104,
  attrs = 105,
};
constexpr std::uint32_t our_version = 3;
constexpr std::uint32_t flag_read = 1;

constexpr std::uint32_t end_of_file = 1;

/// A status is what an errno is elsewhere, in fewer words.
Error error_of(std::string_view body) {
  WireReader reader(body);
  const std::uint32_t code = reader.number();
  const std::string said = after_colon(printable(reader.text()));
  switch (code) {
    case 2:
      return {ErrorKind::not_found, "no such file or directory"};
    case 3:
      return {ErrorKind::denied, "permission denied"};
    case 6:
    case 7:
      return {ErrorKind::reset, "the connection was closed by the other side"};
    default:
      return {ErrorKind::failed, said.empty() ? fmt::format("SFTP status {}", code) : said};
  }
}

Error unexpected(unsigned type) {
  return {ErrorKind::malformed, fmt::format("an SFTP answer of another kind, {}", type)};
}

std::optional<RemoteAttributes> attributes_in(WireReader& reader) {
  RemoteAttributes found;
  const std::uint32_t flags = reader.number();
  if (flags & 1U) found.size = reader.long_number();
  if (flags & 2U) reader.long_number();  // owner and group
  if (flags & 4U) found.mode = reader.number();
  if (flags & 8U) reader.long_number();  // times
  if (flags & 0x80000000U)
    for (std::uint32_t left = reader.number(); left > 0 && !reader.failed(); --left) {
      reader.text();
      reader.text();
    }
  if (reader.failed()) return std::nullopt;
  return found;
}

}  // namespace

Sftp::Sftp(EventLoop& loop, SshLink& link, Clock::duration within, Action changed)
    : loop_(loop),
      name_(link.name()),
      changed_(std::move(changed)),
      channel_(link, SshChannel::Kind::subsystem, "sftp", window,
               {.started = [this] { begin(); },
                .output = [this](std::string_view bytes) { hear(bytes); },
                .errors = {},
                .ended =
                    [this](const SshChannel::Exit&) {
                      end({ErrorKind::failed, name_ + ": the SFTP server ended"});
                    },
                .failed = [this](const Error& why) { end(why); }}) {
  deadline_ = loop_.at(Clock::now() + within, [this] {
    channel_.stop();
    end({ErrorKind::timed_out, name_ + ": no SFTP server came"});
  });
}

void Sftp::begin() {
  channel_.write(WireWriter().text(WireWriter().byte(init).number(our_version).bytes()).bytes());
}

void Sftp::hear(std::string_view bytes) {
  incoming_ += bytes;
  std::string_view rest = incoming_;
  while (state_ != State::unavailable) {
    WireReader reader(rest);
    const std::uint32_t length = reader.number();
    if (reader.failed()) break;
    // A start-up file that prints does so before the server: there it looks like a huge length.
    if (length == 0 || length > longest_packet) {
      channel_.stop();
      return end(
          {ErrorKind::malformed, fmt::format("{}: the SFTP server's stream begins with \"{}\"",
                                             name_, printable(rest, 40))});
    }
    if (reader.rest().size() < length) break;
    take(reader.rest().substr(0, length));
    rest = reader.rest().substr(length);
  }
  incoming_.erase(0, incoming_.size() - rest.size());
}

void Sftp::take(std::string_view packet) {
  WireReader reader(packet);
  const unsigned type = reader.byte();
  if (state_ == State::starting) {
    if (type != version) return;
    deadline_.cancel();
    state_ = State::ready;
    return changed_();
  }
  const auto asked = open_.extract(reader.number());
  if (!reader.failed() && !asked.empty()) asked.mapped()(Reply{type, reader.rest()});
}

void Sftp::end(const Error& why) {
  if (state_ == State::unavailable) return;
  state_ = State::unavailable;
  deadline_.cancel();
  why_ = why;
  for (auto& [id, replied] : std::exchange(open_, {})) replied(tl::unexpected<Error>(why));
  changed_();
}

void Sftp::ask(unsigned type, const WireWriter& body, Replied replied) {
  if (state_ != State::ready) return replied(tl::unexpected<Error>(why_));
  const std::uint32_t id = ++last_id_;
  open_[id] = std::move(replied);
  const std::string packet = WireWriter().byte(type).number(id).bytes() + body.bytes();
  channel_.write(WireWriter().text(packet).bytes());
}

void Sftp::attributes(const std::string& path, bool follow, Then<RemoteAttributes> then) {
  ask(follow ? stat_path : lstat_path, WireWriter().text(path),
      [then = std::move(then)](const Result<Reply>& reply) {
        if (!reply) return then(tl::unexpected<Error>(reply.error()));
        if (reply->type == status) return then(tl::unexpected<Error>(error_of(reply->body)));
        WireReader reader(reply->body);
        const auto found = attributes_in(reader);
        if (reply->type != attrs || !found)
          return then(tl::unexpected<Error>(unexpected(reply->type)));
        then(*found);
      });
}

void Sftp::link_target(const std::string& path, Then<std::string> then) {
  ask(read_link, WireWriter().text(path), [then = std::move(then)](const Result<Reply>& reply) {
    if (!reply) return then(tl::unexpected<Error>(reply.error()));
    if (reply->type == status) return then(tl::unexpected<Error>(error_of(reply->body)));
    WireReader reader(reply->body);
    reader.number();
    const std::string target(reader.text());
    if (reply->type != name_list || reader.failed())
      return then(tl::unexpected<Error>(unexpected(reply->type)));
    then(target);
  });
}

namespace {

template <class Then>
auto handle_to(Then then) {
  return [then = std::move(then)](const auto& reply) {
    if (!reply) return then(tl::unexpected<Error>(reply.error()));
    if (reply->type == status) return then(tl::unexpected<Error>(error_of(reply->body)));
    WireReader reader(reply->body);
    const std::string opened(reader.text());
    if (reply->type != handle || reader.failed())
      return then(tl::unexpected<Error>(unexpected(reply->type)));
    then(opened);
  };
}

bool is_end(unsigned type, std::string_view body) {
  return type == status && WireReader(body).number() == end_of_file;
}

}  // namespace

void Sftp::open(const std::string& path, Then<std::string> then) {
  ask(open_file, WireWriter().text(path).number(flag_read).number(0), handle_to(std::move(then)));
}

void Sftp::open_directory(const std::string& path, Then<std::string> then) {
  ask(open_dir, WireWriter().text(path), handle_to(std::move(then)));
}

void Sftp::read(const std::string& opened, std::uint64_t offset, std::uint32_t length,
                Then<std::optional<std::string>> then) {
  ask(read_file, WireWriter().text(opened).long_number(offset).number(length),
      [then = std::move(then)](const Result<Reply>& reply) {
        if (!reply) return then(tl::unexpected<Error>(reply.error()));
        if (is_end(reply->type, reply->body)) return then(std::optional<std::string>());
        if (reply->type == status) return then(tl::unexpected<Error>(error_of(reply->body)));
        WireReader reader(reply->body);
        const std::string_view bytes = reader.text();
        if (reply->type != data || reader.failed())
          return then(tl::unexpected<Error>(unexpected(reply->type)));
        then(std::optional(std::string(bytes)));
      });
}

void Sftp::names(const std::string& opened, Then<std::optional<std::vector<std::string>>> then) {
  ask(read_dir, WireWriter().text(opened), [then = std::move(then)](const Result<Reply>& reply) {
    if (!reply) return then(tl::unexpected<Error>(reply.error()));
    if (is_end(reply->type, reply->body)) return then(std::optional<std::vector<std::string>>());
    if (reply->type == status) return then(tl::unexpected<Error>(error_of(reply->body)));
    WireReader reader(reply->body);
    std::vector<std::string> found;
    const std::uint32_t count = reader.number();
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
      found.emplace_back(reader.text());
      reader.text();  // as ls -l shows it
      attributes_in(reader);
    }
    if (reply->type != name_list || reader.failed())
      return then(tl::unexpected<Error>(unexpected(reply->type)));
    then(std::optional(std::move(found)));
  });
}

void Sftp::close(const std::string& opened) {
  if (state_ == State::ready) ask(close_handle, WireWriter().text(opened), [](const auto&) {});
}

}  // namespace fbd
