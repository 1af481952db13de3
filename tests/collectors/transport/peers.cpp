#include "tests/collectors/transport/peers.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

namespace fbd::peers {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "transport-test-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(std::string_view name, std::string_view bytes) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
  return file.string();
}

Server::Server(Serve serve, const std::string& address)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  REQUIRE(inet_pton(AF_INET, address.c_str(), &name.sin_addr) == 1);
  socklen_t size = sizeof name;
  REQUIRE(bind(socket_.fd(), reinterpret_cast<const sockaddr*>(&name), size) == 0);
  REQUIRE(listen(socket_.fd(), 1024) == 0);
  REQUIRE(getsockname(socket_.fd(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
  port_ = ntohs(name.sin_port);
  if (!serve) return;
  thread_ = std::jthread([serve, listener = socket_.fd()](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const Descriptor connection(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
      if (connection && !stop.stop_requested()) serve(connection.fd());
    }
  });
}

Server::~Server() {
  thread_.request_stop();
  shutdown(socket_.fd(), SHUT_RDWR);
}

std::string receive(int connection, std::size_t bytes) {
  std::string all(bytes, '\0');
  const timeval patience{10, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const ssize_t got = recv(connection, all.data(), bytes, MSG_WAITALL);
  all.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return all;
}

void drain(int connection) {
  shutdown(connection, SHUT_WR);
  while (!receive(connection, 4096).empty()) {
  }
}

void send(int connection, std::string_view bytes) {
  (void)!::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void reset_on_close(int connection) {
  const linger at_once{1, 0};
  setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

std::uint16_t closed_port() { return Server().port(); }

void run(const std::string& script) {
  CAPTURE(script);
  REQUIRE(std::system(script.c_str()) == 0);
}

OpensslServer::OpensslServer(const std::string& arguments) {
  std::array<int, 2> output{};
  REQUIRE(pipe2(output.data(), O_CLOEXEC) == 0);
  const Descriptor ours(output[0]);
  Descriptor theirs(output[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  std::array<int, 2> input{};
  REQUIRE(pipe2(input.data(), O_CLOEXEC) == 0);
  const Descriptor its_input(input[0]);
  input_ = Descriptor(input[1]);
  posix_spawn_file_actions_adddup2(&actions, its_input.fd(), 0);
  posix_spawn_file_actions_adddup2(&actions, theirs.fd(), 1);
  std::string script = "exec openssl s_server -accept 127.0.0.1:0 " + arguments + " 2>/dev/null";
  std::array<char*, 4> words{const_cast<char*>("sh"), const_cast<char*>("-c"), script.data(),
                             nullptr};
  REQUIRE(posix_spawn(&pid_, "/bin/sh", &actions, nullptr, words.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  theirs.close();
  // It says where it listens: "ACCEPT 127.0.0.1:40703"
  std::string said;
  char c = 0;
  while (said.find("ACCEPT ") == said.npos || said.back() != '\n') {
    INFO("openssl s_server did not start: ", script, " said: ", said);
    REQUIRE(read(ours.fd(), &c, 1) == 1);
    said += c;
  }
  port_ = static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)));
}

OpensslServer::~OpensslServer() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void make_certificates(const TemporaryDirectory& directory) {
  directory.write("ca.cnf",
                  "[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=.\ndatabase=index.txt\nserial=serial\n"
                  "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n");
  directory.write("serial", "01\n");
  directory.write("index.txt", "");
  run("exec 2>/dev/null; cd " + directory.path().string() + R"( &&
      openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out valid.pem -days 30 \
        -subj '/O=Contoso/CN=cs01' -addext subjectAltName=DNS:cs01,IP:127.0.0.1 &&
      openssl req -new -key key.pem -subj /CN=cs01 -out request.pem &&
      openssl ca -batch -config ca.cnf -selfsign -keyfile key.pem -in request.pem -notext \
        -startdate 20200101000000Z -enddate 20210102030405Z -out expired.pem)");
}

Site local_site() {
  Site site;
  Host host;
  host.name = "web01";
  host.reach = Reach::local;
  site.hosts.push_back(host);
  return site;
}

Observation ask(const Request& request, std::chrono::milliseconds deadline,
                const LiveLimits& limits) {
  LiveSource source(local_site(), {}, limits);
  std::vector<Observation> answers = ask(source, {{"web01", "question", request}}, deadline);
  REQUIRE(answers.size() == 1);
  return answers.front();
}

std::vector<Observation> ask(LiveSource& source, std::vector<Question> questions,
                             std::chrono::milliseconds deadline) {
  std::map<std::string, Observation> told;
  const std::vector<Question> asked = questions;
  source.ask(std::move(questions), deadline,
             [&](const Question& question, const Observation& observation) {
               CHECK(told.emplace(question.host + " " + question.id, observation).second);
               return std::vector<Question>{};
             });
  CHECK(told.size() == asked.size());
  std::vector<Observation> answers;
  for (const Question& question : asked)
    answers.push_back(told.at(question.host + " " + question.id));
  return answers;
}

int processes_with(std::string_view text) {
  int count = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline");
    std::stringstream words;
    words << file.rdbuf();
    if (words.str().find(text) != std::string::npos) ++count;
  }
  return count;
}

}  // namespace fbd::peers
