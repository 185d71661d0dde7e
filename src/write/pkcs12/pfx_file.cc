#include "pkcs12/pfx_file.h"

#include <utility>

#include "chainlint/asn1/definite.h"
#include "chainlint/asn1/oid.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

using namespace formats::pkcs12;

// Bytes that were joined from pieces, which may contain a key in the clear.
struct Joined {
  Bytes octets;
  Joined() = default;
  Joined(const Joined&) = delete;
  Joined& operator=(const Joined&) = delete;
  ~Joined() { wipe(octets.data(), octets.size()); }
};

template <class T>
Result<T> damaged(const asn1::Asn1Error& error) {
  return store_damaged(error.what);
}

constexpr auto kJavaTrusted = asn1::make_oid<2, 16, 840, 1, 113894, 746875, 1, 1>();

// What cannot be read of the attributes marks nothing; the bag is written unchanged.
bool is_marked_trusted(asn1::Asn1Reader bag) {
  const auto set = bag.expect(asn1::tag::kSet, "attributes of a bag are not a SET");
  if (!set) return false;
  asn1::Asn1Reader attributes = bag.enter(*set);
  while (!attributes.at_end()) {
    const auto attribute = attributes.expect(asn1::tag::kSequence, "bag attribute is not a SEQUENCE");
    if (!attribute) return false;
    asn1::Asn1Reader fields = attributes.enter(*attribute);
    const auto type = fields.expect(asn1::tag::kOid, "type of a bag attribute is not an OBJECT IDENTIFIER");
    if (type && equal(type->content, kJavaTrusted) && fields.next_is(asn1::tag::kSet)) return true;
  }
  return false;
}

// A SafeBag with what a rewriter must know of it.
asn1::Asn1Result<PfxBag> read_bag(const asn1::Element& element, const asn1::Asn1Reader& parent, const Limits& limits) {
  asn1::Asn1Reader reader = parent.enter(element);
  const auto type = reader.expect(asn1::tag::kOid, "type of a bag is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  const auto value = reader.expect(asn1::tag::context_constructed(0), "value of a bag is not tagged [0]");
  if (!value) return value.error();
  PfxBag bag;
  bag.type = bag_type(type->content);
  if (bag.type == BagType::certificate) {
    const auto typed = read_typed_value(reader.enter(*value), "CertBag is not a SEQUENCE");
    if (!typed) return typed.error();
    if (equal(typed->type, kX509Certificate)) {
      Bytes own;
      const auto der = asn1::read_octets(typed->value, asn1::Encoding::ber, own, limits);
      if (!der) return der.error();
      bag.certificate = to_bytes(*der);
      bag.trusted = is_marked_trusted(reader);
    }
  }
  auto encoded = asn1::definite_form(element, limits);
  if (!encoded) return encoded.error();
  bag.encoded = std::move(*encoded);
  return bag;
}

class PfxOpener {
 public:
  PfxOpener(formats::PasswordSearch& passwords, const RewriteOptions& options) : passwords_(passwords), options_(options) {}

  Result<PfxFile> open(ByteView original);

 private:
  std::optional<Error> check_mac(const asn1::Element& mac, const asn1::Asn1Reader& parent, ByteView content, PfxFile& file);
  std::optional<Error> open_safes(ByteView content, PfxFile& file);
  std::optional<Error> open_safe(asn1::Asn1Reader reader, PfxSafe& safe);
  Result<SecretBytes> decrypted(asn1::Asn1Reader content, PfxSafe& safe);
  std::optional<Error> read_bags(ByteView contents, PfxSafe& safe);

  formats::PasswordSearch& passwords_;
  const RewriteOptions& options_;
};

Result<PfxFile> PfxOpener::open(ByteView original) {
  asn1::Asn1Reader outer(original, asn1::Encoding::ber);
  const auto pfx = outer.expect(asn1::tag::kSequence, "PFX is not a SEQUENCE");
  if (!pfx) return damaged<PfxFile>(pfx.error());
  PfxFile file;
  file.size = pfx->encoded.size();
  asn1::Asn1Reader fields = outer.enter(*pfx);
  const auto version = fields.expect(asn1::tag::kInteger, "version of the PFX is not an INTEGER");
  if (!version) return damaged<PfxFile>(version.error());
  auto info = read_content_info(fields);
  if (!info) return damaged<PfxFile>(info.error());
  if (!equal(info->type, kData)) {
    return store_unsupported("the integrity of the PFX is protected with a signature, which only the signer can create");
  }
  const auto string = expect_octet_string(info->content, "content of the authSafe is not an OCTET STRING");
  if (!string) return damaged<PfxFile>(string.error());
  Joined own;
  const auto content = asn1::read_octets(*string, asn1::Encoding::ber, own.octets, options_.limits);
  if (!content) return damaged<PfxFile>(content.error());
  if (!fields.at_end()) {
    const auto mac = fields.expect(asn1::tag::kSequence, "macData is not a SEQUENCE");
    if (!mac) return damaged<PfxFile>(mac.error());
    if (const auto error = check_mac(*mac, fields, *content, file)) return *error;
  }
  if (const auto error = open_safes(*content, file)) return *error;
  return file;
}

std::optional<Error> PfxOpener::check_mac(const asn1::Element& mac, const asn1::Asn1Reader& parent, ByteView content, PfxFile& file) {
  file.mac.emplace();
  if (const auto error = read_mac_data(parent.enter(mac), options_.limits, *file.mac)) return store_damaged(error->what);
  const auto verified = passwords_.verify(file.mac->parameters, content);
  if (!verified) return store_not_ciphered(verified.error(), options_);
  if (!*verified) return store_locked(options_);
  file.mac_password = *passwords_.mac_candidate();
  return {};
}

std::optional<Error> PfxOpener::open_safes(ByteView content, PfxFile& file) {
  asn1::Asn1Reader reader(content, asn1::Encoding::ber);
  const auto sequence = reader.expect(asn1::tag::kSequence, "AuthenticatedSafe is not a SEQUENCE");
  if (!sequence) return store_damaged(sequence.error().what);
  asn1::Asn1Reader safes = reader.enter(*sequence);
  while (!safes.at_end()) {
    const auto element = safes.next();
    if (!element) return store_damaged(element.error().what);
    auto encoded = asn1::definite_form(*element, options_.limits);
    if (!encoded) return store_damaged(encoded.error().what);
    PfxSafe safe;
    safe.encoded = std::move(*encoded);
    if (auto error = open_safe(asn1::Asn1Reader(element->encoded, asn1::Encoding::ber), safe)) return error;
    file.safes.push_back(std::move(safe));
  }
  return {};
}

std::optional<Error> PfxOpener::open_safe(asn1::Asn1Reader reader, PfxSafe& safe) {
  auto info = read_content_info(reader);
  if (!info) return store_damaged(info.error().what);
  if (equal(info->type, kData)) {
    const auto string = expect_octet_string(info->content, "content of the safe is not an OCTET STRING");
    if (!string) return store_damaged(string.error().what);
    Joined own;
    const auto contents = asn1::read_octets(*string, asn1::Encoding::ber, own.octets, options_.limits);
    if (!contents) return store_damaged(contents.error().what);
    return read_bags(*contents, safe);
  }
  if (!equal(info->type, kEncryptedData)) {
    return store_unsupported("part of the PFX is encrypted to the holder of a private key, or of an unknown type");
  }
  const auto contents = decrypted(info->content, safe);
  if (!contents) return contents.error();
  return read_bags(*contents, safe);
}

Result<SecretBytes> PfxOpener::decrypted(asn1::Asn1Reader content, PfxSafe& safe) {
  const auto encrypted = read_encrypted_content(content);
  if (!encrypted) return store_damaged(encrypted.error().what);
  Bytes own;
  const auto ciphertext = asn1::read_octets(encrypted->ciphertext, asn1::Encoding::ber, own, options_.limits);
  if (!ciphertext) return store_damaged(ciphertext.error().what);
  if (encrypted->ciphertext.constructed()) {
    // An implicitly tagged string shows its kind to no general rule, so the pieces are joined here.
    safe.changed = true;
  }
  safe.algorithm = to_bytes(encrypted->algorithm.encoded);
  safe.version = to_bytes(encrypted->version);
  safe.attributes = to_bytes(encrypted->attributes);
  auto plaintext = passwords_.open(encrypted->algorithm, *ciphertext);
  if (!plaintext) return store_not_ciphered(plaintext.error(), options_);
  safe.password = *passwords_.last_candidate();
  return plaintext;
}

std::optional<Error> PfxOpener::read_bags(ByteView contents, PfxSafe& safe) {
  asn1::Asn1Reader reader(contents, asn1::Encoding::ber);
  const auto sequence = reader.expect(asn1::tag::kSequence, "SafeContents is not a SEQUENCE");
  if (!sequence) return store_damaged(sequence.error().what);
  asn1::Asn1Reader bags = reader.enter(*sequence);
  while (!bags.at_end()) {
    const auto element = bags.expect(asn1::tag::kSequence, "bag is not a SEQUENCE");
    if (!element) return store_damaged(element.error().what);
    auto bag = read_bag(*element, bags, options_.limits);
    if (!bag) return store_damaged(bag.error().what);
    if (bag->type == BagType::safe_contents) {
      return store_unsupported("bags are in a SafeContents inside another, which no tool in use writes; export the file again");
    }
    safe.bags.push_back(std::move(*bag));
  }
  return {};
}

}  // namespace

Result<PfxFile> open_pfx(ByteView original, formats::PasswordSearch& passwords, const RewriteOptions& options) {
  return PfxOpener(passwords, options).open(original);
}

}  // namespace chainlint::write
