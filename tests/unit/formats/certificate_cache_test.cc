// Certificates are shared by their bytes, across files and threads.
#include <gtest/gtest.h>

#include <thread>

#include "reading_fixture.h"

namespace chainlint::formats {
namespace certificate_cache_test {

using namespace openssl_samples;

TEST(CertificateCache, GivesTheSameCertificateForTheSameBytes) {
  CertificateCache cache;
  const auto first = cache.intern(der_of(kLeaf)), second = cache.intern(der_of(kLeaf));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(to_hex((*first)->sha256()), kLeafSha256);
}

TEST(CertificateCache, KeepsAuthoritiesAndForgetsOthers) {
  CertificateCache cache;
  std::weak_ptr<const x509::Certificate> leaf, root;
  {
    leaf = *cache.intern(der_of(kLeaf));
    root = *cache.intern(der_of(kRoot));
  }
  EXPECT_TRUE(leaf.expired());
  EXPECT_FALSE(root.expired());
}

TEST(CertificateCache, SaysWhyBytesAreNotACertificate) {
  CertificateCache cache;
  EXPECT_FALSE(cache.intern(Bytes{0x30, 0x01}).ok());
  EXPECT_FALSE(cache.intern({}).ok());
}

TEST(CertificateCache, ThreadsShareOneCertificate) {
  CertificateCache cache;
  std::vector<x509::CertificatePtr> found(4);
  std::vector<std::thread> threads;
  for (x509::CertificatePtr& slot : found) {
    threads.emplace_back([&cache, &slot] {
      for (int i = 0; i < 100; ++i) slot = *cache.intern(der_of(kRoot));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const x509::CertificatePtr& certificate : found) EXPECT_EQ(certificate, found[0]);
}

}  // namespace certificate_cache_test
}  // namespace chainlint::formats
