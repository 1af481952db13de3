// Questions: what to ask of which host. Plain values; carrying them out is a transport's business.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace fbd {

/// Run a POSIX sh script, standard input empty, locale C. The answer is its standard output;
/// any exit status but 0 is an error (127: not_found, 126: denied, else failed).
struct RunCommand {
  std::string script;
  friend bool operator==(const RunCommand&, const RunCommand&) = default;
};

/// Read one regular file, as bytes. Anything else (a directory, a FIFO, a device) is an error.
struct ReadFile {
  std::string path;  // absolute
  friend bool operator==(const ReadFile&, const ReadFile&) = default;
};

/// Read every file that one of the globs matches. The answer is a tree (tree.h). A glob that
/// matches nothing is no error: the answer then simply has no entry for it.
struct ReadTree {
  std::vector<std::string>
      globs;             // absolute; the wildcards of glob(7), none of which crosses a '/'
  bool contents = true;  // false: names, modes and link targets only, for files whose
                         // being there says enough and whose bytes are nobody's business
  friend bool operator==(const ReadTree&, const ReadTree&) = default;
};

/// Which regular files match, and how large and old they are: file_list.h. As the globs of
/// ReadTree, and "**" at the end stands for everything below. A link to a regular file counts as
/// that file.
struct ListFiles {
  std::vector<std::string> globs;  // absolute
  friend bool operator==(const ListFiles&, const ListFiles&) = default;
};

/// The lines of a log that begin in a range of its bytes: log_lines.h. Asked for ranges that lie
/// side by side, it gives every line once, however long the file is. A compressed file is read as
/// what it holds, UTF-16 becomes UTF-8. Files that are nothing but a secret are refused (denied).
struct ReadLines {
  std::string path;  // absolute
  std::uint64_t from = 0;
  std::uint64_t bytes = 0;    // of the file, from there on
  bool with_secrets = false;  // true: nothing is taken out; only on the user's own demand
  friend bool operator==(const ReadLines&, const ReadLines&) = default;
};

/// What the rpm database of the host says about these packages. It is read from its files, in any
/// of its forms, because it is too long to be an answer and no rpm may touch it on a mounted disk.
/// The answer is lines of text (transport/rpm_database.h):
///   database /var/lib/rpm/rpmdb.sqlite sqlite 312
///   package NetworkManager 1:1.40.0-1.el9 installed 1667000000
/// A package that is not there has no line. not_found: there is no database.
struct RpmQuery {
  std::vector<std::string> packages;  // by name, without a version
  friend bool operator==(const RpmQuery&, const RpmQuery&) = default;
};

/// Look for known messages (collectors/logs) in every log that one of the globs matches, compressed
/// or not. The answer is what was met, not the logs; see log_messages.h for the JSON. Logs are read
/// until the time is nearly over, the newest first; what was not read is named.
struct ScanLogs {
  std::vector<std::string> globs;  // as of ReadTree
  friend bool operator==(const ScanLogs&, const ScanLogs&) = default;
};

/// Connect to a TCP port `tries` times, one after the other. The answer is JSON:
///   {"address": "10.0.0.4", "port": 443, "connect_microseconds": [812, 790], "failed_tries": 0}
/// and "lookup_microseconds" where `host` is a name and it is known how long its look-up took.
/// When the first try fails, its failure is the observation.
struct TcpConnect {
  std::string host;  // name or address
  std::uint16_t port = 0;
  int tries = 1;
  friend bool operator==(const TcpConnect&, const TcpConnect&) = default;
};

/// Connect, shake hands, and ask for the first line of HTTP. Every protocol from TLS 1.0 on and
/// every cipher is offered, and a certificate that does not verify is recorded, not rejected: the
/// question is what is there. Only failing to connect is an error; see tls_answer.h for the JSON.
struct TlsHandshake {
  std::string host;  // name or address
  std::uint16_t port = 0;
  std::string server_name;  // the name the certificate should be for; also sent as SNI if it is one
  friend bool operator==(const TlsHandshake&, const TlsHandshake&) = default;
};

/// What a VsphereGet asks for. Nothing of it changes anything on the server but its list of
/// sessions.
enum class VsphereCall {
  about,              // who answers there: asked before anybody logs in
  account,            // what became of logging in with the account of the site file
  objects,            // properties of managed objects
  privileges,         // which of `words` the account has on each of `of`
  permissions,        // RetrieveEntityPermissions of each of `of`, inherited ones too
  assigned_licences,  // QueryAssignedLicenses
  events,             // QueryEvents about each of `of`, of the types in `words`
  clocks,             // QueryDateTime of each host system in `of`
};
/// "about", "assigned-licences"
std::string_view name(VsphereCall call);

/// Ask a vCenter or an ESXi host over its API (vim25), with the account of the site file, whatever
/// the host's Reach. The answer is rows, one JSON object a line, ordered by their "ref":
///   {"ref":"VirtualMachine:vm-12","name":"web01","missing":{"disks":{"fault":"NoPermission",
///    "privilege":"System.Read"}}}
/// All values are texts as the server wrote them; a reference is "Type:value". What a row neither
/// holds nor misses is not set. collectors/vsphere/README.md has the rows of every call.
struct VsphereGet {
  VsphereCall call = VsphereCall::about;
  /// Whom it is about: "VirtualMachine" (all in the inventory), "VirtualMachine:vm-12", or a member
  /// of the service content, "licenseManager".
  std::vector<std::string> of;
  /// For objects, what to keep, and by which name:
  ///   [name=]path[(field=word|word)][[]][{column,...}]
  /// "disks=config.hardware.device(@type=VirtualDisk){file=backing.fileName}": of the items of that
  /// property that have such a field (whatever their case), these fields. A column in braces that
  /// can be there several times ends with []; one that has the columns of its parent with []^.
  /// "@type" is the type of an item.
  std::vector<std::string> columns;
  std::vector<std::string> words;
  friend bool operator==(const VsphereGet&, const VsphereGet&) = default;
};

/// GET resources of Azure Resource Manager on behalf of a vault. Every path begins with
/// "/subscriptions/" or "/Subscriptions/"; a list is followed from page to page. The answer is
/// JSON:
///   {"date": "Thu, 26 Nov 2026 21:00:00 GMT",
///    "answers": [{"path": "/subscriptions/...", "pages": [...]},
///                {"path": "/subscriptions/...", "error": {"kind": "not-found", "status": 404,
///                 "code": "ResourceNotFound", "message": "..."}}]}
/// "pages" are the bodies as received, in order; "date" is the latest that the service's answers
/// bore, and null if they bore none. Without `each` the first failure is the observation; with it a
/// failure stands beside the answers of the other paths.
struct AzureGet {
  std::vector<std::string> paths;
  std::string query;        // encoded, without '?': "$filter=Severity%20eq%20%27Critical%27"
  std::string api_version;  // empty: the one of Site Recovery that the site file names
  bool each = false;
  friend bool operator==(const AzureGet&, const AzureGet&) = default;
};

/// Log in over SSH, as every other question to a host with reach: ssh does; all of them share one
/// connection. Only failing to connect is an error: an unknown key, a changed one or a refused
/// password are answers; see login_answer.h for the JSON.
struct LogIn {
  friend bool operator==(const LogIn&, const LogIn&) = default;
};

using Request = std::variant<RunCommand, ReadFile, ReadTree, RpmQuery, ScanLogs, TcpConnect,
                             TlsHandshake, VsphereGet, AzureGet, LogIn, ListFiles, ReadLines>;

/// `host` is asked; `id` names the question and the form of its answer, and is unique per host.
/// A question that comes to mean something else gets a new id, so that old bundles stay readable.
struct Question {
  std::string host;
  std::string id;
  Request request;
  friend bool operator==(const Question&, const Question&) = default;
};

/// For people: "read /usr/local/drscout.conf", "connect to 10.0.0.4, TCP port 443".
std::string describe(const Request& request);

}  // namespace fbd
