// Microsoft's serialized certificate store, element by element.
#include <gtest/gtest.h>

#include "store_builder.h"

namespace chainlint::formats {
namespace sst_test {

using namespace openssl_samples;
using namespace store_builder;
using Strings = std::vector<std::string>;

const Bytes kHeader = {0, 0, 0, 0, 'C', 'E', 'R', 'T'};
const Bytes kEnd(12, 0);

Container read_store(std::initializer_list<Bytes> elements) {
  Bytes data = kHeader;
  for (const Bytes& part : elements) data.insert(data.end(), part.begin(), part.end());
  return read_octets_as_file(data);
}

TEST(Sst, ReadsCertificatesAndRevocationLists) {
  const Container container = read_store({element(32, der_of(kLeaf)), element(33, der_of(kCrl)), element(32, der_of(kRoot)), kEnd});
  EXPECT_EQ(container.format, Format::sst);
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kLeafSha256), std::string(kRootSha256)}));
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(container.entries[1].kind, EntryKind::crl);
  EXPECT_EQ(container.entries[2].location.inner, "element 3");
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Sst, EmptyStoreIsRead) {
  const Container container = read_store({kEnd});
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Sst, PropertiesBelongToTheCertificateAfterThem) {
  const Container container =
      read_store({element(11, wide("my site")), element(19, {}), element(32, der_of(kLeaf)), element(32, der_of(kRoot)), kEnd});
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].label, "my site");
  EXPECT_EQ(container.entries[0].description, "archived certificate");
  EXPECT_TRUE(container.entries[0].archived);
  EXPECT_EQ(container.entries[1].label, "");
  EXPECT_EQ(container.entries[1].description, "certificate");
  EXPECT_FALSE(container.entries[1].archived);
}

TEST(Sst, NamesTheProviderOfTheKey) {
  const Container container = read_store({element(2, key_provider("box", "CSP", 12, 0x20, 1)), element(32, der_of(kLeaf)),
                                          element(2, key_provider("crate", "KSP", 0, 0, 0)), element(32, der_of(kRoot)), kEnd});
  ASSERT_EQ(container.entries.size(), 2u);
  const WindowsKey& old = *container.entries[0].windows_key;
  EXPECT_EQ(old.provider, "CSP");
  EXPECT_EQ(old.container, "box");
  EXPECT_EQ(old.key_spec, "AT_KEYEXCHANGE");
  EXPECT_TRUE(old.machine_keyset);
  EXPECT_EQ(container.entries[1].windows_key->key_spec, "CNG");
  EXPECT_FALSE(container.entries[1].windows_key->machine_keyset);
  EXPECT_EQ(diagnostic_of(container, "windows-key-elsewhere").message,
            "the private key is in provider 'CSP', container 'box', not in this file");
}

TEST(Sst, OffsetsOutsideThePropertyAreHarmless) {
  const Bytes info = joined({word(0xFFFFFFFF), word(29), word(0), word(0), word(0), word(0), word(0), {'x', 0}});
  const Container container = read_store({element(2, info), element(32, der_of(kLeaf)), kEnd});
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(codes_of(container), Strings{"windows-property-damaged"});
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Sst, TellsTheDatesOfDistrust) {
  // (datetime(2021, 7, 31) - datetime(1601, 1, 1)) in units of 100 nanoseconds, and the same for 2017-04-30, both by Python.
  const Bytes disallowed = {0x00, 0xC0, 0x5E, 0x01, 0x9F, 0x85, 0xD7, 0x01}, not_before = {0x00, 0x00, 0xD9, 0xB5, 0x44, 0xC1, 0xD2, 0x01};
  const Container container = read_store(
      {element(104, disallowed), element(126, not_before), element(32, der_of(kLeaf)), element(104, {}), element(32, der_of(kRoot)), kEnd});
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].description,
            "certificate, distrusted from 2021-07-31, not trusted for certificates issued after 2017-04-30");
  EXPECT_EQ(container.entries[1].description, "certificate");
}

TEST(Sst, TellsWhatACertificateIsDisabledFor) {
  // openssl asn1parse -genstr: an empty SEQUENCE; clientAuth; serverAuth; serverAuth and clientAuth.
  const Bytes none = {0x30, 0x00}, client = {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02};
  const Bytes server = {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};
  const Bytes both = {0x30, 0x14, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03,
                      0x01, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02};
  const auto disabled = [](std::uint32_t property, const Bytes& usages) {
    const Container container = read_store({element(property, usages), element(32, der_of(kRoot)), kEnd});
    EXPECT_EQ(codes_of(container), Strings{});
    return container.entries.at(0).disabled_for;
  };
  EXPECT_EQ(disabled(9, none), "all purposes");
  EXPECT_EQ(disabled(9, client), "server authentication");
  EXPECT_EQ(disabled(9, server), "");
  EXPECT_EQ(disabled(9, both), "");
  EXPECT_EQ(disabled(122, server), "server authentication");
  EXPECT_EQ(disabled(122, client), "");
  const Container two = read_store({element(9, none), element(32, der_of(kRoot)), element(32, der_of(kLeaf)), kEnd});
  EXPECT_EQ(two.entries.at(0).description, "certificate, disabled for all purposes");
  EXPECT_EQ(two.entries.at(1).disabled_for, "");
}

TEST(Sst, ReadsOnAfterAnElementOfAnUnknownKind) {
  const Container container = read_store({element(0xFFFF, {1, 2, 3}), element(32, der_of(kLeaf)), kEnd});
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Sst, ChecksTheHashProperties) {
  // openssl x509 -in leaf.pem -noout -fingerprint -sha1
  const Bytes right = {0xD8, 0x38, 0xB7, 0x81, 0x53, 0x92, 0xB6, 0x4C, 0xBC, 0x89,
                       0x3F, 0x01, 0x29, 0xA9, 0x6F, 0x5B, 0x24, 0x8D, 0xAF, 0x6F};
  EXPECT_EQ(codes_of(read_store({element(3, right), element(32, der_of(kLeaf)), kEnd})), Strings{});
  const Container wrong = read_store({element(3, right), element(32, der_of(kRoot)), kEnd});
  EXPECT_EQ(diagnostic_of(wrong, "windows-hash-mismatch").severity, Severity::warning);
  EXPECT_EQ(wrong.status, ReadStatus::read);
}

TEST(Sst, CutElementIsAnErrorAndTheRestIsKept) {
  Bytes cut = element(32, der_of(kRoot));
  cut.resize(cut.size() - 7);
  const Container container = read_store({element(32, der_of(kLeaf)), cut});
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  const std::size_t size = der_of(kRoot).size();
  EXPECT_EQ(diagnostic_of(container, "sst-truncated").message,
            "element 2 needs " + std::to_string(size) + " bytes; " + std::to_string(size - 7) + " are left");
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(Sst, LengthPastFourGigabytesIsAnError) {
  const Container container = read_store({joined({word(32), word(1), word(0xFFFFFFFF), {1, 2, 3}})});
  EXPECT_EQ(diagnostic_of(container, "sst-truncated").message, "element 1 needs 4294967295 bytes; 3 are left");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Sst, WarnsOfAMissingEndAndOfDataAfterIt) {
  EXPECT_EQ(codes_of(read_store({element(32, der_of(kLeaf))})), Strings{"sst-no-end"});
  EXPECT_EQ(codes_of(read_store({element(32, der_of(kLeaf)), kEnd, {1, 2, 3}})), Strings{"trailing-data"});
}

TEST(Sst, DamagedCertificateIsAnEntryAndAnError) {
  const Container container = read_store({element(32, {0x30, 0x01}), element(32, der_of(kLeaf)), kEnd});
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::other);
  EXPECT_EQ(diagnostic_of(container, "certificate-unreadable").location.inner, "element 1");
  EXPECT_EQ(container.status, ReadStatus::partial);
}

}  // namespace sst_test
}  // namespace chainlint::formats
