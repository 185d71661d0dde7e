// Certificates put together from parts, each of which a test may break.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/asn1/writer.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/identifiers.h"
#include "unit/asn1/octets.h"

namespace chainlint::x509 {

// CN=`common_name` as a Name.
inline Bytes encoded_name(std::string_view common_name, std::uint32_t string_tag = asn1::tag::kUtf8String) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& rdns) {
    rdns.nested(asn1::tag::kSet, [&](asn1::DerWriter& set) {
      set.sequence([&](asn1::DerWriter& attribute) { attribute.oid(oid::kCommonName).text(string_tag, common_name); });
    });
  });
  return writer.take();
}

inline Bytes encoded_extension(ByteView id, ByteView value, bool critical = false) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) {
    fields.oid(id);
    if (critical) fields.boolean(true);
    fields.octet_string(value);
  });
  return writer.take();
}

// The fields of a certificate, each with its header. An empty part is left out.
struct CertificateParts {
  Bytes version = asn1::octets("A0 03 02 01 02");
  Bytes serial = asn1::octets("02 01 01");
  Bytes algorithm = asn1::octets("30 05 06 03 2B 65 70");  // Ed25519
  Bytes issuer = encoded_name("Issuer");
  Bytes validity = asn1::octets("30 1E 17 0D 323630313031303030303030 5A 17 0D 323730313031303030303030 5A");  // 2026-01-01 to 2027-01-01
  Bytes subject = encoded_name("Subject");
  Bytes public_key = asn1::octets("30 2A 30 05 06 03 2B 65 70 03 21 00 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  std::vector<Bytes> extensions;
  Bytes outer_algorithm = asn1::octets("30 05 06 03 2B 65 70");
  Bytes signature = asn1::octets("03 03 00 AA BB");

  // [3] and what is in it.
  Bytes extensions_field() const {
    asn1::DerWriter writer;
    writer.nested(asn1::tag::context_constructed(3), [&](asn1::DerWriter& field) {
      field.sequence([&](asn1::DerWriter& list) {
        for (const Bytes& extension : extensions) list.raw(extension);
      });
    });
    return writer.take();
  }

  Bytes der() const {
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& certificate) {
      certificate.sequence([&](asn1::DerWriter& tbs) {
        tbs.raw(version).raw(serial).raw(algorithm).raw(issuer).raw(validity).raw(subject).raw(public_key);
        if (!extensions.empty()) tbs.raw(extensions_field());
      });
      certificate.raw(outer_algorithm).raw(signature);
    });
    return writer.take();
  }

  CertificatePtr parse() const {
    auto certificate = Certificate::parse(der(), Digest256{});
    EXPECT_TRUE(certificate);
    return certificate ? *certificate : nullptr;
  }
};

// "serialNumber: serial number is zero" for each defect, fatal ones with a "!" before.
inline std::vector<std::string> defect_texts(const Certificate& certificate) {
  std::vector<std::string> texts;
  for (const Defect& defect : certificate.defects()) texts.push_back((defect.fatal ? "!" : "") + defect.field + ": " + defect.what);
  return texts;
}

}  // namespace chainlint::x509
