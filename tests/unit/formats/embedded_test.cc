// Values of a container that are files of their own.
#include "embedded.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "manifest_samples.h"
#include "values/value_names.h"
#include "values/value_units.h"

namespace chainlint::formats {
namespace embedded_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

struct Read {
  Container container;
  std::optional<Format> format;
};

Read embed(ByteView data, const Frame& frame) {
  Read result;
  const ReadOptions options;
  CertificateCache cache;
  crypto::KdfBudget budget;
  ReadContext context("outer.file", options, cache, budget);
  result.container.entries.emplace_back();
  result.format = read_embedded(data, frame, context, result.container);
  return result;
}

TEST(Embedded, EntriesAndDiagnosticsAreInTheFrame) {
  const std::string text = leaf_pem() + pem("CERTIFICATE", "MII*");
  const auto [container, format] =
      embed(as_bytes(text), {.inner = "value 3", .unit = "unit", .line = 20, .line_by_line = true, .indent = 4});
  EXPECT_EQ(format, Format::pem);
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[1].unit, "unit");
  EXPECT_EQ(container.entries[1].location.inner, "value 3");
  EXPECT_EQ(container.entries[1].location.entry, 2u);
  EXPECT_EQ(container.entries[1].location.line, 20u);
  const Diagnostic diagnostic = diagnostic_of(container, "pem-base64");
  EXPECT_EQ(diagnostic.location.path, "outer.file");
  EXPECT_EQ(diagnostic.location.line, 20u + static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) - 2u);
  EXPECT_EQ(diagnostic.location.column, 8u);
}

TEST(Embedded, ValuesThatAreNotWrittenLineByLineHaveTheLineOfTheirKey) {
  const auto [container, format] = embed(as_bytes(leaf_pem()), {.inner = "x", .line = 7});
  EXPECT_EQ(container.entries.at(1).location.line, 7u);
  EXPECT_FALSE(container.entries[1].location.end_line.has_value());
}

TEST(Embedded, WhatIsNoCertificateMaterialIsLeftAlone) {
  const std::string gzip("\x1F\x8B\x08\x00\x00\x00\x00\x00", 8);
  for (const std::string& text : {std::string("MyPassword"), gzip, std::string("SQLite format 3\0", 16),
                                  std::string("Certificate:\n    Data:\n"), std::string("\x30\x05\x02\x01\x05\x02\x01", 7),
                                  std::string("0\x82 not der"), pem("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjE="), std::string()}) {
    const auto [container, format] = embed(as_bytes(text), {.inner = "x"});
    EXPECT_FALSE(format.has_value()) << text;
    EXPECT_EQ(container.entries.size() + container.diagnostics.size(), 1u) << text;
  }
}

TEST(Embedded, DamagedMaterialIsNotLeftAlone) {
  Bytes cut = der_of(openssl_samples::kLeaf);
  cut.resize(cut.size() / 2);
  EXPECT_TRUE(embed(cut, {.inner = "x"}).container.has_error());
  const std::string pvk("\x1E\xF1\xB5\xB0\x00\x00\x00\x00", 8);
  EXPECT_TRUE(embed(as_bytes(pvk), {.inner = "x"}).container.has_error());
}

TEST(Embedded, MaterialInBase64IsRecognised) {
  EXPECT_TRUE(equal(*decode_material(openssl_samples::kLeaf), der_of(openssl_samples::kLeaf)));
  EXPECT_TRUE(decode_material(base64("Bag Attributes\n" + leaf_pem())).has_value());
  EXPECT_TRUE(decode_material("data:application/x-x509-ca-cert;base64," + std::string(openssl_samples::kLeaf)).has_value());
  EXPECT_FALSE(decode_material("MIIBdTCCARugAwIBAgIU").has_value());
  EXPECT_FALSE(decode_material(std::string(openssl_samples::kPublicKey)).has_value());
  EXPECT_FALSE(decode_material(std::string(100, 'M')).has_value());
  EXPECT_FALSE(decode_material(std::string(openssl_samples::kLeaf) + "*").has_value());
}

TEST(ValueNames, WordsEndAtPunctuationAndCapitals) {
  EXPECT_EQ(name_words("tls.crt"), (Strings{"tls", "crt"}));
  EXPECT_EQ(name_words("clientCAFile"), (Strings{"client", "ca", "file"}));
  EXPECT_EQ(name_words("__X--1y"), (Strings{"x", "1y"}));
}

TEST(ValueNames, NamesOfAuthoritiesAreKnown) {
  for (const char* name : {"ca.crt", "ca.pem", "ca-bundle.crt", "cacerts", "root-cert.pem", "ca-cert.pem", "tls.ca", "trust-bundle.pem",
                           "client-ca", "caBundle", "CACert", "rootCAs", "truststore.p12", "certificate-authority-data"}) {
    EXPECT_TRUE(is_ca_name(name)) << name;
  }
  for (const char* name : {"tls.crt", "ca_chain", "issuing_ca", "cert-chain.pem", "certificate", "vacation", "cat.pem"}) {
    EXPECT_FALSE(is_ca_name(name)) << name;
  }
}

TEST(ValueNames, StemsAreWhatDistinguishesPairs) {
  for (const char* name : {"tls.crt", "tls.key", "cert.pem", "privkey.pem", "fullchain.pem", "CertificateChain", "PrivateKey"}) {
    EXPECT_EQ(stem_of(name), "") << name;
  }
  EXPECT_EQ(stem_of("www.example.crt"), stem_of("www-example.key"));
  EXPECT_EQ(stem_of("server_cert"), "server");
}

}  // namespace embedded_test
}  // namespace chainlint::formats
