// Prints what codec.h writes, byte by byte with the names of the fields: for documents that show
// formats. `nested` opens byte strings that are themselves structs.
#pragma once

#include <string>

#include "core/base/codec.h"
#include "core/base/hex.h"

namespace gezhi::test {

class Explainer {
 public:
  using Nested = std::string (*)(const std::string& field, const Bytes& bytes, int depth);

  explicit Explainer(Nested nested, int depth = 0) : nested_(nested), depth_(depth) {}

  template <class T>
  std::string print(const T& value) {
    item("", value);
    return std::move(out_);
  }

  // For fields().
  template <class T>
  void operator()(std::uint32_t key, const char* name, T& value, std::uint64_t = kLengthMax) {
    if (codec::is_empty(value)) return;
    CborWriter head;
    head.unsigned_number(key);
    prefix_ = to_hex(head.result()) + " ";
    item(name, value);
  }

 private:
  static constexpr int kBytesPerLine = 24;

  void line(const std::string& hex, const std::string& what) {
    std::string text(static_cast<std::size_t>(depth_) * 2, ' ');
    text += prefix_ + hex;
    prefix_.clear();
    if (!what.empty() && text.size() < 58) text.resize(58, ' ');
    out_ += text + (what.empty() ? "" : " ") + what + "\n";
  }

  void lines(const Bytes& bytes, const std::string& what) {
    for (std::size_t at = 0; at < bytes.size(); at += kBytesPerLine) {
      const std::size_t end = std::min(bytes.size(), at + kBytesPerLine);
      line(to_hex(ByteView(bytes).subspan(at, end - at)), at == 0 ? what : "");
    }
  }

  template <class T>
  static std::string text_of_value(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      return value ? "true" : "false";
    } else if constexpr (std::is_enum_v<T>) {
      return std::string(name_of(value));
    } else if constexpr (std::integral<T>) {
      return std::to_string(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return "\"" + value + "\"";
    } else if constexpr (codec::IsNumberId<T>::value || std::is_same_v<T, TimeMs>) {
      return std::to_string(value.value);
    } else if constexpr (std::is_same_v<T, PointE7>) {
      return std::to_string(value.lon) + ", " + std::to_string(value.lat);
    } else if constexpr (std::is_same_v<T, Bytes>) {
      return std::to_string(value.size()) + " bytes";
    } else {
      return "";
    }
  }

  template <class T>
  void item(const std::string& name, const T& value) {
    if constexpr (codec::Fielded<T>) {
      CborWriter head;
      head.map(codec::probe(value).present);
      line(to_hex(head.result()), name);
      ++depth_;
      const_cast<T&>(value).fields(*this);
      --depth_;
    } else if constexpr (codec::IsVector<T>::value && !std::is_same_v<T, Bytes>) {
      CborWriter head;
      head.array(value.size());
      line(to_hex(head.result()), name + ": " + std::to_string(value.size()));
      ++depth_;
      for (const auto& one : value) item("", one);
      --depth_;
    } else {
      bytes_item(name, value);
    }
  }

  template <class T>
  void bytes_item(const std::string& name, const T& value) {
    if constexpr (std::is_same_v<T, Bytes>) {
      const std::string inside = nested_(name, value, depth_ + 1);
      if (!inside.empty()) {
        CborWriter whole;
        whole.bytes(value);
        Bytes head(whole.result().begin(),
                   whole.result().end() - static_cast<std::ptrdiff_t>(value.size()));
        line(to_hex(head), name + ": " + text_of_value(value) + ", in them:");
        out_ += inside;
        return;
      }
    }
    CborWriter out;
    codec::write(out, value);
    const std::string text = text_of_value(value);
    lines(out.result(), name + (text.empty() ? "" : ": " + text));
  }

  Nested nested_;
  int depth_ = 0;
  std::string prefix_;
  std::string out_;
};

}  // namespace gezhi::test
