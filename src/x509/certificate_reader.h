// Takes the fixed fields of a certificate apart.
#pragma once

#include <string>
#include <utility>

#include "chainlint/x509/certificate.h"
#include "lenient_reader.h"

namespace chainlint::x509 {

// Fills one Certificate from its own DER and notes each field that is damaged or missing.
class CertificateReader {
 public:
  explicit CertificateReader(Certificate& certificate) : to_(certificate), defects_(certificate.defects_) {}

  // An error where there is no frame of three elements.
  std::optional<asn1::Asn1Error> read();

 private:
  void read_tbs(LenientReader fields);
  void read_version(LenientReader& fields);
  void read_serial(LenientReader& fields);
  void check_serial(const asn1::Element& element);
  void read_inner_algorithm(LenientReader& fields);
  void read_name(LenientReader& fields, const char* field, Name& name);
  void read_validity(LenientReader& fields);
  void read_time_of(LenientReader& times, const char* field, std::optional<Instant>& time);
  void read_public_key(LenientReader& fields);
  void read_optional_fields(LenientReader& fields);
  void read_extensions_field(LenientReader inner);
  void read_outer_algorithm(const asn1::Element& element, const asn1::Asn1Reader& parent);
  void read_signature(const asn1::Element& element);

  std::optional<asn1::Element> take(LenientReader& fields, std::uint32_t identifier, const char* field, const char* what, bool fatal);
  void add(const char* field, std::size_t offset, std::string what, bool fatal = false) {
    defects_.push_back({field, offset, std::move(what), fatal});
  }

  Certificate& to_;
  std::vector<Defect>& defects_;
  bool lost_ = false;  // an element has no readable end: nothing after it can be found
};

}  // namespace chainlint::x509
