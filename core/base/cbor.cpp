#include "core/base/cbor.h"

#include "core/base/utf8.h"

namespace gezhi {

void CborWriter::head(std::uint8_t major, std::uint64_t value) {
  const auto first = static_cast<std::uint8_t>(major << 5);
  const auto put = [this](std::uint64_t v, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out_.push_back(static_cast<std::uint8_t>(v >> (8 * i)));
  };
  if (value < 24) {
    out_.push_back(static_cast<std::uint8_t>(first | value));
  } else if (value <= 0xFF) {
    out_.push_back(first | 24);
    put(value, 1);
  } else if (value <= 0xFFFF) {
    out_.push_back(first | 25);
    put(value, 2);
  } else if (value <= 0xFFFFFFFF) {
    out_.push_back(first | 26);
    put(value, 4);
  } else {
    out_.push_back(first | 27);
    put(value, 8);
  }
}

void CborWriter::number(std::int64_t value) {
  if (value >= 0) {
    head(0, static_cast<std::uint64_t>(value));
  } else {
    head(1, static_cast<std::uint64_t>(-(value + 1)));
  }
}

void CborWriter::bytes(ByteView value) {
  head(2, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
}

void CborWriter::text(std::string_view value) {
  head(3, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
}

void CborReader::fail(const char* what) {
  if (what_ != nullptr) return;
  what_ = what;
  failed_at_ = at_;
}

Error CborReader::error() const {
  GEZHI_CHECK(what_ != nullptr);
  return {"bad_cbor", std::string(what_) + " at byte " + std::to_string(failed_at_)};
}

bool CborReader::enter() {
  if (++depth_ > kCborDepthMax) fail("nested too deep");
  return ok();
}

CborReader::Head CborReader::head() {
  if (!ok()) return {};
  if (at_ >= bytes_.size()) {
    fail("ends too early");
    return {};
  }
  const std::uint8_t first = bytes_[static_cast<std::size_t>(at_)];
  const std::uint8_t low = first & 31;
  Head result{static_cast<std::uint8_t>(first >> 5), low};
  if (low < 24) {
    ++at_;
    return result;
  }
  if (low > 27) {
    fail("indefinite or reserved length");
    return {};
  }
  const std::uint64_t count = std::uint64_t{1} << (low - 24);
  if (bytes_.size() - at_ < count + 1) {
    fail("ends too early");
    return {};
  }
  result.value = 0;
  for (std::uint64_t i = 1; i <= count; ++i) {
    result.value = (result.value << 8) | bytes_[static_cast<std::size_t>(at_ + i)];
  }
  const std::uint64_t least = count == 1 ? 24 : std::uint64_t{1} << (8 * count / 2);
  if (result.major != 7 && result.value < least) {
    fail("number not in its shortest form");
    return {};
  }
  at_ += count + 1;
  return result;
}

std::uint64_t CborReader::expect(std::uint8_t major, const char* what) {
  const std::uint64_t start = at_;
  const Head got = head();
  if (ok() && got.major != major) {
    at_ = start;
    fail(what);
  }
  return ok() ? got.value : 0;
}

std::uint64_t CborReader::unsigned_number() { return expect(0, "expected an unsigned number"); }

std::int64_t CborReader::number() {
  const std::uint64_t start = at_;
  const Head got = head();
  if (ok() && (got.major > 1 || got.value > static_cast<std::uint64_t>(INT64_MAX))) {
    at_ = start;
    fail("expected a number");
  }
  if (!ok()) return 0;
  const auto value = static_cast<std::int64_t>(got.value);
  return got.major == 0 ? value : -value - 1;
}

ByteView CborReader::string(std::uint8_t major, const char* what) {
  const std::uint64_t length = expect(major, what);
  if (!ok()) return {};
  if (length > bytes_.size() - at_) {
    fail("string longer than the input");
    return {};
  }
  const ByteView result =
      bytes_.subspan(static_cast<std::size_t>(at_), static_cast<std::size_t>(length));
  at_ += length;
  return result;
}

ByteView CborReader::bytes() { return string(2, "expected bytes"); }

std::string_view CborReader::text() {
  const std::string_view result = text_of(string(3, "expected text"));
  if (ok() && !is_valid_utf8(result)) fail("text is not UTF-8");
  return ok() ? result : std::string_view{};
}

std::uint64_t CborReader::array() {
  const std::uint64_t length = expect(4, "expected an array");
  if (ok() && length > bytes_.size() - at_) fail("array longer than the input");
  return ok() ? length : 0;
}

std::uint64_t CborReader::map() {
  const std::uint64_t pairs = expect(5, "expected a map");
  if (ok() && pairs > (bytes_.size() - at_) / 2) fail("map longer than the input");
  return ok() ? pairs : 0;
}

bool CborReader::boolean() {
  if (!ok()) return false;
  if (at_ >= bytes_.size() || (bytes_[static_cast<std::size_t>(at_)] | 1) != 0xF5) {
    fail("expected true or false");
    return false;
  }
  return bytes_[static_cast<std::size_t>(at_++)] == 0xF5;
}

void CborReader::skip() {
  const std::uint64_t start = at_;
  skip_item();
  if (ok() && at_ - start > kUnknownBytesMax) fail("unknown value too long");
}

void CborReader::skip_map(std::uint64_t pairs) {
  std::uint64_t before = 0;
  for (std::uint64_t i = 0; i < pairs && ok(); ++i) {
    const std::uint64_t key = unsigned_number();
    if (ok() && key <= before) fail("map keys not ascending");
    before = key;
    skip_item();
  }
}

void CborReader::skip_item() {
  if (!ok()) return;
  if (at_ >= bytes_.size()) return fail("ends too early");
  switch (bytes_[static_cast<std::size_t>(at_)] >> 5) {
    case 0: static_cast<void>(unsigned_number()); return;
    case 1: static_cast<void>(number()); return;
    case 2: static_cast<void>(bytes()); return;
    case 3: static_cast<void>(text()); return;
    case 4: {
      const std::uint64_t length = array();
      if (!enter()) return;
      for (std::uint64_t i = 0; i < length && ok(); ++i) skip_item();
      leave();
      return;
    }
    case 5: {
      const std::uint64_t pairs = map();
      if (!enter()) return;
      skip_map(pairs);
      leave();
      return;
    }
    case 6: return fail("tags are not used");
    default: static_cast<void>(boolean()); return;
  }
}

}  // namespace gezhi
