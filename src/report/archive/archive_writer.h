// The types of a report as JSON arrays of their members. archive_reader.h reads them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "archive/members.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/text.h"

namespace chainlint::report {

// Certificates and rules are written as numbers; what they number is the caller's to write. Borrows both.
class ArchiveWriter {
 public:
  using Json = nlohmann::ordered_json;

  // By their numbers.
  std::vector<const CertificateReport*> certificates;
  std::vector<const rules::Rule*> rules;

  // The certificates of the next value are numbered from 0.
  void forget_certificates() {
    certificates.clear();
    certificate_numbers_.clear();
  }

  template <class T>
  Json write(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return static_cast<std::uint64_t>(value);
    } else if constexpr (HasMembers<T>) {
      Json array = Json::array();
      std::apply([&](const auto&... members) { (array.push_back(write(members)), ...); }, members_of(value));
      return array;
    } else {
      return plain(value);
    }
  }

 private:
  template <class T>
  static Json plain(const T& value) requires std::is_arithmetic_v<T> {
    return value;
  }
  static Json plain(const Instant& value) { return value.seconds(); }

  // JSON has no octets: what is no UTF-8, such as some names of files, is in hexadecimal, in an array.
  static Json plain(const std::string& value) {
    if (is_utf8(value)) return value;
    return Json::array({to_hex(as_bytes(value))});
  }

  static Json plain(const std::vector<bool>& values) {
    std::string digits;
    for (const bool value : values) digits += value ? '1' : '0';
    return digits;
  }

  template <class T>
  Json plain(const std::vector<T>& values) {
    Json array = Json::array();
    for (const T& value : values) array.push_back(write(value));
    return array;
  }

  template <class T>
  Json plain(const std::optional<T>& value) {
    return value ? Json::array({write(*value)}) : Json();
  }

  template <class A, class B>
  Json plain(const std::pair<A, B>& value) {
    return Json::array({write(value.first), write(value.second)});
  }

  Json plain(const CertificateReportPtr& certificate) {
    // By content: which of two threads describes a certificate first decides how many objects there are of it.
    return certificate == nullptr ? Json()
                                  : number_of(std::string_view(certificate->sha256), certificate.get(), certificates, certificate_numbers_);
  }

  Json plain(const rules::Rule* rule) { return number_of(rule, rule, rules, rule_numbers_); }

  template <class Key, class T>
  static Json number_of(Key key, const T* object, std::vector<const T*>& all, std::unordered_map<Key, std::size_t>& numbers) {
    const auto [known, fresh] = numbers.try_emplace(key, all.size());
    if (fresh) all.push_back(object);
    return known->second;
  }

  std::unordered_map<std::string_view, std::size_t> certificate_numbers_;  // by SHA-256
  std::unordered_map<const rules::Rule*, std::size_t> rule_numbers_;
};

}  // namespace chainlint::report
