// The values of one Secret or ConfigMap.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "embedded.h"
#include "kubernetes/manifest_reader.h"
#include "values/value_units.h"

namespace chainlint::formats {

// Reads what the values contain, whatever their names are, opens keystores with passwords that are values of the same Secret, and says what
// the API server or a pod would make of them. Values that are no certificate material are skipped in silence and never shown; text that
// should be base64 and is not is an error, unless it is PEM.
class SecretReader {
 public:
  SecretReader(const yaml::Tree& tree, const ObjectName& name, ReadContext& context, Container& container)
      : tree_(tree), name_(name), context_(context), container_(container) {}

  // `data` in base64, `stringData` unchanged. A Secret of type kubernetes.io/tls without one of its two keys gets a warning
  // "kubernetes-tls-key-missing", unless the document is `damaged`.
  void read_secret(const yaml::Tree::Node& secret, bool damaged);

  // `data` unchanged, `binaryData` in base64. Each value is a unit of its own.
  void read_config_map(const yaml::Tree::Node& map);

 private:
  enum class Form { base64, text };
  struct Value {
    const yaml::Tree::Member* member;
    const yaml::Tree::Node* node;
    std::string_view block;  // "data", "stringData"
    Form form;
  };
  void collect(const yaml::Tree::Node& object, std::string_view block, Form form, std::vector<Value>& values);
  std::optional<Format> read_value(const Value& value);
  std::optional<Format> read_octets(ByteView octets, const Value& value, const Frame& frame);
  std::optional<Format> read_base64(const Value& value, const Frame& frame);
  std::optional<Format> read_encoded_again(std::string_view text, const Value& value, const Frame& frame);
  bool read_shape(const Value& value, const Frame& frame);
  void report_plain_values();
  std::optional<EntryKind> wrong_kind(std::string_view key, const std::vector<ReadValue>& read) const;
  bool are_interchanged(const std::vector<Value>& values, const std::vector<ReadValue>& read);
  void check_tls(const yaml::Tree::Node& secret, const std::vector<Value>& values, const std::vector<bool>& material,
                 const std::vector<ReadValue>& read);
  void check_encrypted_key(std::string_view type, bool has_password, const std::vector<ReadValue>& read);
  void add_passwords(const std::vector<Value>& values);
  void mark_for_trust(std::vector<ReadValue>& values, bool config_map) const;
  void report_here(Severity severity, const char* code, std::string message, const Frame& frame);
  void report_template(const Frame& frame);
  Frame frame_of_value(const Value& value) const;

  const yaml::Tree& tree_;
  const ObjectName& name_;
  ReadContext& context_;
  Container& container_;
  bool template_ = false;            // was reported
  std::vector<const Value*> plain_;  // PEM text in place of base64
};

}  // namespace chainlint::formats
