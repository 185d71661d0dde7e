// Timestamps embedded in certificates (RFC 6962 section 3.3), whole and broken.
#include "chainlint/x509/signed_certificate_timestamps.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "chainlint/base/limits.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/identifiers.h"
#include "unit/asn1/octets.h"

namespace chainlint::x509 {
namespace signed_certificate_timestamps_test {

void append(Bytes& to, const Bytes& more) { to.insert(to.end(), more.begin(), more.end()); }

Bytes with_length(const Bytes& content) {
  Bytes vector{static_cast<std::uint8_t>(content.size() >> 8), static_cast<std::uint8_t>(content.size())};
  append(vector, content);
  return vector;
}

Bytes timestamp(std::uint64_t milliseconds, std::uint8_t version = 0) {
  Bytes fields{version};
  fields.insert(fields.end(), 32, 0xAB);
  for (int shift = 56; shift >= 0; shift -= 8) fields.push_back(static_cast<std::uint8_t>(milliseconds >> shift));
  append(fields, asn1::octets("0000 0403 0003 010203"));
  return fields;
}

Bytes list_of(const std::vector<Bytes>& timestamps) {
  Bytes list;
  for (const Bytes& each : timestamps) append(list, with_length(each));
  return with_length(list);
}

// The content of extnValue: an OCTET STRING around the list.
Bytes in_octet_string(const Bytes& list) {
  Bytes value{0x04, 0x82, static_cast<std::uint8_t>(list.size() >> 8), static_cast<std::uint8_t>(list.size())};
  if (list.size() < 256) value = {0x04, 0x81, static_cast<std::uint8_t>(list.size())};
  if (list.size() < 128) value = {0x04, static_cast<std::uint8_t>(list.size())};
  append(value, list);
  return value;
}

asn1::Asn1Result<std::vector<SignedCertificateTimestamp>> read(const Bytes& value) {
  return read_signed_certificate_timestamps(Extension{{}, false, value, 100});
}

std::string error_of(const Bytes& list) {
  const Bytes value = in_octet_string(list);
  const auto result = read(value);
  return result ? "none" : result.error().what;
}

TEST(SignedCertificateTimestamps, ReadTimesAndLogs) {
  const Bytes value = in_octet_string(list_of({timestamp(1588707682735), timestamp(999)}));
  const auto result = read(value);
  ASSERT_TRUE(result.ok()) << result.error().what;
  ASSERT_EQ(result->size(), 2u);
  EXPECT_EQ(result->at(0).timestamp, Instant::parse("2020-05-05T19:41:22Z"));
  EXPECT_EQ(result->at(0).log_id.size(), 32u);
  EXPECT_EQ(result->at(1).timestamp, Instant(0));
}

TEST(SignedCertificateTimestamps, IgnoreOtherVersions) {
  const Bytes value = in_octet_string(list_of({asn1::octets("01 FF"), timestamp(5000)}));
  const auto result = read(value);
  ASSERT_TRUE(result.ok()) << result.error().what;
  EXPECT_EQ(result->at(0).version, 1);
  EXPECT_FALSE(result->at(0).timestamp);
  EXPECT_EQ(result->at(1).timestamp, Instant(5));
}

TEST(SignedCertificateTimestamps, RefuseEveryCut) {
  const Bytes whole = list_of({timestamp(5000)});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(error_of(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length))), "none") << length;
  }
  const Bytes item = timestamp(5000);
  for (std::size_t length = 0; length < item.size(); ++length) {
    EXPECT_NE(error_of(list_of({Bytes(item.begin(), item.begin() + static_cast<std::ptrdiff_t>(length))})), "none") << length;
  }
}

TEST(SignedCertificateTimestamps, RefuseWrongLengths) {
  Bytes list = list_of({timestamp(5000)});
  list.push_back(0);
  EXPECT_EQ(error_of(list), "list of signed certificate timestamps has the wrong length");
  Bytes item = timestamp(5000);
  item.push_back(0);
  EXPECT_EQ(error_of(list_of({item})), "bytes follow a signed certificate timestamp");
  EXPECT_EQ(error_of(asn1::octets("0002 FFFF")), "signed certificate timestamp is longer than its list");
  EXPECT_EQ(error_of(asn1::octets("0000")), "list of signed certificate timestamps is empty");
}

TEST(SignedCertificateTimestamps, RefuseTimesPastTheYear9999) {
  EXPECT_EQ(error_of(list_of({timestamp(253402300799999)})), "none");
  EXPECT_EQ(error_of(list_of({timestamp(253402300800000)})), "timestamp is after the year 9999");
  EXPECT_EQ(error_of(list_of({timestamp(~std::uint64_t{0})})), "timestamp is after the year 9999");
}

TEST(SignedCertificateTimestamps, HaveALimit) {
  EXPECT_EQ(error_of(list_of(std::vector<Bytes>(X509Limits::kTimestamps, asn1::octets("01")))), "none");
  EXPECT_EQ(error_of(list_of(std::vector<Bytes>(X509Limits::kTimestamps + 1, asn1::octets("01")))),
            "more than 256 signed certificate timestamps");
}

TEST(SignedCertificateTimestamps, AreInAnOctetString) {
  EXPECT_FALSE(read(asn1::octets("30 00")).ok());
  EXPECT_FALSE(read(asn1::octets("")).ok());
  EXPECT_FALSE(read(asn1::octets("04 02 0000 00")).ok());
}

Bytes first_certificate(const std::string& path) {
  const char* folder = std::getenv("CHAINLINT_REALFILES");
  const std::filesystem::path root = folder != nullptr ? folder : std::string(CHAINLINT_SOURCE_DIR) + "/../shared/realfiles";
  std::ifstream stream(root / "files" / path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string begin = "-----BEGIN CERTIFICATE-----";
  const std::size_t from = text.find(begin);
  return from == std::string::npos ? Bytes{}
                                   : asn1::base64(text.substr(from + begin.size(), text.find("-----END", from) - from - begin.size()));
}

// The timestamps that `openssl x509 -ext ct_precert_scts` prints.
TEST(SignedCertificateTimestamps, AreThoseThatOpensslPrints) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> expected = {
      {"Hakky54+sslcontext-kickstart/ayza-for-pem/src/test/resources/pem/github-certificate.pem",
       {"2020-05-05T19:41:22Z", "2020-05-05T19:41:22Z", "2020-05-05T19:41:22Z"}},
      {"Hakky54+sslcontext-kickstart/ayza-for-pem/src/test/resources/pem/stackexchange.pem",
       {"2020-06-08T17:24:01Z", "2020-06-08T17:24:01Z"}},
      {"quictls+openssl/test/certs/embeddedSCTs3.pem", {"2015-12-01T13:31:25Z", "2015-12-01T13:31:25Z", "2015-12-01T13:31:25Z"}},
      {"dotnet+corefx/TestData/ConcatenatedPemFile.pem", {"2018-06-13T21:20:47Z", "2018-06-13T21:20:48Z"}},
      {"kaikramer+keystore-explorer/kse/src/test/resources/testdata/CryptoFileUtilTest/cert.multi.pem.cer",
       {"2021-11-01T04:19:37Z", "2021-11-01T04:19:37Z"}}};
  for (const auto& [path, times] : expected) {
    const Bytes der = first_certificate(path);
    if (der.empty()) GTEST_SKIP() << "no real files";
    const auto certificate = Certificate::parse(der, {});
    ASSERT_TRUE(certificate.ok()) << path;
    const Extension* extension = (*certificate)->extensions().find(oid::kSignedCertificateTimestamps);
    ASSERT_NE(extension, nullptr) << path;
    const auto timestamps = read_signed_certificate_timestamps(*extension);
    ASSERT_TRUE(timestamps.ok()) << path << ": " << timestamps.error().what;
    std::vector<std::string> found;
    for (const SignedCertificateTimestamp& each : *timestamps) found.push_back(each.timestamp->to_string());
    EXPECT_EQ(found, times) << path;
  }
}

}  // namespace signed_certificate_timestamps_test
}  // namespace chainlint::x509
