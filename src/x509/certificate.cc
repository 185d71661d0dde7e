#include "chainlint/x509/certificate.h"

#include <algorithm>

#include "certificate_reader.h"

namespace chainlint::x509 {

asn1::Asn1Result<std::shared_ptr<const Certificate>> Certificate::parse(Bytes der, const Digest256& sha256) {
  std::shared_ptr<Certificate> certificate(new Certificate);
  certificate->der_ = std::move(der);
  certificate->sha256_ = sha256;
  if (auto error = CertificateReader(*certificate).read()) return *error;
  // Only CA certificates keep what was decoded: a run contains few of them, and all of its leaf certificates at once.
  Extensions extensions = certificate->read_extensions();
  const std::optional<BasicConstraints>& constraints = extensions.basic_constraints;
  certificate->is_ca_ = constraints ? constraints->ca : certificate->version_ == 1 && certificate->self_issued();
  if (certificate->is_ca_) {
    std::call_once(certificate->extensions_once_,
                   [&] { certificate->extensions_ = std::make_unique<const Extensions>(std::move(extensions)); });
  }
  return std::shared_ptr<const Certificate>(std::move(certificate));
}

Extensions Certificate::read_extensions() const {
  if (!extensions_element_) return {};
  return Extensions::read(asn1::Asn1Reader(extensions_element_->content, asn1::Encoding::der, extensions_element_->content_offset, 4));
}

const Extensions& Certificate::extensions() const {
  std::call_once(extensions_once_, [this] { extensions_ = std::make_unique<const Extensions>(read_extensions()); });
  return *extensions_;
}

std::vector<Defect> Certificate::defects() const {
  std::vector<Defect> all = defects_;
  const std::vector<Defect>& more = extensions().defects;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

bool Certificate::has_fatal_defect() const {
  return std::any_of(defects_.begin(), defects_.end(), [](const Defect& defect) { return defect.fatal; });
}

bool Certificate::valid_at(Instant time) const { return not_before_ && not_after_ && *not_before_ <= time && time <= *not_after_; }

std::string Certificate::serial_text() const {
  Bytes magnitude = to_bytes(serial_);
  const bool negative = !magnitude.empty() && magnitude[0] >= 0x80;
  if (negative) {
    unsigned carry = 1;
    for (auto octet = magnitude.rbegin(); octet != magnitude.rend(); ++octet) {
      carry += static_cast<std::uint8_t>(~*octet);
      *octet = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
  }
  ByteView shown = magnitude;
  while (shown.size() > 1 && shown[0] == 0) shown = shown.subspan(1);
  return (negative ? "-" : "") + to_colon_hex(shown);
}

}  // namespace chainlint::x509
