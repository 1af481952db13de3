#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <vector>

#include "collectors/evidence/text.h"
#include "collectors/transport/addresses.h"
#include "collectors/transport/certificate.h"
#include "collectors/transport/remote_dial.h"
#include "collectors/transport/remote_lines.h"
#include "collectors/transport/shell_text.h"
#include "collectors/transport/tls_answer.h"

namespace fbd {
namespace {

constexpr std::size_t most_certificates = 16;

struct X509Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, X509Free>;

// The end of its input ends openssl: two seconds after it was asked, if the server does not. What
// hangs before that is killed.
constexpr std::string_view openssl_script = R"sh(
echo tool openssl
{{ printf {0}; sleep 2; }} | openssl s_client -connect {1} {2} -showcerts -msg 2>&1 &
p=$!
{{ sleep {3}; kill -9 $p; }} >/dev/null 2>&1 &
w=$!
wait $p; echo "ended $?"
kill $w 2>/dev/null
)sh";

constexpr std::string_view python_script = R"sh(
import socket,ssl,sys,time
h,p,n,t=sys.argv[1],int(sys.argv[2]),sys.argv[3],float(sys.argv[4])
try:
  b=time.time();s=socket.create_connection((h,p),t);print("address "+s.getpeername()[0]);print("connect %d"%((time.time()-b)*1e6))
except Exception as e: print("unconnected "+str(e));sys.exit()
try:
  c=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);c.check_hostname=False;c.verify_mode=ssl.CERT_NONE
  b=time.time();s.settimeout(t);s=c.wrap_socket(s,server_hostname=n or None)
  print("handshake %d"%((time.time()-b)*1e6));print("Protocol  : "+s.version());print("Cipher    : "+s.cipher()[0])
  print(ssl.DER_cert_to_PEM_cert(s.getpeercert(True)))
  s.settimeout(min(2,t));s.sendall(sys.argv[5].encode())
  print(s.recv(256).decode("latin-1").split("\n")[0])
except socket.timeout: print("late")
except Exception as e: print("error:"+str(e))
)sh";

std::string head_request(const TlsHandshake& request) {
  const std::string& name = request.server_name.empty() ? request.host : request.server_name;
  return fmt::format("HEAD / HTTP/1.1\\r\\nHost: {}\\r\\nConnection: close\\r\\n\\r\\n",
                     name.find(':') == name.npos ? name : "[" + name + "]");
}

std::vector<Certificate> certificates_in(std::string_view text) {
  std::vector<Certificate> all;
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  while (bio && all.size() < most_certificates) {
    X509* one = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
    if (!one) break;
    all.emplace_back(one);
  }
  return all;
}

/// What stands behind "Protocol  : " and the like, in any version's layout.
std::string after(const std::vector<std::string_view>& all, std::string_view key) {
  for (const std::string_view line : all) {
    const std::string_view text = trimmed(line);
    if (!text.starts_with(key)) continue;
    const std::size_t colon = text.find(':');
    if (colon != text.npos && trimmed(text.substr(key.size(), colon - key.size())).empty())
      return printable(trimmed(text.substr(colon + 1)), 60);
  }
  return {};
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// The checks that openssl on the other machine made, by what that one trusts.
std::vector<TlsCheck> checks_in(const std::vector<std::string_view>& all) {
  std::vector<TlsCheck> checks;
  int depth = 0;
  for (const std::string_view line : all) {
    if (line.starts_with("depth=")) depth = static_cast<int>(RemoteLines::number(line.substr(6)));
    constexpr std::string_view key = "verify error:num=";
    if (!line.starts_with(key)) continue;
    const std::string_view rest = line.substr(key.size());
    const std::size_t colon = std::min(rest.find(':'), rest.size() - 1);
    checks.push_back({static_cast<int>(RemoteLines::number(rest)),
                      printable(rest.substr(colon + 1), 120), depth});
  }
  return checks;
}

void check_name(const X509* certificate, const std::string& name, std::vector<TlsCheck>& checks) {
  if (name.empty()) return;
  X509* one = const_cast<X509*>(certificate);  // NOLINT: OpenSSL 3.0 wants it so and only reads
  const bool fits = numeric_address(name, 0)
                        ? X509_check_ip_asc(one, name.c_str(), 0) == 1
                        : X509_check_host(one, name.c_str(), name.size(), 0, nullptr) == 1;
  if (fits) return;
  const int code =
      numeric_address(name, 0) ? X509_V_ERR_IP_ADDRESS_MISMATCH : X509_V_ERR_HOSTNAME_MISMATCH;
  checks.push_back({code, X509_verify_cert_error_string(code), 0});
}

/// How a handshake ended that brought no certificate and no cipher.
TlsOutcome failure(std::string_view text, std::string& detail) {
  const std::size_t alert = text.find("alert ");
  if (has(text, "SSL alert number") || has(text, "alert handshake failure") ||
      (alert != text.npos && has(text, "ssl/tls alert"))) {
    const std::size_t end = std::min(text.find_first_of(":\n", alert), text.size());
    detail = alert == text.npos ? "" : printable(text.substr(alert + 6, end - alert - 6), 60);
    return TlsOutcome::alert;
  }
  if (has(text, "wrong version number") || has(text, "unknown protocol") ||
      has(text, "WRONG_VERSION_NUMBER") || has(text, "packet length too long"))
    return TlsOutcome::not_tls;
  if (has(text, "errno=104") || has(text, "reset by peer")) return TlsOutcome::reset;
  if (has(text, "errno=0") || has(text, "unexpected eof") || has(text, "EOF occurred"))
    return TlsOutcome::closed;
  if (has(text, "ended 137") || has(text, "\nlate")) {
    detail = has(text, "<<< ") ? "the peer fell silent" : "the peer said nothing";
    return TlsOutcome::timed_out;
  }
  detail = "the handshake failed";
  return TlsOutcome::failed;
}

}  // namespace

std::string tls_script(const TlsHandshake& request, std::chrono::milliseconds within) {
  const bool named = !request.server_name.empty() && !numeric_address(request.server_name, 0);
  const std::string host =
      request.host.find(':') == request.host.npos ? request.host : "[" + request.host + "]";
  const auto tls_time = within - within / 8;
  const std::string limit = fmt::format("{}", std::max<std::int64_t>(tls_time.count() / 1000, 1));
  const std::string head = head_request(request);
  // First the connection alone: whether it can be made, and how long that takes.
  std::string script = "(" + tcp_script({request.host, request.port, 1}, within / 2) + ")\n";
  script += "if command -v openssl >/dev/null 2>&1; then\n";
  script += fmt::format(openssl_script, as_shell_word(head),
                        as_shell_word(fmt::format("{}:{}", host, request.port)),
                        named ? "-servername " + as_shell_word(request.server_name) : "", limit);
  script += fmt::format(
      "\nelif command -v python3 >/dev/null 2>&1; then echo tool python3\npython3 -c {} {} {} {} "
      "{} \"$(printf {}; echo .)\" 2>&1\nelse echo tool none; fi\n",
      as_shell_word(python_script), as_shell_word(request.host), request.port,
      as_shell_word(named ? request.server_name : ""), limit, as_shell_word(head));
  return script;
}

Result<std::string> tls_answer(std::string_view text, const TlsHandshake& request,
                               const std::string& host) {
  const RemoteLines said(text);
  const std::string what = fmt::format("{}: make a TLS handshake with {}, TCP port {}", host,
                                       printable(request.host), request.port);
  const std::vector<std::string_view> tools = said.all("tool");
  if (tools.empty()) return error(ErrorKind::malformed, what + ": the script wrote nothing");
  // Not being able to connect is the failure of both.
  if (tools.front() != "none") {
    Result<std::string> tcp =
        tcp_answer(text.substr(0, text.find("\ntool ", 5)), {request.host, request.port, 1}, host);
    if (!tcp && tcp.error().kind != ErrorKind::malformed) return tcp;
  }
  const std::string_view tool = tools.back();
  if (tool == "none" || tools.size() < 2)
    return error(ErrorKind::not_collected,
                 what + ": neither openssl nor python3 is there to do it with");
  TlsAnswer answer;
  answer.address = printable(said.last("address"));
  answer.port = request.port;
  answer.server_name = request.server_name;
  answer.connect = std::chrono::microseconds(RemoteLines::number(said.last("took")));
  answer.handshake = std::chrono::microseconds(RemoteLines::number(said.last("handshake")));
  const std::vector<std::string_view> all = lines(text);
  answer.protocol = after(all, "Protocol");
  answer.cipher = after(all, "Cipher");
  if (answer.cipher == "0000" || answer.cipher == "(NONE)") answer.cipher.clear();
  for (const std::string_view line : all) {
    // "New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384"
    constexpr std::string_view agreed = "New, ";
    constexpr std::string_view cipher_is = ", Cipher is ";
    const std::size_t is = line.find(cipher_is);
    if (line.starts_with(agreed) && is != line.npos && !has(line, "(NONE)")) {
      answer.protocol = printable(line.substr(agreed.size(), is - agreed.size()), 20);
      answer.cipher = printable(line.substr(is + cipher_is.size()), 60);
    }
    if (line.starts_with("HTTP/") && answer.http.empty()) answer.http = printable(line, 256);
  }
  // The protocol of "New, ..." is that of the cipher; the session's own line is right where it is.
  if (const std::string session = after(all, "Protocol"); !session.empty())
    answer.protocol = session;
  const std::vector<Certificate> chain = certificates_in(text);
  for (const Certificate& one : chain) answer.chain.push_back(told(one.get()));
  answer.verify = checks_in(all);
  if (!chain.empty()) check_name(chain.front().get(), request.server_name, answer.verify);
  answer.outcome = answer.cipher.empty() ? failure(text, answer.detail) : TlsOutcome::completed;
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(write_tls_answer(answer));
  json["tool"] = tool;
  // Whatever bytes the other side wrote.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace fbd
