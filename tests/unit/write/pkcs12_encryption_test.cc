#include "store_case.h"

namespace chainlint::write::store_test {
namespace pkcs12_encryption_test {

Store store(const std::string& name, const std::string& password = "fixture") {
  return Store(fixture("made/pfx-protection/" + name), {password});
}

void expect_encryption(const Store& file, const std::string& scheme, const std::string& kdf, const std::string& mac, std::uint64_t least) {
  EXPECT_FALSE(file.read.has_error());
  std::size_t encrypted = 0;
  for (const formats::Entry& entry : file.read.entries) {
    if (entry.kind == formats::EntryKind::private_key) {
      EXPECT_EQ(entry.key_state, formats::KeyState::unlocked);
    }
    if (!entry.protection) continue;
    ++encrypted;
    EXPECT_EQ(entry.protection->scheme, scheme);
    EXPECT_EQ(entry.protection->kdf, kdf);
    EXPECT_GE(entry.protection->iterations, least);
  }
  EXPECT_GT(encrypted, 0u);
  ASSERT_TRUE(file.read.facts.mac);
  EXPECT_EQ(file.read.facts.mac->mac, mac);
  EXPECT_GE(file.read.facts.mac->iterations, least);
  EXPECT_TRUE(file.read.facts.mac_verified);
}

TEST(Pkcs12Encryption, GoesToTripleDes) {
  for (const char* name : {"aes.pfx", "rc2.pfx", "no-mac.pfx", "few-iterations.pfx", "windows.pfx"}) {
    const Store file = store(name);
    const Store result = file.after(holding(file.certificates(), "", "3des"));
    SCOPED_TRACE(name);
    expect_encryption(result, "pbeWithSHAAnd3-KeyTripleDES-CBC", "PKCS12KDF-SHA1", "HMAC-SHA1", 2048);
    EXPECT_EQ(digests(result.certificates()), digests(file.certificates()));
  }
}

TEST(Pkcs12Encryption, GoesToAes) {
  for (const char* name : {"3des.pfx", "rc2.pfx", "no-mac.pfx"}) {
    const Store file = store(name);
    SCOPED_TRACE(name);
    expect_encryption(file.after(holding(file.certificates(), "", "aes-256")), "PBES2", "PBKDF2-SHA256", "HMAC-SHA256", 10000);
  }
}

TEST(Pkcs12Encryption, LeavesAFileThatIsAlreadySo) {
  EXPECT_EQ(*store("aes.pfx").rewritten(holding(store("aes.pfx").certificates(), "", "aes-256")), store("aes.pfx").octets);
  EXPECT_EQ(*store("3des.pfx").rewritten(holding(store("3des.pfx").certificates(), "", "3des")), store("3des.pfx").octets);
}

TEST(Pkcs12Encryption, GoesWithAnotherOrder) {
  const Store file = store("rc2.pfx");
  const auto wanted = reversed(file.certificates());
  const Store result = file.after(holding(wanted, "", "aes-256"));
  expect_encryption(result, "PBES2", "PBKDF2-SHA256", "HMAC-SHA256", 10000);
  EXPECT_EQ(digests(result.certificates()), digests(wanted));
}

TEST(Pkcs12Encryption, LeavesAKeyThatNothingOpens) {
  const Store file = store("key-alone-locked.pfx");
  EXPECT_EQ(file.refusal(holding(file.certificates(), "", "3des")), "rewrite-password");
  const Store both(file.octets, {"fixture", "another"});
  const Store result = both.after(holding(both.certificates(), "", "3des"));
  // Each part keeps the password that it had.
  EXPECT_EQ(Store(result.octets, {"fixture"}).entries(formats::EntryKind::private_key).at(0).key_state, formats::KeyState::locked);
  EXPECT_EQ(result.entries(formats::EntryKind::private_key).at(0).key_state, formats::KeyState::unlocked);
}

TEST(Pkcs12Encryption, KnowsItsNames) {
  const Store file = store("aes.pfx");
  EXPECT_EQ(file.refusal(holding(file.certificates(), "", "rot13")), "rewrite-unsupported");
}

TEST(Pkcs12Encryption, KeepsTheEmptyPassword) {
  const Store file(fixture("made/pfx-protection/no-password.pfx"), {});
  const Store result = file.after(holding(file.certificates(), "", "3des"));
  EXPECT_EQ(result.read.facts.password, file.read.facts.password);
}

TEST(Pkcs12Encryption, WorksForFilesOfOtherPrograms) {
  for (const char* name : {"certtool.p12", "keytool.p12", "openssl-legacy.pfx", "openssl-default.pfx", "python.p12"}) {
    const Store file(fixture(std::string("foreign/") + name), {"fixture"});
    SCOPED_TRACE(name);
    ASSERT_FALSE(file.read.has_error());
    const Store des = file.after(holding(file.certificates(), "", "3des"));
    expect_encryption(des, "pbeWithSHAAnd3-KeyTripleDES-CBC", "PKCS12KDF-SHA1", "HMAC-SHA1", 2048);
    expect_encryption(des.after(holding(file.certificates(), "", "aes-256")), "PBES2", "PBKDF2-SHA256", "HMAC-SHA256", 10000);
  }
}

}  // namespace pkcs12_encryption_test
}  // namespace chainlint::write::store_test
