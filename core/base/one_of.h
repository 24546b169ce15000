// One value of one of many types: std::variant for a list of a hundred. What std::variant copies, moves
// and destroys by is made of all its types in every file that holds one, ten seconds of compiling each;
// here it is made of the type that is put in, where it is put in. visit() alone goes over all types.
//
// Threads: as a value. Cost: an allocation when it is made or copied, none when it is moved.
#pragma once

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace gezhi {

template <class... Ts>
class OneOf {
 public:
  static constexpr std::size_t kCount = sizeof...(Ts);
  template <std::size_t I>
  using Type = std::tuple_element_t<I, std::tuple<Ts...>>;

  OneOf() : OneOf(Type<0>()) {}
  template <class T>
  requires(std::is_same_v<T, Ts> || ...) OneOf(T value)
      : handler_(&kHandler<T>), value_(new T(std::move(value))) {}
  OneOf(const OneOf& other)
      : handler_(other.handler_),
        value_(other.value_ != nullptr ? handler_->copy(other.value_) : nullptr) {}
  OneOf(OneOf&& other) noexcept
      : handler_(other.handler_), value_(std::exchange(other.value_, nullptr)) {}
  OneOf& operator=(OneOf other) noexcept {
    std::swap(handler_, other.handler_);
    std::swap(value_, other.value_);
    return *this;
  }
  ~OneOf() {
    if (value_ != nullptr) handler_->destroy(value_);
  }

  // Null when it is of another type, or was moved from.
  template <class T>
  const T* get() const {
    static_assert((std::is_same_v<T, Ts> || ...));
    return handler_ == &kHandler<T> ? static_cast<const T*>(value_) : nullptr;
  }
  template <class T>
  T* get() {
    static_assert((std::is_same_v<T, Ts> || ...));
    return handler_ == &kHandler<T> ? static_cast<T*>(value_) : nullptr;
  }
  template <class T>
  bool is() const {
    return get<T>() != nullptr;
  }

  // `visitor` with what is in it; the same result for all types. It must not have been moved from.
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    using R = std::invoke_result_t<Visitor&, const Type<0>&>;
    static constexpr std::array<R (*)(Visitor&, const void*), kCount> kCalls{
        &call<R, Visitor, Ts>...};
    return kCalls[handler_->index](visitor, value_);
  }
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) {
    using R = std::invoke_result_t<Visitor&, Type<0>&>;
    static constexpr std::array<R (*)(Visitor&, void*), kCount> kCalls{
        &call_to_change<R, Visitor, Ts>...};
    return kCalls[handler_->index](visitor, value_);
  }

 private:
  struct Handler {
    std::size_t index;
    void* (*copy)(const void*);
    void (*destroy)(void*);
  };

  template <class R, class Visitor, class T>
  static R call(Visitor& visitor, const void* value) {
    return visitor(*static_cast<const T*>(value));
  }
  template <class R, class Visitor, class T>
  static R call_to_change(Visitor& visitor, void* value) {
    return visitor(*static_cast<T*>(value));
  }

  template <class T>
  static constexpr std::size_t index_of() {
    std::size_t index = 0;
    static_cast<void>(((std::is_same_v<T, Ts> ? false : (++index, true)) && ...));
    return index;
  }
  template <class T>
  static constexpr Handler kHandler{
      index_of<T>(), [](const void* from) -> void* { return new T(*static_cast<const T*>(from)); },
      [](void* value) { delete static_cast<T*>(value); }};

  const Handler* handler_;
  void* value_;
};

}  // namespace gezhi
