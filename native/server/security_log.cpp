#include "native/server/security_log.h"

#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/base/hex.h"
#include "core/base/names.h"

namespace gezhi {

namespace {

constexpr const char* kLogger = "security";
constexpr std::chrono::seconds kWindow{10};
constexpr std::uint32_t kLinesMax = 50;
constexpr std::chrono::hours kAccountWindow{1};
constexpr std::uint32_t kAccountLinesMax = 200;
constexpr std::uint32_t kAccountActsMax =
    3000;                                    // above the operations that it may bring (limits.h)
constexpr std::size_t kAccountsMax = 10000;  // then those of hours ago are forgotten
constexpr std::size_t kHashBytes = 8;

std::shared_ptr<spdlog::logger> find_logger() {
  if (auto known = spdlog::get(kLogger)) return known;
  auto made = spdlog::stderr_logger_mt(kLogger);
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z security %v");
  return made;
}

// What only somebody known, or a right password, can cause is bounded elsewhere, and of each account.
bool may_be_left_out(SecurityEvent event) {
  switch (event) {
    case SecurityEvent::limit:
    case SecurityEvent::origin_refused:
    case SecurityEvent::role_refused:
    case SecurityEvent::chain_forked:
    case SecurityEvent::sign_in_failed: return true;
    case SecurityEvent::sign_in:
    case SecurityEvent::sign_out:
    case SecurityEvent::session_ended:
    case SecurityEvent::admin_act: return false;
  }
  return false;
}

}  // namespace

SecurityLog::SecurityLog() : logger_(find_logger()) {}
SecurityLog::~SecurityLog() = default;

std::string SecurityLog::hashed(std::string_view name) const {
  const ByteView bytes = view_of(name);
  Bytes hash(crypto_generichash_BYTES_MIN);
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), secret_.data(),
                     secret_.size());
  hash.resize(kHashBytes);
  return to_hex(hash);
}

bool SecurityLog::enters(Window& window, Time now, std::chrono::seconds length,
                         std::uint32_t most) {
  if (window.written == 0 || now - window.since >= length) {
    window.since = now;
    window.written = 0;
  }
  if (window.written >= most) {
    ++window.left_out;
    return false;
  }
  ++window.written;
  return true;
}

bool SecurityLog::enters_of_account(SecurityEvent event, const std::string& actor, Time now,
                                    std::string& line) {
  if (accounts_.size() >= kAccountsMax) {
    std::erase_if(accounts_,
                  [&](const auto& each) { return now - each.second.since >= kAccountWindow; });
  }
  Window& window = accounts_[{event, actor}];
  const std::uint32_t most = may_be_left_out(event) ? kAccountLinesMax : kAccountActsMax;
  if (!enters(window, now, kAccountWindow, most)) return false;
  if (window.left_out > 0) line += " left_out_of_account=" + std::to_string(window.left_out);
  window.left_out = 0;
  return true;
}

void SecurityLog::say(SecurityEvent event, Fields fields, Time now) {
  std::string line = "event=" + std::string(name_of(event));
  const std::string* actor = nullptr;
  for (const auto& [key, value] : fields) {
    line += " " + std::string(key) + "=" + value;
    if (key == "actor") actor = &value;
  }
  {
    std::lock_guard lock(mutex_);
    if (actor != nullptr && !enters_of_account(event, *actor, now, line)) return;
    if (may_be_left_out(event)) {
      Window& window = windows_[static_cast<std::size_t>(event)];
      if (!enters(window, now, kWindow, kLinesMax)) return;
      if (window.left_out > 0) line += " left_out=" + std::to_string(window.left_out);
      window.left_out = 0;
    }
  }
  logger_->info(line);
}

}  // namespace gezhi
