#include "tests/native/server/http_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace gezhi {

Json HttpAnswer::json() const {
  auto parsed = parse_json(body);
  return parsed ? *parsed : Json();
}

std::string HttpAnswer::code() const {
  const Json parsed = json();
  const Json* code = parsed.find("code");
  return code != nullptr && code->string() != nullptr ? *code->string() : "";
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : cookie(std::move(other.cookie)),
      from(std::move(other.from)),
      receive_bytes(other.receive_bytes),
      port_(other.port_),
      socket_(std::exchange(other.socket_, -1)),
      pending_(std::move(other.pending_)) {}

void HttpClient::disconnect() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  pending_.clear();
}

bool HttpClient::connect() {
  if (socket_ >= 0) return true;
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{20, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_bytes > 0)
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (from != "127.0.0.1") {
    inet_pton(AF_INET, from.c_str(), &address.sin_addr);
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
  }
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
  disconnect();
  return false;
}

bool HttpClient::read_more() {
  char buffer[64 * 1024];
  const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  pending_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

HttpAnswer HttpClient::read_answer(bool head) {
  HttpAnswer answer;
  std::size_t end = std::string::npos;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) {
      disconnect();
      return answer;
    }
  }
  std::size_t at = pending_.find("\r\n");
  answer.status = std::stoi(pending_.substr(9, 3));
  while (at < end) {
    const std::size_t next = pending_.find("\r\n", at + 2);
    const std::string line = pending_.substr(at + 2, next - at - 2);
    const std::size_t colon = line.find(':');
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::string value = line.substr(std::min(line.size(), colon + 2));
    if (name == "set-cookie") answer.cookies.push_back(value);
    answer.headers[name] = value;
    at = next;
  }
  pending_.erase(0, end + 4);
  const auto length = answer.headers.find("content-length");
  const bool bare = head || answer.status == 304 || length == answer.headers.end();
  const std::size_t size = bare ? 0 : std::stoul(length->second);
  while (pending_.size() < size) {
    if (!read_more()) break;
  }
  answer.body = pending_.substr(0, size);
  pending_.erase(0, size);
  const auto connection = answer.headers.find("connection");
  if (connection != answer.headers.end() && connection->second == "close") disconnect();
  return answer;
}

std::string HttpClient::read_until(std::string_view words) {
  while (pending_.find(words) == std::string::npos) {
    if (!read_more()) return {};
  }
  return std::exchange(pending_, {});
}

bool HttpClient::send(std::string_view bytes) {
  if (!connect()) return false;
  while (!bytes.empty()) {
    const ssize_t put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) return false;  // the server may have answered and closed already
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

HttpAnswer HttpClient::send_raw(std::string_view bytes) {
  send(bytes);
  return connected() ? read_answer(false) : HttpAnswer();
}

HttpAnswer HttpClient::request(const std::string& method, const std::string& path,
                               std::string_view body, const Headers& headers) {
  std::string text = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                     "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  if (!cookie.empty()) text += "Cookie: " + cookie + "\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  text += "\r\n";
  text += body;
  send(text);
  if (!connected()) return {};
  return read_answer(method == "HEAD");
}

HttpAnswer HttpClient::get(const std::string& path, const Headers& headers) {
  return request("GET", path, "", headers);
}

int HttpClient::sign_in(const std::string& name, const std::string& password) {
  Json json;
  json.set("name", name);
  json.set("password", password);
  const HttpAnswer answer = request("POST", "/api/login", to_text(json));
  const auto set = answer.headers.find("set-cookie");
  if (set != answer.headers.end()) cookie = set->second.substr(0, set->second.find(';'));
  return answer.status;
}

}  // namespace gezhi
