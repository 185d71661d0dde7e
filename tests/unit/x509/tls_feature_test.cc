#include "chainlint/x509/tls_feature.h"

#include <gtest/gtest.h>

#include "certificate_parts.h"

namespace chainlint::x509 {
namespace tls_feature_test {

TEST(TlsFeatures, ReadsNumbersInFileOrder) {
  const auto features = read_tls_features(asn1::octets("30 06 02 01 05 02 01 11"), 0);
  ASSERT_TRUE(features);
  EXPECT_EQ(*features, (std::vector<std::int64_t>{5, 17}));
}

TEST(TlsFeatures, AnEmptyListRequiresNothing) {
  const auto features = read_tls_features(asn1::octets("30 00"), 0);
  ASSERT_TRUE(features);
  EXPECT_TRUE(features->empty());
}

TEST(TlsFeatures, AnythingElseIsAnErrorWithItsPlace) {
  EXPECT_FALSE(read_tls_features({}, 0));
  EXPECT_FALSE(read_tls_features(asn1::octets("02 01 05"), 0));
  EXPECT_FALSE(read_tls_features(asn1::octets("30 03 02 01 05 00"), 0));
  EXPECT_FALSE(read_tls_features(asn1::octets("30 03 02 01 FF"), 0));
  const auto damaged = read_tls_features(asn1::octets("30 02 05 00"), 100);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().offset, 102u);
}

}  // namespace tls_feature_test
}  // namespace chainlint::x509
