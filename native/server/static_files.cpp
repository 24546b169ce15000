#include "native/server/static_files.h"

#include <filesystem>

#include "core/base/hex.h"
#include "core/base/sha256.h"
#include "native/store/file.h"

namespace gezhi {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kFileMax = 64 * 1024 * 1024;
constexpr std::array<const char*, 3> kSuffixes = {"", ".gz", ".br"};
constexpr std::array<const char*, 3> kEncodings = {"", "gzip", "br"};

std::string content_type_of(const fs::path& path) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".webmanifest", "application/manifest+json; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".png", "image/png"},
      {".svg", "image/svg+xml"},
      {".ico", "image/x-icon"},
      {".txt", "text/plain; charset=utf-8"},
      {".woff2", "font/woff2"},
  };
  const auto found = types.find(path.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

// "app.0123abcd.js" or "app-0123abcd.wasm": eight or more hexadecimal digits as a part of its own.
bool has_hashed_name(const std::string& name) {
  std::size_t run = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char c = i < name.size() ? name[i] : '.';
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
      ++run;
    } else {
      const bool starts_part = i > run && (name[i - run - 1] == '.' || name[i - run - 1] == '-');
      if (run >= 8 && c == '.' && starts_part) return true;
      run = 0;
    }
  }
  return false;
}

std::string etag_of(const Bytes& bytes) {
  return '"' + to_hex(ByteView(sha256(bytes)).first(16)) + '"';
}

std::vector<fs::path> files_under(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code problem;
  for (fs::recursive_directory_iterator at(folder, problem), end; !problem && at != end;
       at.increment(problem)) {
    if (at->is_regular_file(problem)) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string fingerprint_of(const std::vector<fs::path>& files) {
  std::string text;
  for (const fs::path& path : files) {
    std::error_code problem;
    text += path.string() + ' ' + std::to_string(fs::file_size(path, problem)) + ' ' +
            std::to_string(fs::last_write_time(path, problem).time_since_epoch().count()) + '\n';
  }
  return text;
}

}  // namespace

StaticFiles::StaticFiles(std::string folder) : folder_(std::move(folder)) { scan(); }

void StaticFiles::scan() {
  const auto paths = files_under(folder_);
  std::map<std::string, std::shared_ptr<const File>, std::less<>> files;
  for (const fs::path& path : paths) {
    if (path.extension() == ".br" || path.extension() == ".gz") continue;
    auto file = std::make_shared<File>();
    file->content_type = content_type_of(path);
    file->hashed_name = has_hashed_name(path.filename().string());
    for (std::size_t i = 0; i < kSuffixes.size(); ++i) {
      const std::string name = path.string() + kSuffixes[i];
      // An older compressed variant would serve yesterday's app.
      std::error_code problem;
      if (i > 0 && (!fs::exists(name, problem) ||
                    fs::last_write_time(name, problem) < fs::last_write_time(path, problem))) {
        continue;
      }
      auto bytes = read_file(name, kFileMax);
      if (!bytes) continue;
      file->variants[i].etag = etag_of(*bytes);
      file->variants[i].bytes = std::make_shared<const Bytes>(std::move(*bytes));
    }
    if (file->variants[0].bytes == nullptr) continue;
    files["/" + fs::relative(path, folder_).generic_string()] = std::move(file);
  }
  files_ = std::move(files);
  fingerprint_ = fingerprint_of(paths);
  looked_ = std::chrono::steady_clock::now();
}

void StaticFiles::rescan_if_changed() {
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < std::chrono::seconds(1)) return;
  looked_ = now;
  if (fingerprint_of(files_under(folder_)) != fingerprint_) scan();
}

HttpReply StaticFiles::serve(const HttpRequest& request) {
  std::shared_ptr<const File> file;
  {
    std::lock_guard lock(mutex_);
    rescan_if_changed();
    const auto found = files_.find(request.path == "/" ? "/index.html" : request.path);
    if (found == files_.end()) return error_reply(404, "not_found", "there is no such page");
    file = found->second;
  }
  const std::string_view accepted = request.header("Accept-Encoding");
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < kEncodings.size(); ++i) {
    if (file->variants[i].bytes != nullptr && header_lists(accepted, kEncodings[i])) chosen = i;
  }
  const Variant& variant = file->variants[chosen];
  HttpReply reply;
  reply.content_type = file->content_type;
  reply.headers = {
      {"ETag", variant.etag},
      {"Vary", "Accept-Encoding"},
      {"Cache-Control", file->hashed_name ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (header_lists(request.header("If-None-Match"), variant.etag)) {
    reply.status = 304;
    return reply;
  }
  if (chosen > 0) reply.headers.emplace_back("Content-Encoding", kEncodings[chosen]);
  reply.shared_body = variant.bytes;
  return reply;
}

}  // namespace gezhi
