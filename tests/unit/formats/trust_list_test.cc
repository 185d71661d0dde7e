// Microsoft's certificate trust lists.
#include <gtest/gtest.h>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "store_builder.h"

namespace chainlint::formats {
namespace trust_list_test {

using namespace openssl_samples;
using namespace store_builder;
using Strings = std::vector<std::string>;

constexpr auto kSignedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 2>();
constexpr auto kTrustList = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 1>();
constexpr auto kRootList = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 3, 9>();
constexpr auto kSha1 = asn1::make_oid<1, 3, 14, 3, 2, 26>();

template <std::uint64_t N>
Bytes property_attribute(const Bytes& value) {
  constexpr auto oid = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 11, N>();
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& attribute) {
    attribute.oid(oid).nested(asn1::tag::kSet, [&](asn1::DerWriter& values) { values.octet_string(value); });
  });
  return writer.take();
}

Bytes list_entry(const Bytes& digest, const Bytes& attributes = {}) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& entry) {
    entry.octet_string(digest);
    if (!attributes.empty()) entry.element(asn1::tag::kSet, attributes);
  });
  return writer.take();
}

Bytes list_of(const Bytes& entries, ByteView usage = kRootList, ByteView algorithm = kSha1) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) {
    fields.sequence([&](asn1::DerWriter& usages) { usages.oid(usage); });
    fields.octet_string(wide("Roots")).integer(0x1401).time(Instant(1700000000)).time(Instant(1800000000));
    fields.sequence([&](asn1::DerWriter& identifier) { identifier.oid(algorithm).null(); });
    fields.element(asn1::tag::kSequence, entries);
  });
  return writer.take();
}

Bytes signed_list(const Bytes& list, const Bytes& certificates) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& info) {
    info.oid(kSignedData).nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& content) {
      content.sequence([&](asn1::DerWriter& fields) {
        fields.integer(1).element(asn1::tag::kSet, {}).sequence([&](asn1::DerWriter& inner) {
          inner.oid(kTrustList);
          if (!list.empty()) inner.element(asn1::tag::context_constructed(0), list);
        });
        if (!certificates.empty()) fields.element(asn1::tag::context_constructed(0), certificates);
        fields.element(asn1::tag::kSet, {});
      });
    });
  });
  return writer.take();
}

const TrustList& list_in(const Container& container) {
  static const TrustList none;
  for (const Entry& entry : container.entries) {
    if (entry.trust_list) return *entry.trust_list;
  }
  ADD_FAILURE() << "no trust list";
  return none;
}

TEST(TrustList, IsAnEntryWithTheCertificatesOfItsSigner) {
  const Bytes entries = joined({list_entry(Bytes(20, 0x11)), list_entry(Bytes(20, 0x22))});
  const Container container = read_octets_as_file(signed_list(list_of(entries), joined({der_of(kLeaf), der_of(kRoot)})));
  EXPECT_EQ(container.format, Format::ctl);
  EXPECT_EQ(container.status, ReadStatus::read);
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::trust_list);
  EXPECT_EQ(container.entries[0].description, "certificate trust list, 2 entries");
  EXPECT_EQ(container.entries[1].description, "signer of the trust list");
  EXPECT_EQ(container.entries[2].kind, EntryKind::certificate);
  EXPECT_EQ(codes_of(container), Strings{"trust-list"});
  EXPECT_EQ(container.diagnostics[0].message,
            "certificate trust list of trusted roots, 2 entries: it identifies certificates by hash, and certificates beside the list "
            "belong to its signer");
}

TEST(TrustList, KeepsTheFieldsOfTheList) {
  const Container container = read_octets_as_file(signed_list(list_of(list_entry(Bytes(20, 0x11))), {}));
  const TrustList& list = list_in(container);
  EXPECT_TRUE(list.lists_roots());
  EXPECT_FALSE(list.lists_disallowed());
  EXPECT_EQ(list.identifier, "Roots");
  EXPECT_EQ(list.sequence_number, (Bytes{0x14, 0x01}));
  EXPECT_EQ(list.this_update, Instant(1700000000));
  EXPECT_EQ(list.next_update, Instant(1800000000));
  EXPECT_EQ(list.digests, TrustListDigest::sha1);
  EXPECT_EQ(container.entries[0].description, "certificate trust list, 1 entry");
}

TEST(TrustList, KeepsWhatItSaysOfACertificate) {
  // serverAuth; codeSigning; 2021-07-31 and 2017-04-30 as FILETIME, computed by Python.
  const Bytes server = {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};
  const Bytes code = {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x03};
  const Bytes disallowed = {0x00, 0xC0, 0x5E, 0x01, 0x9F, 0x85, 0xD7, 0x01}, not_before = {0x00, 0x00, 0xD9, 0xB5, 0x44, 0xC1, 0xD2, 0x01};
  const Bytes attributes = joined({property_attribute<11>(wide("Some Root")), property_attribute<9>(server), property_attribute<122>(code),
                                   property_attribute<104>(disallowed), property_attribute<126>(not_before),
                                   property_attribute<127>(server), property_attribute<20>({1, 2, 3})});
  const Container container = read_octets_as_file(signed_list(list_of(list_entry(Bytes(20, 0x11), attributes)), {}));
  const TrustListEntry* entry = list_in(container).find(Bytes(20, 0x11), Bytes(32, 0));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->friendly_name, "Some Root");
  EXPECT_EQ(entry->usages, Strings{"1.3.6.1.5.5.7.3.1"});
  EXPECT_EQ(entry->removed_usages, Strings{"1.3.6.1.5.5.7.3.3"});
  EXPECT_EQ(entry->distrusted_from->date(), "2021-07-31");
  EXPECT_EQ(entry->not_before_limit->date(), "2017-04-30");
  EXPECT_EQ(entry->limited_usages, Strings{"1.3.6.1.5.5.7.3.1"});
  EXPECT_EQ(codes_of(container), Strings{"trust-list"});
}

TEST(TrustList, FindsByTheHashThatTheListHas) {
  constexpr auto sha256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 1>();
  constexpr auto signature_hash = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 11, 15>();
  const Container by_sha256 = read_octets_as_file(signed_list(list_of(list_entry(Bytes(32, 7)), kRootList, sha256), {}));
  EXPECT_NE(list_in(by_sha256).find(Bytes(20, 7), Bytes(32, 7)), nullptr);
  EXPECT_EQ(list_in(by_sha256).find(Bytes(20, 7), Bytes(32, 8)), nullptr);
  const Container by_signature = read_octets_as_file(signed_list(list_of(list_entry(Bytes(32, 7)), kRootList, signature_hash), {}));
  EXPECT_EQ(list_in(by_signature).digests, TrustListDigest::signature);
  EXPECT_EQ(list_in(by_signature).find(Bytes(20, 7), Bytes(32, 7)), nullptr);
}

TEST(TrustList, UnreadableEntryIsAnErrorAndTheOthersAreKept) {
  const Bytes bad_attribute = list_entry(Bytes(20, 0x22), property_attribute<104>({1, 2, 3}));
  const Bytes no_digest = {0x30, 0x02, 0x05, 0x00};
  const Container container = read_octets_as_file(
      signed_list(list_of(joined({list_entry(Bytes(20, 0x11)), bad_attribute, no_digest, list_entry(Bytes(20, 0x33))})), {}));
  EXPECT_EQ(list_in(container).entries.size(), 3u);
  EXPECT_EQ(codes_of(container), (Strings{"trust-list", "trust-list-damaged", "trust-list-damaged"}));
  EXPECT_EQ(container.diagnostics[1].location.inner, "entry 2");
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(TrustList, WithoutContentIsAnEntryOfAnotherKindAndAnError) {
  for (const Bytes& content : {Bytes{}, Bytes{0x05, 0x00}, Bytes{0x30, 0x00}}) {
    const Container container = read_octets_as_file(signed_list(content, der_of(kLeaf)));
    ASSERT_EQ(container.entries.size(), 2u);
    EXPECT_EQ(container.entries[0].kind, EntryKind::other);
    EXPECT_EQ(codes_of(container), Strings{"trust-list-unreadable"});
    EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  }
}

TEST(TrustList, LimitsItsEntries) {
  Limits limits;
  limits.certificates_per_file = 3;
  Bytes entries;
  for (int i = 0; i < 5; ++i) entries = joined({entries, list_entry(Bytes(20, 0x11))});
  const Container container = read_octets_as_file(signed_list(list_of(entries), {}), {}, limits);
  EXPECT_EQ(list_in(container).entries.size(), 3u);
  EXPECT_TRUE(
      diagnostic_of(container, "trust-list-damaged").message.starts_with("entry 4 of the certificate trust list: too many entries"));
}

TEST(TrustList, IsReadInASerializedStore) {
  const Bytes list = signed_list(list_of(list_entry(Bytes(20, 0x11))), der_of(kLeaf));
  const Container container =
      read_octets_as_file(joined({{0, 0, 0, 0, 'C', 'E', 'R', 'T'}, element(11, wide("ours")), element(34, list), Bytes(12, 0)}));
  EXPECT_EQ(container.format, Format::sst);
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].label, "ours");
  EXPECT_EQ(container.entries[0].location.inner, "element 1");
  EXPECT_EQ(container.entries[1].description, "signer of the trust list");
}

}  // namespace trust_list_test
}  // namespace chainlint::formats
