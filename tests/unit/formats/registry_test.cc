// Registry exports of Windows' certificate stores.
#include <gtest/gtest.h>

#include "store_builder.h"

namespace chainlint::formats {
namespace registry_test {

using namespace openssl_samples;
using namespace store_builder;
using Strings = std::vector<std::string>;

constexpr std::string_view kHead = "Windows Registry Editor Version 5.00\r\n\r\n";
constexpr std::string_view kMachine = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\";

Bytes blob_of(std::string_view base64) { return element(32, der_of(base64)); }

// A key with its value.
std::string certificate_key(std::string_view path, std::string_view hash, const Bytes& blob) {
  return "[" + std::string(path) + std::string(hash) + "]\r\n\"Blob\"=hex:" + hex_value(blob) + "\r\n\r\n";
}

std::string leaf_in(std::string_view path) { return certificate_key(path, kLeafSha1, blob_of(kLeaf)); }

Container read_export(const std::string& keys) { return read_text(std::string(kHead) + keys); }

Entry only_entry(const Container& container) {
  EXPECT_EQ(container.entries.size(), 1u);
  return container.entries.empty() ? Entry() : container.entries[0];
}

TEST(RegistryExport, ReadsTheCertificateOfAKey) {
  const Container container = read_export(leaf_in(std::string(kMachine) + "ROOT\\Certificates\\"));
  EXPECT_EQ(container.format, Format::reg);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  const Entry entry = only_entry(container);
  EXPECT_EQ(entry.store, "Root");
  EXPECT_EQ(entry.store_location, "LocalMachine");
  EXPECT_EQ(entry.location.inner, "HKLM\\..\\ROOT\\" + std::string(kLeafSha1));
  EXPECT_EQ(entry.location.line, 4u);
  EXPECT_EQ(entry.location.end_line, 15u);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryExport, ReadsUtf16AndPlainLineFeeds) {
  std::string text = std::string(kHead) + leaf_in(std::string(kMachine) + "MY\\Certificates\\");
  std::erase(text, '\r');
  EXPECT_EQ(only_entry(read_text(text)).store, "My");
  std::string utf16 = "\xFF\xFE";
  for (char c : text) utf16 += {c, '\0'};
  const Container container = read_text(utf16);
  EXPECT_EQ(only_entry(container).location.line, 4u);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryExport, ReadsTheOldHeaderAndForeignSpelling) {
  const std::string text =
      "REGEDIT4\n\n; a comment\n[hkey_current_user\\software\\microsoft\\systemcertificates\\trustedPeople\\CERTIFICATES\\" +
      std::string(kLeafSha1) + "]\n  \"bLOB\" = HEX(3):" + hex_value(blob_of(kLeaf), "\n") + "\n";
  const Container container = read_text(text);
  EXPECT_EQ(only_entry(container).store, "TrustedPeople");
  EXPECT_EQ(only_entry(container).store_location, "CurrentUser");
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryExport, PropertiesMayBeOnEitherSideOfTheCertificate) {
  const Bytes blob = joined({element(11, wide("web")), element(32, der_of(kLeaf)), element(2, key_provider("box", "KSP", 0, 0x20, 0))});
  const Container container = read_export(certificate_key(std::string(kMachine) + "My\\Certificates\\", kLeafSha1, blob));
  const Entry entry = only_entry(container);
  EXPECT_EQ(entry.label, "web");
  ASSERT_TRUE(entry.windows_key.has_value());
  EXPECT_EQ(entry.windows_key->container, "box");
  EXPECT_TRUE(entry.windows_key->machine_keyset);
  EXPECT_EQ(codes_of(container), Strings{"windows-key-elsewhere"});
}

TEST(RegistryExport, WarnsOfAKeyThatIsNotNamedAsItsCertificate) {
  const Container container = read_export(certificate_key(std::string(kMachine) + "CA\\Certificates\\", kRootSha1, blob_of(kLeaf)));
  EXPECT_EQ(codes_of(container), Strings{"registry-thumbprint-mismatch"});
  EXPECT_EQ(diagnostic_of(container, "registry-thumbprint-mismatch").message, "the key is named '" + std::string(kRootSha1) +
                                                                                  "', but the SHA-1 of its content is " +
                                                                                  std::string(kLeafSha1) + "; Windows ignores such a key");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(RegistryExport, ReadsRevocationLists) {
  const Container container = read_export(certificate_key(std::string(kMachine) + "CA\\CRLs\\", kCrlSha1, element(33, der_of(kCrl))));
  EXPECT_EQ(container.count(EntryKind::crl), 1u);
  EXPECT_EQ(only_entry(container).location.inner, "HKLM\\..\\CA\\CRLs\\" + std::string(kCrlSha1));
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryExport, SaysWhoseStoreItIs) {
  const std::vector<std::array<std::string, 4>> keys = {
      {"HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\Certificates\\", "Root", "LocalMachine (group policy)",
       "HKLM\\..\\Policies\\..\\Root\\"},
      {"HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\EnterpriseCertificates\\NTAuth\\Certificates\\", "NTAuth", "LocalMachine (enterprise)",
       "HKLM\\..\\EnterpriseCertificates\\NTAuth\\"},
      {"HKEY_USERS\\S-1-5-18\\Software\\Microsoft\\SystemCertificates\\REMOTE DESKTOP\\Certificates\\", "Remote Desktop", "Users\\S-1-5-18",
       "HKU\\S-1-5-18\\..\\REMOTE DESKTOP\\"},
      {"HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\Services\\NTDS\\SystemCertificates\\MY\\Certificates\\", "My",
       "Services\\NTDS", "HKLM\\..\\Services\\NTDS\\..\\MY\\"},
      {"HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\SystemCertificates\\webhosting\\Certificates\\", "WebHosting", "LocalMachine",
       "HKLM\\..\\webhosting\\"},
      {"HKEY_LOCAL_MACHINE\\OFFSOFT\\Microsoft\\SystemCertificates\\Own Store\\Certificates\\", "Own Store",
       "LocalMachine (offline hive OFFSOFT)", "HKLM\\..\\Own Store\\"},
      {"HKEY_LOCAL_MACHINE\\OFFUSER\\Software\\Microsoft\\SystemCertificates\\CA\\Certificates\\", "CA",
       "CurrentUser (offline hive OFFUSER)", "HKLM\\..\\CA\\"},
  };
  for (const auto& [path, store, location, place] : keys) {
    const Entry entry = only_entry(read_export(leaf_in(path)));
    EXPECT_EQ(entry.store, store) << path;
    EXPECT_EQ(entry.store_location, location) << path;
    EXPECT_EQ(entry.location.inner, place + std::string(kLeafSha1));
  }
}

TEST(RegistryExport, PassesOverOtherKeysAndValues) {
  const std::string keys = "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Other]\r\n\"Blob\"=hex:zz\r\n@=\"two\r\nlines [not a key]\"\r\n" +
                           std::string("[") + std::string(kMachine) + "Root\\Certificates]\r\n\"Blob\"=hex:01\r\n" +
                           leaf_in(std::string(kMachine) + "Root\\Certificates\\") + "\"Flags\"=dword:00000001\r\n\"Path\"=\"C:\\\\x\"\r\n";
  const Container container = read_export(keys);
  EXPECT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryExport, NotesDeletionsAndValuesWithoutACertificate) {
  const std::string path = std::string(kMachine) + "Root\\Certificates\\" + std::string(kLeafSha1);
  const Container container = read_export("[-" + path + "]\r\n\"Blob\"=hex:zz\r\n[" + path +
                                          "]\r\n\"Blob\"=-\r\n\"Blob\"=hex:" + hex_value(element(11, wide("a"))) + "\r\n");
  EXPECT_EQ(codes_of(container), (Strings{"registry-deletion", "registry-deletion", "registry-no-object"}));
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(RegistryExport, AnExportOfOtherThingsIsAnError) {
  const Container container = read_export("[HKEY_CURRENT_USER\\Software\\Game]\r\n\"Level\"=dword:00000007\r\n");
  EXPECT_EQ(diagnostic_of(container, "registry-no-certificates").message,
            "registry export without a certificate store: it has 1 registry key, for example 'HKEY_CURRENT_USER\\Software\\Game'; stores "
            "are under "
            "'SystemCertificates'");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(RegistryExport, AnExportOfEmptyStoresIsRead) {
  const Container container = read_export("[" + std::string(kMachine) + "Root\\Certificates]\r\n\r\n");
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.status, ReadStatus::read);
}

}  // namespace registry_test
}  // namespace chainlint::formats
