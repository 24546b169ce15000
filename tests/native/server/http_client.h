// A blocking HTTP client for tests: one kept connection, a cookie, and raw bytes when the test wants
// to send what no client would.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/json.h"

namespace gezhi {

struct HttpAnswer {
  int status = 0;                              // 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  // lower-case names
  std::vector<std::string> cookies;            // each Set-Cookie
  std::string body;

  Json json() const;
  std::string code() const;  // of an error
};

class HttpClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit HttpClient(std::uint16_t port) : port_(port) {}
  ~HttpClient() { disconnect(); }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&& other) noexcept;

  HttpAnswer get(const std::string& path, const Headers& headers = {});
  HttpAnswer request(const std::string& method, const std::string& path, std::string_view body,
                     const Headers& headers = {});

  // Signs in and keeps the cookie. The answer's status.
  int sign_in(const std::string& name, const std::string& password);

  // Bytes as they are.
  bool send(std::string_view bytes);
  // The same; then reads one answer.
  HttpAnswer send_raw(std::string_view bytes);
  // After an upgrade: what arrives, until it holds `words`; "" when the connection ends first.
  std::string read_until(std::string_view words);
  bool connected() const { return socket_ >= 0; }
  void disconnect();
  // The server was started again, on another port; the cookie stays.
  void reconnect(std::uint16_t port) {
    disconnect();
    port_ = port;
  }

  std::string cookie;
  std::string from = "127.0.0.1";  // the own address: any of 127.0.0.0/8
  int receive_bytes = 0;           // of the system's buffer; 0: as large as it likes

 private:
  bool connect();
  HttpAnswer read_answer(bool head);
  bool read_more();

  std::uint16_t port_;
  int socket_ = -1;
  std::string pending_;
};

}  // namespace gezhi
