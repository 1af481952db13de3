#include "collectors/transport/known_hosts.h"

#include <doctest/doctest.h>

#include "collectors/transport/base64.h"

namespace fbd {
namespace {

using Kind = HostKeyVerdict::Kind;

// ssh-keygen's own: `ssh-keygen -H` made the hash of "web01", `ssh-keygen -lf` the fingerprint.
constexpr std::string_view blob =
    "AAAAC3NzaC1lZDI1NTE5AAAAIPI2o9WRKVEvoxB1mxuQiCYF+8oxlC8ZtXcM7CwTKnKv";

std::string line(std::string_view hosts, std::string_view type, std::string_view key) {
  return std::string(hosts) + " " + std::string(type) + " " + std::string(key) + " comment\n";
}

HostKeyVerdict judge(const std::string& text, std::string_view host, std::uint16_t port,
                     std::string_view key = blob) {
  KnownHosts known;
  known.add(text, "known_hosts");
  return known.judge(host, port, "ssh-ed25519", *from_base64(key));
}

TEST_CASE("known_hosts: which lines are for a host") {
  struct Case {
    std::string_view hosts;
    std::string_view host;
    std::uint16_t port;
    bool known;
  };
  const Case cases[] = {
      {"web01", "web01", 22, true},
      {"web01", "WEB01", 22, true},
      {"web01", "web011", 22, false},
      {"web01", "web01", 2222, false},
      {"[web01]:2222", "web01", 2222, true},
      {"[web01]:2222", "web01", 22, false},
      {"db01,web01,10.0.0.1", "web01", 22, true},
      {"web*", "web01", 22, true},
      {"web0?", "web01", 22, true},
      {"*,!web01", "web01", 22, false},
      {"*.contoso.com,!old.contoso.com", "new.contoso.com", 22, true},
      {"|1|SmGDvmpGRhNS42ZzpuQmNYFnVVY=|AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "web01", 22, false},
      {"|1|nonsense", "web01", 22, false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.hosts);
    CAPTURE(one.host);
    const HostKeyVerdict verdict = judge(line(one.hosts, "ssh-ed25519", blob), one.host, one.port);
    CHECK(verdict.kind == (one.known ? Kind::known : Kind::unknown));
  }
}

TEST_CASE("known_hosts: another key of the same type is a change, of another type it is not") {
  const std::string other = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const std::string text = "# comment\n" + line("web01", "ssh-ed25519", other);
  const HostKeyVerdict changed = judge(text, "web01", 22);
  CHECK(changed.kind == Kind::changed);
  CHECK(changed.place == "known_hosts:2");
  // The new key noted beside the old one.
  CHECK(judge(text + line("web01", "ssh-ed25519", blob), "web01", 22).kind == Kind::known);

  const HostKeyVerdict unknown = judge(line("web01", "ssh-rsa", other), "web01", 22);
  CHECK(unknown.kind == Kind::unknown);
  CHECK(unknown.other_types == "ssh-rsa");
}

TEST_CASE("known_hosts: markers") {
  const std::string known = line("web01", "ssh-ed25519", blob);
  CHECK(judge(known + "@revoked " + line("*", "ssh-ed25519", blob), "web01", 22).kind ==
        Kind::revoked);
  const HostKeyVerdict authority =
      judge("@cert-authority " + line("*", "ssh-ed25519", blob), "web01", 22);
  CHECK(authority.kind == Kind::unknown);
  CHECK(authority.authority);
  CHECK(judge("@unheard-of " + known, "web01", 22).kind == Kind::unknown);
}

TEST_CASE("known_hosts: damaged lines are skipped") {
  const std::string known = line("web01", "ssh-ed25519", blob);
  CHECK(judge("web01\nweb01 ssh-ed25519\nweb01 ssh-ed25519 !!!\n\n" + known, "web01", 22).kind ==
        Kind::known);
}

TEST_CASE("known_hosts: which types a host is known by, in order") {
  KnownHosts known;
  known.add(line("web01", "ssh-rsa", blob) + line("web02", "ssh-dss", blob) +
                line("web01,web02", "ssh-ed25519", blob) + line("web01", "ssh-rsa", blob),
            "file");
  CHECK(known.types("web01", 22) == std::vector<std::string>{"ssh-rsa", "ssh-ed25519"});
  CHECK(known.types("web01", 23).empty());
}

TEST_CASE("base64 and back") {
  for (const std::string_view text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
    CHECK(from_base64(to_base64(text)) == text);
  CHECK(to_base64("fo") == "Zm8=");
  CHECK(from_base64("Zm8") == "fo");
  CHECK(!from_base64("Z"));
  CHECK(!from_base64("Zm8 "));
}

}  // namespace
}  // namespace fbd
