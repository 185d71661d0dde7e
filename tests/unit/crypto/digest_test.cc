#include "chainlint/crypto/digest.h"

#include <gtest/gtest.h>

namespace chainlint::crypto {
namespace digest_test {

// FIPS 180-4 examples, as in RFC 6234 section 8.5.
TEST(Digest, HashesTheStandardsExamples) {
  EXPECT_EQ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", to_hex(sha256(as_bytes("abc"))));
  EXPECT_EQ("a9993e364706816aba3e25717850c26c9cd0d89d", to_hex(sha1(as_bytes("abc"))));
}

TEST(Digest, HashesNothing) {
  EXPECT_EQ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", to_hex(sha256({})));
  EXPECT_EQ("da39a3ee5e6b4b0d3255bfef95601890afd80709", to_hex(sha1({})));
}

}  // namespace digest_test
}  // namespace chainlint::crypto
