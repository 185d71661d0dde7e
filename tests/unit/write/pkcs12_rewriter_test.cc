#include "chainlint/asn1/reader.h"
#include "store_case.h"

namespace chainlint::write::store_test {
namespace pkcs12_rewriter_test {

Store store(const std::string& name) { return Store(fixture("made/pfx-protection/" + name), {"fixture"}); }

// Where `part` is in `bytes`: key bags outside encrypted safes are to be seen in the file.
bool contains(ByteView octets, ByteView part) {
  return std::search(octets.begin(), octets.end(), part.begin(), part.end()) != octets.end();
}

// The encrypted key of a file that OpenSSL wrote: the safe in the clear ends the authenticated safe, before the MAC.
void expect_same_keys(const Store& before, const Store& after) {
  const auto old = before.entries(formats::EntryKind::private_key);
  const auto now = after.entries(formats::EntryKind::private_key);
  ASSERT_EQ(old.size(), now.size());
  for (std::size_t i = 0; i < old.size(); ++i) {
    EXPECT_EQ(old[i].key_state, now[i].key_state);
    ASSERT_EQ(old[i].key.has_value(), now[i].key.has_value());
    if (old[i].key) {
      EXPECT_EQ(old[i].key->public_canonical, now[i].key->public_canonical);
    }
    EXPECT_EQ(old[i].label, now[i].label);
    EXPECT_EQ(old[i].local_key_id, now[i].local_key_id);
  }
}

TEST(Pkcs12Rewriter, LeavesAFileThatIsAlreadySo) {
  const Store file = store("aes.pfx");
  EXPECT_EQ(*file.rewritten(holding(file.certificates())), file.octets);
}

TEST(Pkcs12Rewriter, ReordersInEveryEncryption) {
  for (const char* name : {"aes.pfx", "3des.pfx", "rc2.pfx", "no-mac.pfx", "few-iterations.pfx", "windows.pfx"}) {
    const Store file = store(name);
    const auto wanted = reversed(file.certificates());
    const Store result = file.after(holding(wanted));
    EXPECT_FALSE(result.read.has_error()) << name;
    EXPECT_EQ(digests(result.certificates()), digests(wanted)) << name;
    EXPECT_EQ(result.read.facts.mac.has_value(), file.read.facts.mac.has_value()) << name;
    EXPECT_EQ(result.read.facts.mac_verified, file.read.facts.mac_verified) << name;
    expect_same_keys(file, result);
  }
}

TEST(Pkcs12Rewriter, KeepsAlgorithmsAndIterations) {
  for (const char* name : {"aes.pfx", "rc2.pfx", "few-iterations.pfx"}) {
    const Store file = store(name);
    const Store result = file.after(holding({file.certificates().at(0)}));
    const auto old = file.entries(formats::EntryKind::certificate).at(0).protection;
    const auto now = result.entries(formats::EntryKind::certificate).at(0).protection;
    ASSERT_TRUE(old && now) << name;
    EXPECT_EQ(now->scheme, old->scheme) << name;
    EXPECT_EQ(now->cipher, old->cipher) << name;
    EXPECT_EQ(now->iterations, old->iterations) << name;
    EXPECT_EQ(now->salt_bytes, old->salt_bytes) << name;
    EXPECT_EQ(result.read.facts.mac->mac, file.read.facts.mac->mac) << name;
    EXPECT_EQ(result.read.facts.mac->iterations, file.read.facts.mac->iterations) << name;
  }
}

TEST(Pkcs12Rewriter, SaltsAfresh) {
  const Store file = store("aes.pfx");
  const ContainerEdit edit = holding(reversed(file.certificates()));
  EXPECT_NE(*file.rewritten(edit), *file.rewritten(edit));
}

TEST(Pkcs12Rewriter, KeepsTheBytesOfAKeyThatNoPasswordOpens) {
  const Store file = store("key-alone-locked.pfx");
  ASSERT_EQ(file.entries(formats::EntryKind::private_key).at(0).key_state, formats::KeyState::locked);
  const Bytes result = *file.rewritten(holding({file.certificates().at(0)}));
  // The shrouded key: SEQUENCE, its algorithm and the ciphertext, as `openssl asn1parse -strparse` shows it in the second safe.
  const Store opened(result, {"fixture", "another"});
  EXPECT_EQ(opened.entries(formats::EntryKind::private_key).at(0).key_state, formats::KeyState::unlocked);
  EXPECT_TRUE(contains(result, ByteView(file.octets).subspan(file.octets.size() - 400, 200)));
}

TEST(Pkcs12Rewriter, KeepsNamesAndKeyIds) {
  const Store file = store("windows.pfx");
  const Store result = file.after(holding(reversed(file.certificates())));
  const auto certificates = result.entries(formats::EntryKind::certificate);
  EXPECT_EQ(certificates.at(1).label, "www");
  EXPECT_EQ(result.entries(formats::EntryKind::private_key).at(0).windows_key->provider, "Microsoft Software Key Storage Provider");
}

TEST(Pkcs12Rewriter, AddsAPlainBag) {
  const Store file = store("aes.pfx");
  auto wanted = file.certificates();
  wanted.push_back(stranger());
  const Store result = file.after(holding(wanted));
  EXPECT_EQ(result.certificates().back()->sha256(), stranger()->sha256());
  EXPECT_EQ(result.entries(formats::EntryKind::certificate).back().label, "");
  EXPECT_EQ(result.certificates().size(), wanted.size());
}

TEST(Pkcs12Rewriter, MovesACertificateOverTheBordersOfSafes) {
  const Store file(fixture("made/pfx-protection/windows.pfx"), {"fixture"});
  auto wanted = file.certificates();
  wanted.insert(wanted.begin(), stranger());
  EXPECT_EQ(file.after(holding(wanted)).certificates().size(), wanted.size());
}

TEST(Pkcs12Rewriter, TakesAllCertificatesOut) {
  const Store result = store("aes.pfx").after(holding({}));
  EXPECT_EQ(result.certificates().size(), 0u);
  EXPECT_EQ(result.entries(formats::EntryKind::private_key).at(0).key_state, formats::KeyState::unlocked);
  EXPECT_EQ(result.after(holding({stranger()})).certificates().size(), 1u);
}

TEST(Pkcs12Rewriter, WantsThePassword) {
  const Store without(fixture("made/pfx-protection/aes.pfx"), {});
  EXPECT_EQ(without.refusal(holding({stranger()})), "rewrite-password");
  const Store wrong(fixture("made/pfx-protection/aes.pfx"), {"wrong"});
  EXPECT_EQ(wrong.refusal(holding({stranger()})), "rewrite-password");
}

TEST(Pkcs12Rewriter, KeepsTheEmptyPassword) {
  const Store file(fixture("made/pfx-protection/no-password.pfx"), {});
  const Store result = file.after(holding(reversed(file.certificates())));
  EXPECT_EQ(result.read.facts.password, file.read.facts.password);
  EXPECT_TRUE(result.read.facts.mac_verified);
}

TEST(Pkcs12Rewriter, RefusesADamagedFile) {
  const Store file(fixture("made/pfx-protection/aes.pfx"), {"fixture"});
  const Store cut(Bytes(file.octets.begin(), file.octets.end() - 300), {"fixture"});
  EXPECT_EQ(cut.refusal(holding({stranger()})), "rewrite-damaged");
}

TEST(Pkcs12Rewriter, HasNoUnits) {
  const Store file = store("aes.pfx");
  EXPECT_EQ(file.refusal(holding(file.certificates(), "www")), "rewrite-unit");
}

}  // namespace pkcs12_rewriter_test
}  // namespace chainlint::write::store_test
