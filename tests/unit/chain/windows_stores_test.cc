#include "chainlint/chain/windows_stores.h"

#include <algorithm>

#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/named_hash.h"
#include "store_case.h"

namespace chainlint::chain {
namespace windows_stores_test {

const std::string kCertificates = R"(
  root:  { subject: "CN=Example Root", ca: true }
  inter: { subject: "CN=Example CA 1", issuer: root, ca: true, signature: sha384 }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
  own:   { subject: "CN=intranet", ca: true, dns: [intranet] })";

formats::Entry entry(const x509::CertificatePtr& certificate, const std::string& store = "", const std::string& location = "LocalMachine") {
  formats::Entry made;
  made.kind = formats::EntryKind::certificate;
  made.certificate = certificate;
  made.store = store;
  if (!store.empty()) made.store_location = location;
  return made;
}

formats::Container container(std::vector<formats::Entry> entries, formats::Format format = formats::Format::reg) {
  formats::Container made;
  made.format = format;
  made.entries = std::move(entries);
  return made;
}

// "CA: inter, Root: root (AuthRoot)".
std::string content(const StoreCase& c, const WindowsStores& stores) {
  std::string text;
  for (const StoredCertificate& stored : stores.certificates) {
    text += (text.empty() ? "" : ", ") + std::string(to_string(stored.store)) + ": " + c.name_of(*stored.certificate);
    if (!stored.kept_in.empty()) text += " (" + stored.kept_in + ")";
    if (stored.archived) text += " archived";
    if (stored.imported) text += " imported";
  }
  return text;
}

std::string exported(const WindowsStores& stores) {
  std::string text;
  for (const StoreName store : kStoreNames.values()) text += stores.has_export(store) ? std::string(to_string(store)) + " " : "";
  return text;
}

TEST(WindowsStores, AnExportWithoutNamesGoesToTheStoreThatWasSaid) {
  StoreCase c(kCertificates);
  WindowsStores stores;
  stores.add(container({entry(c.certificate("inter")), entry(c.certificate("inter"))}, formats::Format::sst), StoreName::ca);
  EXPECT_EQ(content(c, stores), "CA: inter");
  EXPECT_EQ(exported(stores), "CA ");
}

TEST(WindowsStores, AnEmptyExportSaysThatTheStoreIsEmpty) {
  WindowsStores stores;
  stores.add(container({}, formats::Format::sst), StoreName::root);
  EXPECT_EQ(exported(stores), "Root ");
}

TEST(WindowsStores, ARegistryExportNamesItsStores) {
  StoreCase c(kCertificates);
  WindowsStores stores;
  stores.add(
      container({entry(c.certificate("leaf"), "My"), entry(c.certificate("root"), "AuthRoot"), entry(c.certificate("own"), "TrustedPeople"),
                 entry(c.certificate("inter"), "CA", "LocalMachine (offline hive OFFSOFT)")}),
      StoreName::ca);
  EXPECT_EQ(content(c, stores), "My: leaf, Root: root (AuthRoot), CA: inter");
  EXPECT_EQ(exported(stores), "My CA Root ");
}

TEST(WindowsStores, StoresOfUsersAndServicesDoNotCount) {
  StoreCase c(kCertificates);
  WindowsStores stores;
  stores.add(container({entry(c.certificate("inter"), "CA", "CurrentUser"), entry(c.certificate("root"), "Root", "Services\\NTDS")}));
  EXPECT_EQ(content(c, stores), "");
  EXPECT_EQ(exported(stores), "");
  EXPECT_EQ(stores.left_out, 2u);
}

TEST(WindowsStores, KeepsArchivedCertificatesAsSuch) {
  StoreCase c(kCertificates);
  formats::Entry old = entry(c.certificate("leaf"));
  old.archived = true;
  WindowsStores stores;
  stores.add(container({old}, formats::Format::sst), StoreName::my);
  EXPECT_EQ(content(c, stores), "My: leaf archived");
}

TEST(WindowsStores, TellsWhichStoresOfTheMachineAnExportNames) {
  StoreCase c(kCertificates);
  const NamedStores none = named_stores(container({entry(c.certificate("leaf"))}));
  EXPECT_FALSE(none.any);
  const NamedStores named =
      named_stores(container({entry(c.certificate("leaf"), "My", "CurrentUser"), entry(c.certificate("inter"), "CA")}));
  EXPECT_TRUE(named.any);
  EXPECT_EQ(named.stores, std::vector<StoreName>{StoreName::ca});
}

TEST(WindowsStores, KnowsTheNamesThatPeopleUse) {
  EXPECT_EQ(find_store("ca"), StoreName::ca);
  EXPECT_EQ(find_store("Intermediates"), StoreName::ca);
  EXPECT_EQ(find_store("PERSONAL"), StoreName::my);
  EXPECT_EQ(find_store("roots"), StoreName::root);
  EXPECT_EQ(find_store("untrusted"), StoreName::disallowed);
  EXPECT_FALSE(find_store("TrustedPeople"));
  EXPECT_FALSE(find_store(""));
}

TEST(WindowsStores, TheWizardSpreadsABundleOverTheStores) {
  StoreCase c(kCertificates);
  c.file({"leaf", "key(leaf)", "inter", "root"});
  EXPECT_EQ(content(c, after_import({}, c.bundle(), PfxImport::wizard)), "My: leaf imported, CA: inter imported, Root: root imported");
  EXPECT_EQ(content(c, after_import({}, c.bundle(), PfxImport::my_only)), "My: leaf imported, My: inter imported, My: root imported");
}

TEST(WindowsStores, TheWizardPutsWhatHasItsKeyIntoMy) {
  StoreCase c(kCertificates);
  EXPECT_EQ(content(c, after_import({}, c.file({"own", "key(own)"}).bundle(), PfxImport::wizard)), "My: own imported");
  EXPECT_EQ(content(c, after_import({}, c.file({"own"}).bundle(), PfxImport::wizard)), "Root: own imported");
}

TEST(WindowsStores, AnImportAddsNothingTwice) {
  StoreCase c(kCertificates);
  c.file({"leaf", "inter"}).store(StoreName::ca, {"inter"});
  const WindowsStores after = after_import(c.stores, c.bundle(), PfxImport::wizard);
  EXPECT_EQ(content(c, after), "CA: inter, My: leaf imported");
  EXPECT_EQ(exported(after), "CA ");
}

TEST(WindowsStores, APartOfAnExportIsThereAlready) {
  StoreCase c(kCertificates);
  formats::Bundle bundle{"machine.reg", {container({entry(c.certificate("leaf"), "My"), entry(c.certificate("inter"), "CA")})}};
  const WindowsStores after = after_import({}, bundle, PfxImport::wizard);
  EXPECT_EQ(content(c, after), "My: leaf, CA: inter");
  EXPECT_EQ(exported(after), "");
}

TEST(WindowsStores, TrustListsInDisallowedCountAndTheirSignersDoNot) {
  StoreCase c(kCertificates);
  auto list = std::make_shared<formats::TrustList>();
  const x509::CertificatePtr held = c.certificate("inter");
  const x509::Certificate& inter = *held;
  list->entries.push_back({crypto::named_hash("sha384", inter.tbs()), "", {}, {}, {}, {}, {}});
  formats::Entry holder;
  holder.kind = formats::EntryKind::trust_list;
  holder.trust_list = list;
  WindowsStores stores;
  stores.add(container({holder, entry(c.certificate("own"))}, formats::Format::ctl), StoreName::disallowed);
  EXPECT_EQ(content(c, stores), "");
  ASSERT_EQ(stores.disallowed_digests.size(), 1u);
  EXPECT_TRUE(names_disallowed(stores.disallowed_digests, inter));
  EXPECT_FALSE(names_disallowed(stores.disallowed_digests, *c.certificate("root")));
}

TEST(WindowsStores, EveryDigestOfACertificateNamesIt) {
  StoreCase c(kCertificates);
  const x509::CertificatePtr held = c.certificate("leaf");
  const x509::Certificate& leaf = *held;
  EXPECT_TRUE(names_disallowed({crypto::sha1(leaf.der())}, leaf));
  EXPECT_TRUE(names_disallowed({to_bytes(leaf.sha256())}, leaf));
  EXPECT_TRUE(names_disallowed({crypto::named_hash("sha256", leaf.tbs())}, leaf));
  EXPECT_TRUE(names_disallowed({crypto::named_hash("md5", leaf.public_key().key_octets)}, leaf));
  EXPECT_FALSE(names_disallowed({crypto::named_hash("md5", leaf.der())}, leaf));
}

}  // namespace windows_stores_test
}  // namespace chainlint::chain
