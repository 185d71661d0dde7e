#include "file_maker.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "encoded_text.h"

namespace chainlint::mint {
namespace {

Result<EncodedItem> encode_key(const Item& item, const Materials& materials, const std::string& seed) {
  const auto& choice = materials.keys.choice(item.name);
  auto key = signing_key(choice);
  if (!key) return key.error();
  const bool rsa = choice.is_rsa();
  const bool fits =
      item.key_format == "pkcs8" || (item.key_format == "pkcs1" && rsa) || (item.key_format == "sec1" && choice.kind.front() == 'p');
  if (!fits) return Error{"key-format", fmt::format("a key of kind {} has no form {}", choice.kind, item.key_format), {}};
  const SecretBytes plain = item.key_format == "pkcs8" ? key->pkcs8() : key->traditional();
  if (!item.password) {
    return EncodedItem{item.key_format == "pkcs8" ? "PRIVATE KEY"
                       : rsa                      ? "RSA PRIVATE KEY"
                                                  : "EC PRIVATE KEY",
                       Bytes(plain.begin(), plain.end())};
  }
  if (item.key_format != "pkcs8") return Error{"key-format", "only a key in the form pkcs8 can be encrypted", {}};
  auto encrypted = crypto::encrypt_seeded("pbes2-aes256-sha256", plain, Password(*item.password), 2048, seed);
  if (!encrypted) return encrypted.error();
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& content) { content.raw(encrypted->algorithm).octet_string(encrypted->ciphertext); });
  return EncodedItem{"ENCRYPTED PRIVATE KEY", writer.take()};
}

Result<EncodedItem> encode_public_key(const Item& item, const Materials& materials) {
  auto key = signing_key(materials.keys.choice(item.name));
  if (!key) return key.error();
  return EncodedItem{"PUBLIC KEY", to_bytes(key->public_key_info())};
}

// CertificationRequest (RFC 2986 section 4) without attributes.
Result<EncodedItem> encode_request(const Item& item, const Materials& materials) {
  const auto& description = materials.descriptions.at(item.name);
  auto key = signing_key(description.key);
  if (!key) return key.error();
  asn1::DerWriter info;
  info.sequence([&](asn1::DerWriter& content) {
    content.integer(0).raw(description.subject).raw(key->public_key_info()).element(asn1::tag::context_constructed(0), {});
  });
  auto request = sign_structure(info.bytes(), *key, {description.hash, false, false});
  if (!request) return request.error();
  return EncodedItem{"CERTIFICATE REQUEST", std::move(*request)};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// Line ends, final newline, byte-order mark and encoding.
Bytes finish_text(std::string text, const FileDescription& file) {
  if (!file.final_newline && !text.empty() && text.back() == '\n') text.pop_back();
  if (file.line_end != "\n") replace_all(text, "\n", file.line_end);
  if (file.bom == "utf8") text.insert(0, "\xEF\xBB\xBF");
  if (file.bom != "utf16le" && file.bom != "utf16be") return to_bytes(as_bytes(text));
  return utf16("\xEF\xBB\xBF" + text, file.bom == "utf16be");
}

Result<std::string> pem_text(const std::vector<Item>& items, const Materials& materials, const std::string& seed) {
  std::string text;
  for (const auto& item : items) {
    if (item.kind == Item::Kind::text) {
      text += item.name;
      if (text.empty() || text.back() != '\n') text += '\n';
      continue;
    }
    auto encoded = encode_item(item, materials, seed);
    if (!encoded) return encoded.error();
    text += pem_block(item.label.value_or(encoded->label), encoded->der);
  }
  return text;
}

// A Kubernetes Secret, named like its file. Each entry is base64 of PEM.
Result<Bytes> make_secret(const FileDescription& file, const Materials& materials) {
  const std::string name = file.name.substr(file.name.rfind('/') + 1);
  std::string text = fmt::format("apiVersion: v1\nkind: Secret\nmetadata:\n  name: {}\n  namespace: {}\ntype: {}\ndata:\n",
                                 name.substr(0, name.find('.')), file.secret_namespace, file.secret_type);
  for (const auto& [entry, items] : file.entries) {
    auto pem = pem_text(items, materials, file.name + " " + entry);
    if (!pem) return pem.error();
    std::string encoded = base64_lines(as_bytes(*pem));
    encoded.erase(std::remove(encoded.begin(), encoded.end(), '\n'), encoded.end());
    text += fmt::format("  {}: {}\n", entry, encoded);
  }
  return to_bytes(as_bytes(text));
}

Result<Bytes> make_content(const FileDescription& file, const Materials& materials) {
  if (file.form == "hex") return file.octets;
  if (file.form == "text") return finish_text(file.text, file);
  if (file.form == "pem") return make_pem(file, materials);
  if (file.form == "sst") return make_sst(file, materials);
  if (file.form == "secret") return make_secret(file, materials);
  if (file.form == "concat") {
    Bytes all;
    for (const auto& part : file.parts) {
      const Bytes& octets = materials.files.at(part);
      all.insert(all.end(), octets.begin(), octets.end());
    }
    return all;
  }
  if (file.form == "pkcs7" || file.form == "pkcs12") {
    auto octets = file.form == "pkcs7" ? Result<Bytes>(make_pkcs7(file, materials)) : make_pkcs12(file, materials);
    if (octets && file.encoded) return finish_text(base64_lines(*octets), file);
    if (!octets || !file.armour) return octets;
    return finish_text(pem_block(file.form == "pkcs7" ? "PKCS7" : "PKCS12", *octets), file);
  }
  auto item = encode_item(file.items.front(), materials, file.name);
  if (!item) return item.error();
  return file.form == "der" ? item->der : finish_text(base64_lines(item->der), file);
}

}  // namespace

Result<EncodedItem> encode_item(const Item& item, const Materials& materials, const std::string& seed) {
  switch (item.kind) {
    case Item::Kind::certificate:
      return EncodedItem{"CERTIFICATE", materials.certificates.at(item.name)};
    case Item::Kind::crl:
      return EncodedItem{"X509 CRL", materials.crls.at(item.name)};
    case Item::Kind::key:
      return encode_key(item, materials, fmt::format("encryption of key {} in {}", item.name, seed));
    case Item::Kind::public_key:
      return encode_public_key(item, materials);
    case Item::Kind::request:
      return encode_request(item, materials);
    case Item::Kind::text:
      break;
  }
  return Error{"item-kind", "text has no encoding of its own", {}};
}

void put_before_lines(std::string& text, const std::string& prefix) {
  if (prefix.empty() || text.empty()) return;
  text.insert(0, prefix);
  for (auto at = text.find('\n'); at != std::string::npos && at + 1 < text.size(); at = text.find('\n', at + 1)) {
    text.insert(at + 1, prefix);
  }
}

Result<Bytes> make_pem(const FileDescription& file, const Materials& materials) {
  auto text = pem_text(file.items, materials, file.name);
  if (!text) return text.error();
  if (file.glued) replace_all(*text, "-----\n-----BEGIN", "----------BEGIN");
  const auto begin = text->find("-----BEGIN");
  if (file.hyphens && begin != std::string::npos) text->replace(begin, 5, *file.hyphens);
  put_before_lines(*text, file.prefix);
  if (file.encoded) text = base64_lines(as_bytes(*text));
  return finish_text(std::move(*text), file);
}

Result<Bytes> make_file(const FileDescription& file, const Materials& materials) {
  auto made = make_content(file, materials);
  if (!made) return made;
  Bytes octets = std::move(*made);
  if (file.truncate) {
    const auto kept = static_cast<std::size_t>(*file.truncate);
    if (kept > octets.size()) return Error{"truncate", fmt::format("the file has {} already", count_noun(octets.size(), "byte")), {}};
    octets.resize(kept);
  }
  for (auto offset : file.flip) {
    const auto at = static_cast<std::size_t>(offset);
    if (at >= octets.size()) return Error{"flip", fmt::format("no byte {} in a file of {}", at, count_noun(octets.size(), "byte")), {}};
    octets[at] ^= 1;
  }
  octets.insert(octets.end(), file.append.begin(), file.append.end());
  return octets;
}

}  // namespace chainlint::mint
