// A value, or the reason why there is none. Exceptions of libraries are converted to it at the call.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "chainlint/base/location.h"

namespace chainlint {

// Why an operation failed.
struct Error {
  std::string code;     // kebab case, stable
  std::string message;  // what is, what is allowed; lower case, no full stop
  Location location;    // empty where the caller adds it
};

// Either a `T` or an `E`. Reading the one that is absent aborts the program, because it is a bug of the caller.
template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& { return ok() ? *std::get_if<0>(&state_) : (std::abort(), *std::get_if<0>(&state_)); }
  T& value() & { return ok() ? *std::get_if<0>(&state_) : (std::abort(), *std::get_if<0>(&state_)); }
  T&& value() && { return std::move(value()); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const E& error() const { return ok() ? (std::abort(), *std::get_if<1>(&state_)) : *std::get_if<1>(&state_); }

 private:
  std::variant<T, E> state_;
};

}  // namespace chainlint
