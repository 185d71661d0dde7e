#include <algorithm>
#include <utility>

#include "chainlint/asn1/definite.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/encryption.h"
#include "pkcs12/pfx_file.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

using namespace formats::pkcs12;

constexpr auto kPbmac1 = asn1::make_oid<1, 2, 840, 113549, 1, 5, 14>();
constexpr std::uint32_t kExplicit = asn1::tag::context_constructed(0);
constexpr std::size_t kShortestSalt = 8;

SecretBytes oid_element(ByteView oid) { return asn1::der_element(asn1::tag::kOid, {oid}); }

// A ContentInfo of the type data (RFC 7292 section 4).
SecretBytes data_content(ByteView contents) {
  return asn1::der_element(asn1::tag::kSequence,
                           {oid_element(kData), asn1::der_element(kExplicit, {asn1::der_element(asn1::tag::kOctetString, {contents})})});
}

SecretBytes safe_contents(const PfxSafe& safe) {
  SecretBytes bags;
  for (const PfxBag& bag : safe.bags) bags.insert(bags.end(), bag.encoded.begin(), bag.encoded.end());
  return asn1::der_element(asn1::tag::kSequence, {bags});
}

Result<SecretBytes> write_safe(const PfxSafe& safe, const RewriteOptions& options, crypto::KdfBudget& budget) {
  if (!safe.changed) return safe.encoded;
  const SecretBytes contents = safe_contents(safe);
  if (!safe.password) return data_content(contents);
  asn1::Asn1Reader reader(safe.algorithm);
  const auto algorithm = x509::AlgorithmIdentifier::read(reader, "contentEncryptionAlgorithm");
  if (!algorithm) return store_damaged(algorithm.error().what);
  const auto ciphertext = crypto::encrypt(*algorithm, contents, safe.password->password, safe.password->form, budget);
  if (!ciphertext) return store_not_ciphered(ciphertext.error(), options);
  const SecretBytes info = asn1::der_element(asn1::tag::kSequence,
                                             {oid_element(kData), safe.algorithm, asn1::der_element(asn1::tag::context(0), {*ciphertext})});
  const SecretBytes data = asn1::der_element(asn1::tag::kSequence, {safe.version, info, safe.attributes});
  return asn1::der_element(asn1::tag::kSequence, {oid_element(kEncryptedData), asn1::der_element(kExplicit, {data})});
}

// The MacData over `content` (RFC 7292 section 4, RFC 9579). PBMAC1 has its salt in the algorithm; the outer one means nothing and stays.
Result<Bytes> write_mac(const PfxFile& file, ByteView content, const RewriteOptions& options, crypto::KdfBudget& budget) {
  const crypto::MacParameters& old = file.mac->parameters;
  x509::AlgorithmIdentifier identifier = old.digest_algorithm;
  const bool pbmac1 = equal(identifier.oid, kPbmac1);
  const auto renewed = pbmac1 ? crypto::renewed_algorithm(identifier) : Result<Bytes>(Bytes());
  const auto salt = pbmac1 ? Result<Bytes>(to_bytes(old.salt)) : crypto::random_octets(std::max(old.salt.size(), kShortestSalt));
  if (!renewed) return store_not_ciphered(renewed.error(), options);
  if (!salt) return salt.error();
  if (pbmac1) {
    asn1::Asn1Reader reader(*renewed);
    const auto read = x509::AlgorithmIdentifier::read(reader, "digestAlgorithm of the MAC");
    if (!read) return store_damaged(read.error().what);
    identifier = *read;
  }
  const formats::PasswordCandidate& candidate = *file.mac_password;
  const auto digest = crypto::compute_mac({identifier, {}, *salt, old.iterations}, content, candidate.password, candidate.form, budget);
  if (!digest) return store_not_ciphered(digest.error(), options);
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) {
    fields.sequence([&](asn1::DerWriter& info) {
      info.sequence([&](asn1::DerWriter& parts) { parts.oid(identifier.oid).raw(identifier.parameters); }).octet_string(*digest);
    });
    fields.octet_string(*salt);
    if (old.iterations != 1) fields.integer(static_cast<std::int64_t>(old.iterations));
  });
  return writer.take();
}

}  // namespace

Result<Bytes> write_pfx(const PfxFile& file, const RewriteOptions& options) {
  crypto::KdfBudget budget(options.limits);
  SecretBytes safes;
  for (const PfxSafe& safe : file.safes) {
    const auto written = write_safe(safe, options, budget);
    if (!written) return written.error();
    safes.insert(safes.end(), written->begin(), written->end());
  }
  const SecretBytes content = asn1::der_element(asn1::tag::kSequence, {safes});
  Bytes mac;
  if (file.mac) {
    auto made = write_mac(file, content, options, budget);
    if (!made) return made.error();
    mac = std::move(*made);
  }
  asn1::DerWriter version;
  version.integer(3);
  const SecretBytes pfx = asn1::der_element(asn1::tag::kSequence, {version.bytes(), data_content(content), mac});
  return Bytes(pfx.begin(), pfx.end());
}

}  // namespace chainlint::write
