#include "chainlint/facts/subject_key.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "chainlint/crypto/digest.h"
#include "chainlint/formats/reader.h"
#include "unit/temporary_folder.h"

namespace chainlint::facts {
namespace subject_key_test {

// The entries of a file of fixtures/made.
formats::Container read_fixture(const std::string& path) {
  std::ifstream file(std::string(CHAINLINT_SOURCE_DIR) + "/fixtures/made/" + path, std::ios::binary);
  formats::CertificateCache certificates;
  return formats::read_container(path, Bytes(std::istreambuf_iterator<char>(file), {}), {}, certificates);
}

// fixtures/made/stale-intermediate/site.pem: `openssl pkey -pubout -outform DER | sha256sum`, and `openssl x509 -pubkey -noout | openssl
// pkey -pubin -outform DER | sha256sum`.
constexpr const char* kEcKey = "f47bc0156fa082d4222447fb527d38e871e1a7bc0090d26735670ca19e30e923";

TEST(SubjectKey, OfACertificateIsWhatOpensslPrints) {
  const formats::Container container = read_fixture("stale-intermediate/site.pem");
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(public_key_sha256(*container.entries[0].certificate), kEcKey);
}

TEST(SubjectKey, OfAPrivateKeyIsWhatOpensslPrints) {
  const formats::Container container = read_fixture("stale-intermediate/site.pem");
  ASSERT_EQ(container.entries.size(), 3u);
  ASSERT_TRUE(container.entries[2].key);
  EXPECT_EQ(public_key_sha256(*container.entries[2].key), kEcKey);
}

// Bytes that a command writes; empty where it fails.
Bytes output_of(const std::string& command) {
  Bytes octets;
  std::FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return octets;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) octets.push_back(static_cast<std::uint8_t>(c));
  if (::pclose(pipe) != 0) octets.clear();
  return octets;
}

class MadeKey : public testing::TestWithParam<const char*> {};

TEST_P(MadeKey, IsWhatOpensslPrints) {
  if (std::system("command -v openssl >/dev/null 2>&1") != 0) GTEST_SKIP() << "openssl is not installed";
  const TemporaryFolder folder;
  const std::string path = "'" + folder.path("key.der") + "'";
  const bool made =
      std::system(("openssl genpkey -algorithm " + std::string(GetParam()) + " -outform DER -out " + path + " 2>/dev/null").c_str()) == 0;
  const Bytes key = output_of("cat " + path), info = output_of("openssl pkey -inform DER -in " + path + " -pubout -outform DER");
  if (!made || info.empty()) GTEST_SKIP() << "this openssl makes no such key";
  const auto description = crypto::describe_private_key(key);
  ASSERT_TRUE(description.ok());
  EXPECT_EQ(public_key_sha256(*description), to_hex(crypto::sha256(info)));
}

INSTANTIATE_TEST_SUITE_P(OfAllKinds, MadeKey,
                         testing::Values("RSA -pkeyopt rsa_keygen_bits:2048", "RSA-PSS -pkeyopt rsa_keygen_bits:2048",
                                         "EC -pkeyopt ec_paramgen_curve:P-384", "ED25519"));

TEST(SubjectKey, OfWhatIsNotKnownIsEmpty) { EXPECT_EQ(public_key_sha256(crypto::KeyDescription{}), ""); }

}  // namespace subject_key_test
}  // namespace chainlint::facts
