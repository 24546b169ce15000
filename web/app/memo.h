// A value that is worked out again only when what it depends on is another. Owned by what it is about, so
// that it goes with it.
//
//   const std::vector<Duty>& list = duties_.of(Key{generation, position}, [&] { return find_duties(); });
#pragma once

#include <optional>
#include <utility>

namespace gezhi::app {

template <class Key, class Value>
class Memo {
 public:
  // The reference holds until the next of() with another key.
  template <class Make>
  Value& of(const Key& key, Make make) {
    if (!key_ || !(*key_ == key)) {
      value_ = make();
      key_ = key;
    }
    return value_;
  }

 private:
  std::optional<Key> key_;
  Value value_{};
};

}  // namespace gezhi::app
