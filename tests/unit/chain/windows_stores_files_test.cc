// Stores built from files that Windows and others wrote.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "chainlint/chain/sending.h"
#include "chainlint/formats/reader.h"

namespace chainlint::chain {
namespace windows_stores_files_test {

namespace fs = std::filesystem;

class WindowsStoresFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* named = std::getenv("CHAINLINT_REALFILES");
    folder_ = (named != nullptr ? fs::path(named) : fs::path(CHAINLINT_SOURCE_DIR) / ".." / "shared" / "realfiles") / "files";
    if (!fs::exists(folder_)) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  }

  formats::Container read(const std::string& path) {
    std::ifstream file(folder_ / path, std::ios::binary);
    const Bytes content(std::istreambuf_iterator<char>(file), {});
    return formats::read_container(path, content, {}, cache_);
  }

  fs::path folder_;
  formats::CertificateCache cache_;
};

constexpr const char* kList = "Harvester57+Windows-RootCerts/out/disallowedcert.stl";
constexpr const char* kListed = "Harvester57+Windows-RootCerts/out/disallowedcert.sst";
constexpr const char* kRoots = "t0rik+winrootCAupdate/roots.sst";
constexpr const char* kGoogle = "Hakky54+sslcontext-kickstart/ayza/src/test/resources/p7b/google-com.p7b";
constexpr const char* kRootKeys = "dmcert+CertTool/root/R4RootCA.reg";
constexpr const char* kCrossKeys = "dmcert+CertTool/cross-sign/R4_RootCertificateAuthority.reg";

// python3 with cryptography finds 79 of the 80 as SHA-384 of the signed part (6) or MD5 of the public key (73), and cannot read the other.
TEST_F(WindowsStoresFiles, TheDisallowedListNamesTheCertificatesOfItsStore) {
  WindowsStores stores;
  stores.add(read(kList), StoreName::disallowed);
  EXPECT_TRUE(stores.certificates.empty());
  std::sort(stores.disallowed_digests.begin(), stores.disallowed_digests.end());
  std::size_t listed = 0;
  for (const formats::Entry& entry : read(kListed).entries) {
    if (entry.certificate) listed += names_disallowed(stores.disallowed_digests, *entry.certificate) ? 1 : 0;
  }
  EXPECT_EQ(listed, 80u);
  for (const formats::Entry& entry : read(kRootKeys).entries) {
    ASSERT_NE(entry.certificate, nullptr);
    EXPECT_FALSE(names_disallowed(stores.disallowed_digests, *entry.certificate));
  }
}

TEST_F(WindowsStoresFiles, AWholeRootStoreIsRead) {
  WindowsStores stores;
  stores.add(read(kRoots), StoreName::root);
  EXPECT_EQ(stores.certificates.size(), 434u);
  EXPECT_TRUE(stores.has_export(StoreName::root));
}

// One key for the machine and one for the user, both with the same certificate.
TEST_F(WindowsStoresFiles, OfARegistryExportOnlyTheMachineCounts) {
  WindowsStores stores;
  stores.add(read(kRootKeys));
  ASSERT_EQ(stores.certificates.size(), 1u);
  EXPECT_EQ(stores.certificates[0].store, StoreName::root);
  EXPECT_EQ(stores.left_out, 1u);
}

// What the machine would send for a certificate whose issuer is in CA by one export and whose root in Root by another.
TEST_F(WindowsStoresFiles, AnIntermediateAndItsRootComeFromDifferentExports) {
  WindowsStores stores;
  stores.add(read(kRootKeys));
  stores.add(read(kCrossKeys));
  ASSERT_EQ(stores.certificates.size(), 2u);
  const x509::Certificate &root = *stores.certificates[0].certificate, &inter = *stores.certificates[1].certificate;
  EXPECT_EQ(stores.certificates[1].store, StoreName::ca);
  EXPECT_TRUE(root.self_issued());
  EXPECT_EQ(inter.issuer().canonical(), root.subject().canonical());
}

// The file contains a root, GTS Root R1 as that root signed it, GTS CA 1C3 and the leaf, in this order. Windows has GTS Root R1 among its
// roots and ends there.
TEST_F(WindowsStoresFiles, ACrossCertificateIsNotSentWhereItsRootIsInRoot) {
  const formats::Bundle bundle{"google-com.p7b", {read(kGoogle)}};
  ASSERT_EQ(bundle.containers[0].count(formats::EntryKind::certificate), 4u);
  WindowsStores stores;
  stores.add(read(kRoots), StoreName::root);
  ChainRequest request;
  request.at = *Instant::parse("2023-01-01");
  crypto::SignatureVerifier verifier;
  const BundleAnalysis analysis = analyze(bundle, request, verifier);
  SendingInput input{bundle, analysis, request, &stores};
  const Sending sending = predict_sending(ServerFamily::store_engine, input, verifier);
  ASSERT_EQ(sending.certificates.size(), 2u);
  EXPECT_EQ(sending.certificates[1].certificate->subject().display(), "GTS CA 1C3");
  ASSERT_TRUE(sending.dropped_root);
  EXPECT_EQ(sending.dropped_root->certificate->subject().display(), "GTS Root R1");
  EXPECT_TRUE(sending.complete);
  EXPECT_TRUE(sending.alternatives.empty());
}

}  // namespace windows_stores_files_test
}  // namespace chainlint::chain
