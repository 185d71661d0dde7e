// Reads what archive_writer.h writes, and nothing else: every type, number and range is checked.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "archive/members.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/base/limits.h"

namespace chainlint::report {

// How many values an enum has, which counts from 0 without a gap.
template <class Enum, std::size_t kFrom = 0>
consteval std::size_t count_enumerators() {
  if constexpr (enum_names_detail::is_enumerator<static_cast<Enum>(kFrom)>()) {
    return count_enumerators<Enum, kFrom + 1>();
  } else {
    return kFrom;
  }
}

// Where something is not as expected, the value read is of no use: ask ok() before it is used.
class ArchiveReader {
 public:
  using Json = nlohmann::ordered_json;

  // By their numbers. Not owned.
  const std::vector<CertificateReportPtr>* certificates = nullptr;
  const std::vector<const rules::Rule*>* rules = nullptr;

  bool ok() const { return ok_; }

  template <class T>
  void read(const Json& json, T& value) {
    if (!ok_) return;
    if constexpr (std::is_enum_v<T>) {
      std::size_t number = 0;
      plain(json, number);
      if (expect(number < count_enumerators<T>())) value = static_cast<T>(number);
    } else if constexpr (HasMembers<T>) {
      if (!expect(json.is_array() && json.size() == kMembers<T>)) return;
      std::size_t next = 0;
      std::apply([&](auto&... members) { (read(json[next++], members), ...); }, members_of(value));
    } else {
      plain(json, value);
    }
  }

 private:
  bool expect(bool holds) {
    ok_ = ok_ && holds;
    return ok_;
  }

  void plain(const Json& json, bool& value) {
    if (expect(json.is_boolean())) value = json.get<bool>();
  }

  template <class T>
  void plain(const Json& json, T& value) requires(std::is_unsigned_v<T> && !std::is_same_v<T, bool>) {
    if (!expect(json.is_number_unsigned())) return;
    const std::uint64_t number = json.get<std::uint64_t>();
    if (expect(number <= std::numeric_limits<T>::max())) value = static_cast<T>(number);
  }

  void plain(const Json& json, std::int64_t& value) {
    const bool fits = json.is_number_integer() && !(json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX);
    if (expect(fits)) value = json.get<std::int64_t>();
  }

  // Certificates have the years 0000 to 9999 (RFC 5280 section 4.1.2.5.2), and timelines look further than their ends.
  void plain(const Json& json, Instant& value) {
    static const std::int64_t kFirst = Instant::from_civil(0, 1, 1)->seconds();
    static const std::int64_t kLast = Instant::from_civil(9999, 12, 31)->plus_days(TimelineLimits::kDays).seconds();
    std::int64_t seconds = 0;
    plain(json, seconds);
    if (expect(seconds >= kFirst && seconds <= kLast)) value = Instant(seconds);
  }

  void plain(const Json& json, std::string& value) {
    if (json.is_string()) {
      value = json.get_ref<const std::string&>();
      return;
    }
    if (!expect(json.is_array() && json.size() == 1 && json[0].is_string())) return;
    const std::string_view digits = json[0].get_ref<const std::string&>();
    value.clear();
    for (std::size_t i = 0; expect(digits.size() % 2 == 0) && i < digits.size(); i += 2) {
      unsigned char octet = 0;
      const auto [end, error] = std::from_chars(digits.data() + i, digits.data() + i + 2, octet, 16);
      if (!expect(error == std::errc() && end == digits.data() + i + 2)) return;
      value += static_cast<char>(octet);
    }
  }

  void plain(const Json& json, std::vector<bool>& values) {
    if (!expect(json.is_string())) return;
    for (const char digit : json.get_ref<const std::string&>()) {
      if (!expect(digit == '0' || digit == '1')) return;
      values.push_back(digit == '1');
    }
  }

  template <class T>
  void plain(const Json& json, std::vector<T>& values) {
    if (!expect(json.is_array())) return;
    values.reserve(json.size());
    for (const Json& each : json) read(each, values.emplace_back());
  }

  template <class T>
  void plain(const Json& json, std::optional<T>& value) {
    if (json.is_null()) return value.reset();
    if (expect(json.is_array() && json.size() == 1)) read(json[0], value.emplace());
  }

  template <class A, class B>
  void plain(const Json& json, std::pair<A, B>& value) {
    if (!expect(json.is_array() && json.size() == 2)) return;
    read(json[0], value.first);
    read(json[1], value.second);
  }

  void plain(const Json& json, CertificateReportPtr& certificate) {
    if (json.is_null()) return;
    std::size_t number = 0;
    plain(json, number);
    if (expect(certificates != nullptr && number < certificates->size())) certificate = (*certificates)[number];
  }

  void plain(const Json& json, const rules::Rule*& rule) {
    std::size_t number = 0;
    plain(json, number);
    if (expect(rules != nullptr && number < rules->size())) rule = (*rules)[number];
  }

  bool ok_ = true;
};

}  // namespace chainlint::report
