#include "core/base/json.h"

#include <nlohmann/json.hpp>

namespace gezhi {
namespace {

using Ordered = nlohmann::ordered_json;

// Builds the tree from nlohmann's events: no exceptions, depth limited.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::uint32_t depth_max) : depth_max_(depth_max) {}

  bool null() override { return put(Json()); }
  bool boolean(bool value) override { return put(Json(value)); }
  bool number_integer(std::int64_t value) override { return put(Json(value)); }
  bool number_unsigned(std::uint64_t value) override {
    return value <= INT64_MAX ? put(Json(static_cast<std::int64_t>(value)))
                              : put(Json(static_cast<double>(value)));
  }
  bool number_float(double value, const std::string&) override { return put(Json(value)); }
  bool string(std::string& value) override { return put(Json(std::move(value))); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json(Json::Object{})); }
  bool start_array(std::size_t) override { return open(Json(Json::Array{})); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& value) override {
    keys_.back() = std::move(value);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    problem_ = "not JSON at byte " + std::to_string(position);
    return false;
  }

  Json root;
  const std::string& problem() const { return problem_; }

 private:
  bool put(Json value) {
    if (open_.empty()) {
      root = std::move(value);
    } else if (Json::Array* array = open_.back().array()) {
      array->push_back(std::move(value));
    } else {
      open_.back().object()->emplace_back(std::move(keys_.back()), std::move(value));
    }
    return true;
  }
  bool open(Json container) {
    if (open_.size() >= depth_max_) {
      problem_ = "nested deeper than " + std::to_string(depth_max_) + " levels";
      return false;
    }
    open_.push_back(std::move(container));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return put(std::move(done));
  }

  std::uint32_t depth_max_;
  std::vector<Json> open_;
  std::vector<std::string> keys_;
  std::string problem_;
};

Ordered to_nlohmann(const Json& json) {
  if (json.boolean()) return *json.boolean();
  if (json.integer()) return *json.integer();
  if (json.real()) return *json.real();
  if (json.string()) return *json.string();
  if (json.array()) {
    Ordered array = Ordered::array();
    for (const Json& item : *json.array()) array.push_back(to_nlohmann(item));
    return array;
  }
  if (json.object()) {
    Ordered object = Ordered::object();
    for (const auto& [key, value] : *json.object()) object[key] = to_nlohmann(value);
    return object;
  }
  return nullptr;
}

}  // namespace

Result<double> Json::number() const {
  if (integer()) return static_cast<double>(*integer());
  if (real()) return *real();
  return Error{"bad_field", "expected a number"};
}

const Json* Json::find(std::string_view key) const {
  if (object() == nullptr) return nullptr;
  for (const auto& [name, value] : *object()) {
    if (name == key) return &value;
  }
  return nullptr;
}

void Json::set(std::string_view key, Json value) {
  if (is_null()) value_ = Object{};
  GEZHI_CHECK(object() != nullptr);
  for (auto& [name, old] : *object()) {
    if (name == key) {
      old = std::move(value);
      return;
    }
  }
  object()->emplace_back(std::string(key), std::move(value));
}

Result<Json> parse_json(std::string_view text, std::uint32_t depth_max) {
  Builder builder(depth_max);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    return Error{"bad_json", builder.problem().empty() ? "not JSON" : builder.problem()};
  }
  return std::move(builder.root);
}

std::string to_text(const Json& json, int indent) {
  return to_nlohmann(json).dump(indent, ' ', false, Ordered::error_handler_t::replace);
}

}  // namespace gezhi
