// What no client refuses and RFC 5280 forbids, where the rule's cases cannot describe it.
#include "certificate/profile_faults.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/formats/reader.h"
#include "unit/minted.h"

namespace chainlint::facts {
namespace profile_faults_test {

using Strings = std::vector<std::string>;

Bytes certificate_of(const std::string& subject) {
  return minted_from("certificates:\n  leaf: { subject: \"" + subject + "\", dns: [www.example.com] }\n").certificates.at("leaf");
}

Strings faults_of(const Bytes& der) {
  formats::CertificateCache cache;
  const auto certificate = cache.intern(der);
  EXPECT_TRUE(certificate.ok());
  return profile_faults(**certificate);
}

// Swaps the two attributes of every name part {CN=aa, O=bb}.
Bytes swapped(Bytes der) {
  const Bytes name = {0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0C, 0x02, 'a', 'a'};
  for (auto at = der.begin();;) {
    at = std::search(at, der.end(), name.begin(), name.end());
    if (at == der.end()) return der;
    std::rotate(at, at + 11, at + 22);
    at += 22;
  }
}

TEST(ProfileFaults, KnowsTheOrderOfASet) {
  const Bytes sorted = certificate_of("CN=aa+O=bb");
  EXPECT_EQ(faults_of(sorted), Strings{});
  const Bytes turned = swapped(sorted);
  ASSERT_NE(turned, sorted);
  EXPECT_EQ(faults_of(turned), (Strings{"issuer has attributes in another order than DER requires (4.1)",
                                        "subject has attributes in another order than DER requires (4.1)"}));
}

}  // namespace profile_faults_test
}  // namespace chainlint::facts
