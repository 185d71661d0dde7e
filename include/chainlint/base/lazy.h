// A value that is made when it is used for the first time.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace chainlint {

// Immutable; copies share the value, and threads may. Where no value was given, it is T(). What `make` throws comes out where the value is
// used, each time.
template <class T>
class Lazy {
 public:
  Lazy() = default;
  Lazy(T value) : state_(std::make_shared<State>()) { state_->value = std::make_unique<const T>(std::move(value)); }
  static Lazy of(std::function<T()> make) {
    Lazy lazy;
    lazy.state_ = std::make_shared<State>();
    lazy.state_->make = std::move(make);
    return lazy;
  }

  const T& operator*() const {
    static const T none{};
    if (state_ == nullptr) return none;
    std::call_once(state_->once, [this] {
      if (state_->value == nullptr) state_->value = std::make_unique<const T>(state_->make());
    });
    return *state_->value;
  }
  const T* operator->() const { return &**this; }

 private:
  struct State {
    std::once_flag once;
    std::function<T()> make;
    std::unique_ptr<const T> value;
  };

  std::shared_ptr<State> state_;
};

}  // namespace chainlint
