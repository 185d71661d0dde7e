// A row of a table of facts: `certificate.text("serial", "The serial number ...", serial)`.
//
// The method says the type of the fact. The function says what it needs: the context and the subject, the context alone, or the thing that
// the table is about, such as the certificate. It returns the value itself, an optional where the subject may have none, or FactValue
// where the value may be unavailable. A function whose result cannot be of the fact's type does not compile.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "chainlint/facts/registry.h"

namespace chainlint::facts {

// The rows of one source file.
using FactTable = std::vector<FactDefinition>;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

// Whether a function that returns T can compute a fact of the type.
template <class T>
constexpr bool gives(FactType type) {
  if constexpr (kIsOptional<T>) {
    return gives<typename T::value_type>(type);
  } else if constexpr (std::same_as<T, bool>) {
    return type == FactType::boolean;
  } else if constexpr (std::integral<T>) {
    return type == FactType::integer;
  } else if constexpr (std::same_as<T, Instant>) {
    return type == FactType::time;
  } else if constexpr (std::same_as<T, std::vector<std::string>>) {
    return type == FactType::text_list;
  } else {
    return std::same_as<T, FactValue> || (type == FactType::text && std::convertible_to<T, std::string_view>);
  }
}

template <class T>
FactValue to_value(T value) {
  if constexpr (kIsOptional<T>) {
    return value ? to_value(*std::move(value)) : FactValue(Absent{});
  } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::convertible_to<T, std::string_view> && !std::same_as<T, std::string>) {
    return std::string(std::string_view(value));
  } else {
    return FactValue(std::move(value));
  }
}

inline const x509::Certificate& its_certificate(const FactContext& context, const Subject& subject) {
  return certificate_of(subject, context);
}

template <class Given>
decltype(auto) given_by(const Given& given, const FactContext& context, const Subject& subject) {
  if constexpr (std::invocable<Given, const FactContext&>) {
    return given(context);
  } else {
    return given(context, subject);
  }
}

template <class Thing, class Read>
FactValue of(const Thing& thing, Read read) {
  if constexpr (requires { *thing; }) {
    return thing ? read(*thing) : FactValue(Absent{});
  } else {
    return read(thing);
  }
}

// Makes the rows about one kind of subject. `Given` gets what functions take that take neither context nor subject: a reference, or a
// pointer or optional that is empty where there is no such thing, and the fact is absent.
template <class Given = const x509::Certificate& (*)(const FactContext&, const Subject&)>
class FactsAbout {
 public:
  using Values = std::span<const std::string_view>;

  explicit FactsAbout(SubjectKind subject, Given given = its_certificate) : subject_(subject), given_(std::move(given)) {}

  template <class Function>
  FactDefinition boolean(std::string_view name, std::string_view sentence, Function function) const {
    return row<FactType::boolean>(name, "", {}, sentence, function);
  }
  template <class Function>
  FactDefinition integer(std::string_view name, std::string_view unit, std::string_view sentence, Function function) const {
    return row<FactType::integer>(name, unit, {}, sentence, function);
  }
  template <class Function>
  FactDefinition time(std::string_view name, std::string_view sentence, Function function) const {
    return row<FactType::time>(name, "", {}, sentence, function);
  }
  template <class Function>
  FactDefinition text(std::string_view name, std::string_view sentence, Function function) const {
    return row<FactType::text>(name, "", {}, sentence, function);
  }
  template <class Function>
  FactDefinition text(std::string_view name, Values values, std::string_view sentence, Function function) const {
    return row<FactType::text>(name, "", values, sentence, function);
  }
  template <class Function>
  FactDefinition list(std::string_view name, std::string_view sentence, Function function) const {
    return row<FactType::text_list>(name, "", {}, sentence, function);
  }
  template <class Function>
  FactDefinition list(std::string_view name, Values values, std::string_view sentence, Function function) const {
    return row<FactType::text_list>(name, "", values, sentence, function);
  }

 private:
  template <FactType Type, class Function>
  FactDefinition row(std::string_view name, std::string_view unit, Values values, std::string_view sentence, Function function) const {
    return {subject_, name, Type, unit, values, sentence, compute<Type>(function)};
  }

  template <FactType Type, class Function>
  FactFunction compute(Function function) const {
    const auto value = [function](const auto&... arguments) {
      using Result = std::remove_cvref_t<std::invoke_result_t<Function, decltype(arguments)...>>;
      static_assert(gives<Result>(Type), "the function's result is not of the type of the fact");
      return to_value<Result>(std::invoke(function, arguments...));
    };
    if constexpr (std::invocable<Function, const FactContext&, const Subject&>) {
      return value;
    } else if constexpr (std::invocable<Function, const FactContext&>) {
      return [value](const FactContext& context, const Subject&) { return value(context); };
    } else {
      return [value, given = given_](const FactContext& context, const Subject& subject) {
        return of(given_by(given, context, subject), value);
      };
    }
  }

  SubjectKind subject_;
  Given given_;
};

}  // namespace chainlint::facts
