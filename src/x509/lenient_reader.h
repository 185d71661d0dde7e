// Reads DER, and where a field is BER only, reads that and says so.
#pragma once

#include <string>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/x509/extensions.h"

namespace chainlint::x509 {

inline Defect to_defect(const char* field, const asn1::Asn1Error& error, bool fatal = false) {
  return {field, error.offset, error.what, fatal};
}

// An Asn1Reader in DER that falls back to BER element by element and notes a defect each time. Borrows `defects`.
class LenientReader {
 public:
  LenientReader(asn1::Asn1Reader reader, std::vector<Defect>& defects) : reader_(reader), defects_(&defects) {}

  bool at_end() const { return reader_.at_end(); }
  std::size_t offset() const { return reader_.offset(); }
  bool next_is(std::uint32_t identifier) const { return reader_.next_is(identifier); }

  asn1::Asn1Result<asn1::Element> next(const char* field) {
    auto strict = reader_.next();
    if (strict) return strict;
    asn1::Asn1Reader loose(reader_.rest(), asn1::Encoding::ber, reader_.offset(), reader_.depth());
    auto element = loose.next();
    if (!element) return element;
    defects_->push_back(to_defect(field, strict.error()));
    reader_ = asn1::Asn1Reader(loose.rest(), asn1::Encoding::der, loose.offset(), loose.depth());
    return element;
  }

  // A reader of the content; DER again, for its elements may be.
  LenientReader enter(const asn1::Element& element) const { return {reader_.enter(element), *defects_}; }

 private:
  asn1::Asn1Reader reader_;
  std::vector<Defect>* defects_;
};

// What `read` gives in DER, or in BER with a defect, or the error in BER. `read` takes an Encoding and returns an Asn1Result.
template <class Read>
auto read_leniently(const char* field, std::vector<Defect>& defects, const Read& read) {
  auto strict = read(asn1::Encoding::der);
  if (strict) return strict;
  auto loose = read(asn1::Encoding::ber);
  if (loose) defects.push_back(to_defect(field, strict.error()));
  return loose;
}

}  // namespace chainlint::x509
