// PKCS#12 (RFC 7292): each run of keys and each run of certificates of the description is one safe.
#include <fmt/format.h>

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/digest.h"
#include "encoded_text.h"
#include "file_maker.h"

namespace chainlint::mint {
namespace {

constexpr auto kData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 1>();
constexpr auto kEncryptedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 6>();
constexpr auto kKeyBag = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1, 1>();
constexpr auto kShroudedKeyBag = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1, 2>();
constexpr auto kCertBag = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1, 3>();
constexpr auto kCrlBag = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1, 4>();
constexpr auto kX509Certificate = asn1::make_oid<1, 2, 840, 113549, 1, 9, 22, 1>();
constexpr auto kX509Crl = asn1::make_oid<1, 2, 840, 113549, 1, 9, 23, 1>();
constexpr auto kFriendlyName = asn1::make_oid<1, 2, 840, 113549, 1, 9, 20>();
constexpr auto kLocalKeyId = asn1::make_oid<1, 2, 840, 113549, 1, 9, 21>();
constexpr auto kProviderName = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 17, 1>();

class Pkcs12Maker {
 public:
  Pkcs12Maker(const FileDescription& file, const Materials& materials) : file_(file), materials_(materials) {}

  Result<Bytes> make() {
    asn1::DerWriter safes;
    for (std::size_t at = 0; at < file_.items.size();) {
      const bool keys = is_key(at);
      std::size_t end = at;
      while (end < file_.items.size() && is_key(end) == keys) ++end;
      auto safe = make_safe(at, end, keys);
      if (!safe) return safe;
      safes.raw(*safe);
      at = end;
    }
    const Bytes authenticated = asn1::DerWriter().element(asn1::tag::kSequence, safes.bytes()).take();
    Bytes mac;
    if (file_.mac != "none") {
      auto iterations = static_cast<std::uint64_t>(file_.mac_iterations.value_or(file_.iterations));
      auto made = crypto::mac_data_seeded(file_.mac, authenticated, Password(*file_.password), iterations, "mac of " + file_.name);
      if (!made) return made;
      mac = std::move(*made);
    }
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& pfx) { pfx.integer(3).raw(data_info(authenticated)).raw(mac); });
    return writer.take();
  }

 private:
  bool is_key(std::size_t i) const { return file_.items[i].kind == Item::Kind::key; }

  static Bytes data_info(const Bytes& octets) {
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& info) {
      info.oid(kData).nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& content) { content.octet_string(octets); });
    });
    return writer.take();
  }

  Result<crypto::SeededEncryption> encrypt(const std::string& scheme, const Bytes& plain, const std::string& password,
                                           std::size_t number) const {
    return crypto::encrypt_seeded(scheme, plain, Password(password), static_cast<std::uint64_t>(file_.iterations),
                                  fmt::format("encryption {} in {}", number, file_.name));
  }

  // The ContentInfo that contains the items [begin, end).
  Result<Bytes> make_safe(std::size_t begin, std::size_t end, bool keys) {
    asn1::DerWriter bags;
    for (std::size_t i = begin; i < end; ++i) {
      auto bag = keys ? key_bag(i) : Result<Bytes>(stored_bag(file_.items[i]));
      if (!bag) return bag;
      bags.raw(*bag);
    }
    const Bytes contents = asn1::DerWriter().element(asn1::tag::kSequence, bags.bytes()).take();
    if (keys || file_.cert_encryption == "none") return data_info(contents);
    auto encrypted = encrypt(file_.cert_encryption, contents, *file_.password, begin);
    if (!encrypted) return encrypted.error();
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& info) {
      info.oid(kEncryptedData).nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& explicit_content) {
        explicit_content.sequence([&](asn1::DerWriter& data) {
          data.integer(0).sequence([&](asn1::DerWriter& content) {
            content.oid(kData).raw(encrypted->algorithm).element(asn1::tag::context(0), encrypted->ciphertext);
          });
        });
      });
    });
    return writer.take();
  }

  Result<Bytes> key_bag(std::size_t number) const {
    const Item& item = file_.items[number];
    auto key = signing_key(materials_.keys.choice(item.name));
    if (!key) return key.error();
    const SecretBytes secret = key->pkcs8();
    const Bytes plain(secret.begin(), secret.end());
    if (file_.key_encryption == "none") return bag(kKeyBag, plain, item);
    auto encrypted = encrypt(file_.key_encryption, plain, item.password.value_or(*file_.password), number);
    if (!encrypted) return encrypted.error();
    asn1::DerWriter info;
    info.sequence([&](asn1::DerWriter& content) { content.raw(encrypted->algorithm).octet_string(encrypted->ciphertext); });
    return bag(kShroudedKeyBag, info.bytes(), item);
  }

  Bytes stored_bag(const Item& item) const {
    const bool crl = item.kind == Item::Kind::crl;
    const Bytes& der = crl ? materials_.crls.at(item.name) : materials_.certificates.at(item.name);
    asn1::DerWriter value;
    value.sequence([&](asn1::DerWriter& content) {
      content.oid(crl ? ByteView(kX509Crl) : ByteView(kX509Certificate));
      content.nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& octets) { octets.octet_string(der); });
    });
    return bag(crl ? ByteView(kCrlBag) : ByteView(kCertBag), value.bytes(), item);
  }

  Bytes bag(ByteView type, const Bytes& value, const Item& item) const {
    auto attributes = bag_attributes(item);
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& content) {
      content.oid(type).element(asn1::tag::context_constructed(0), value);
      if (!attributes.empty()) content.set_of(attributes);
    });
    return writer.take();
  }

  std::vector<Bytes> bag_attributes(const Item& item) const {
    std::vector<Bytes> attributes;
    auto add = [&](ByteView type, const Bytes& values) {
      asn1::DerWriter writer;
      writer.sequence([&](asn1::DerWriter& attribute) { attribute.oid(type).element(asn1::tag::kSet, values); });
      attributes.push_back(writer.take());
    };
    if (item.friendly_name) add(kFriendlyName, asn1::DerWriter().text(asn1::tag::kBmpString, *item.friendly_name).take());
    if (Bytes id = local_key_id(item); !id.empty()) add(kLocalKeyId, asn1::DerWriter().octet_string(id).take());
    if (item.provider) add(kProviderName, asn1::DerWriter().text(asn1::tag::kBmpString, *item.provider).take());
    for (const auto& attribute : item.attributes) add(attribute.oid, attribute.values);
    return attributes;
  }

  // As OpenSSL does it: a key and its certificate, where both are here, have the SHA-1 of the certificate.
  Bytes local_key_id(const Item& item) const {
    if (item.local_key_id) return *item.local_key_id;
    if (!file_.local_key_ids || item.kind == Item::Kind::crl) return {};
    const auto wanted = item.kind == Item::Kind::key ? Item::Kind::certificate : Item::Kind::key;
    const bool paired = std::any_of(file_.items.begin(), file_.items.end(),
                                    [&](const Item& other) { return other.kind == wanted && other.name == item.name; });
    return paired ? crypto::sha1(materials_.certificates.at(item.name)) : Bytes();
  }

  const FileDescription& file_;
  const Materials& materials_;
};

}  // namespace

Result<Bytes> make_pkcs12(const FileDescription& file, const Materials& materials) { return Pkcs12Maker(file, materials).make(); }

}  // namespace chainlint::mint
