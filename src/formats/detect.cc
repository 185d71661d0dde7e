#include "detect.h"

#include <algorithm>
#include <array>

#include "archive/unpack.h"
#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "der/der.h"
#include "embedded.h"
#include "foreign.h"
#include "java/bouncy_castle.h"
#include "java/java_keystore.h"
#include "json/json.h"
#include "kubernetes/kubernetes.h"
#include "pem/pem.h"
#include "text_input.h"
#include "trust/nss_certdata.h"
#include "trust/p11_kit.h"
#include "values/settings.h"
#include "windows/registry.h"
#include "windows/sst.h"
#include "xml/xml.h"

namespace chainlint::formats {
namespace {

template <std::size_t N>
bool begins_with(const FileInput& file, const std::array<std::uint8_t, N>& magic) {
  return file.raw.size() >= N && std::equal(magic.begin(), magic.end(), file.raw.begin());
}

std::string_view head(const FileInput& file) { return file.text.text.substr(0, DetectionLimits::kHeadBytes); }

std::string_view without_leading_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool is_jks(const FileInput& file) { return begins_with<4>(file, {0xFE, 0xED, 0xFE, 0xED}); }
bool is_jceks(const FileInput& file) { return begins_with<4>(file, {0xCE, 0xCE, 0xCE, 0xCE}); }
bool is_bks(const FileInput& file) {
  return begins_with<8>(file, {0, 0, 0, 2, 0, 0, 0, 20}) || begins_with<8>(file, {0, 0, 0, 1, 0, 0, 0, 20});
}
bool is_sqlite(const FileInput& file) { return as_text(file.raw).starts_with("SQLite format 3"); }
bool is_pvk(const FileInput& file) { return begins_with<4>(file, {0x1E, 0xF1, 0xB5, 0xB0}); }
// Bytes 12 to 15 of the header say whether a password protects the key.
bool is_encrypted_pvk(const FileInput& file) { return is_pvk(file) && file.raw.size() >= 16 && little_endian(file.raw, 12) != 0; }
bool is_auto_login_wallet(const FileInput& file) { return begins_with<4>(file, {0xA1, 0xF8, 0x4E, 0x36}); }
bool is_keychain(const FileInput& file) { return begins_with<8>(file, {'k', 'y', 'c', 'h', 0, 1, 0, 0}); }
// Berkeley DB 1.85, a hash table of version 2.
bool is_dbm(const FileInput& file) { return begins_with<8>(file, {0x00, 0x06, 0x15, 0x61, 0, 0, 0, 2}); }
bool is_archive_file(const FileInput& file) { return is_archive(file.raw); }
bool is_kdb(const FileInput& file) { return file.raw.size() > 16 && as_text(file.raw).substr(8, 7) == "X509KEY"; }

// EFI_CERT_X509_GUID opens an EFI_SIGNATURE_LIST.
bool is_efi_list(const FileInput& file) {
  return begins_with<16>(file, {0xA1, 0x59, 0xC0, 0xA5, 0xE4, 0x94, 0xA7, 0x4A, 0x87, 0xB5, 0xAB, 0x15, 0x5C, 0x2B, 0xF0, 0x72});
}

// A list of properties as in a store, without the store's header: identifier, 1, length.
bool is_property_list(const FileInput& file) {
  if (file.raw.size() < 12) return false;
  const std::uint32_t id = little_endian(file.raw, 0), size = little_endian(file.raw, 8);
  return id > 0 && id < 0x10000 && little_endian(file.raw, 4) == 1 && size <= file.raw.size() - 12;
}

bool is_der(const FileInput& file) {
  if (file.raw.size() < 2 || file.raw[0] != asn1::tag::kSequence) return false;
  const ByteView sample = file.raw.first(std::min<std::size_t>(file.raw.size(), 64));
  const bool printable_text =
      std::all_of(sample.begin(), sample.end(), [](std::uint8_t c) { return (c >= 0x20 && c < 0x7F) || (c >= '\t' && c <= '\r'); });
  return !printable_text;
}

bool is_registry_export(const FileInput& file) {
  const std::string_view text = without_leading_blanks(head(file));
  return text.starts_with("Windows Registry Editor Version 5.00") || text.starts_with("REGEDIT4");
}

// The line of "<<<<<<< " of a conflict that git left in the file; 0 where there is none.
std::uint32_t conflict_line(std::string_view text) {
  const std::size_t ours = find_line(text, "<<<<<<< "), middle = find_line(text, "=======", ours);
  if (find_line(text, ">>>>>>> ", middle) == std::string_view::npos) return 0;
  return static_cast<std::uint32_t>(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(ours), '\n'));
}

// In any other text, it is no concern of a reader of certificates.
bool is_conflict(const FileInput& file) {
  const std::string_view text = file.text.text;
  const bool material = text.find("-----BEGIN ") != std::string_view::npos || text.find("LS0tLS1CRUdJTi") != std::string_view::npos;
  return material && conflict_line(text) != 0;
}

bool is_json(const FileInput& file) { return looks_like_json(file.text.text); }
bool is_kubernetes(const FileInput& file) { return looks_like_manifest(file.text.text); }

bool is_xml(const FileInput& file) { return looks_like_xml(file.text.text); }

bool is_pem_file(const FileInput& file) { return is_pem(file.text.text); }

bool is_certdata(const FileInput& file) { return has_line(head(file), "BEGINDATA") || has_line(head(file), "CKA_CLASS"); }
bool is_p11_kit(const FileInput& file) { return has_line(head(file), "[p11-kit-object-v1]"); }

bool is_base64(const FileInput& file) {
  const std::string_view text = without_leading_blanks(file.text.text);
  if (!text.starts_with('M')) return false;  // the first character of an encoded SEQUENCE
  const bool base64 = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=' || c == ' ' ||
           (c >= '\t' && c <= '\r');
  });
  if (!base64) return false;
  // Words may have no other characters, either: "MIMEMagicFile /etc/apache2/magic".
  SecretBytes octets(base64_capacity(text));
  const std::size_t size = decode_base64(text, octets.data()).size;
  return begins_as_der(ByteView(octets).first(size));
}

// "0000  30 82 04 1f 30 82 ..." as 'certutil -encodehex' writes it.
bool is_hex_dump(const FileInput& file) {
  const std::string_view text = without_leading_blanks(head(file));
  const std::size_t offset = text.find_first_not_of('0');
  if (offset == std::string_view::npos || offset < 4 || (text[offset] != ' ' && text[offset] != '\t')) return false;
  return without_leading_blanks(text.substr(offset)).starts_with("30 8");
}

Location whole(const ReadContext& context) {
  Location where;
  where.path = context.path;
  return where;
}

void read_sst_file(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::sst;
  read_sst(file.raw, context, container, whole(context));
}

void read_der_file(const FileInput& file, ReadContext& context, Container& container) {
  read_der(file.raw, context, container, whole(context));
}

void read_pem_file(const FileInput& file, ReadContext& context, Container& container) {
  Location where = whole(context);
  where.line = 1;
  if (file.text.encoding == TextInput::Encoding::utf8_bom) {
    where.column = 1;
    report_warning(context, container, "pem-bom", "the file begins with a UTF-8 byte order mark", where);
  } else if (file.text.encoding != TextInput::Encoding::plain) {
    Diagnostic diagnostic{Severity::warning, "pem-utf16", "the file is in UTF-16", where};
    const bool big = file.text.encoding == TextInput::Encoding::utf16_be;
    diagnostic.found = file.text.has_bom ? "UTF-16" : big ? "UTF-16BE" : "UTF-16LE";
    report(context, container, std::move(diagnostic));
  }
  read_pem(file.text.text, context, container);
}

void read_conflict(const FileInput& file, ReadContext& context, Container& container) {
  Location where = whole(context);
  where.line = conflict_line(file.text.text);
  container.format = Format::pem;
  report_error(context, container, "pem-conflict", "unresolved merge conflict; nothing in the file was read", where);
}

void read_base64_file(const FileInput& file, ReadContext& context, Container& container) {
  const std::string_view text = file.text.text;
  SecretBytes octets(base64_capacity(text));
  const Base64Result result = decode_base64(text, octets.data());
  container.format = Format::base64;
  if (result.status != Base64Result::Status::ok) {
    report_error(context, container, "base64-damaged", "the base64 of this file has an incomplete last byte or continues after its padding",
                 whole(context));
    return;
  }
  const ByteView content = ByteView(octets).first(result.size);
  if (sniff_der(content) == DerKind::pfx) {
    report_warning(context, container, "pfx-base64", "the PKCS#12 file is encoded with base64", whole(context));
    read_der(content, context, container, whole(context));
    return;
  }
  report_note(context, container, "base64-bare", "base64 without BEGIN and END lines; Windows reads it, most servers do not",
              whole(context));
  read_der(content, context, container, whole(context));
  container.format = Format::base64;
}

// A PEM file as a whole in base64: what an encoded Secret is before it is decoded.
bool is_encoded_pem(const FileInput& file) {
  const std::string_view text = without_leading_blanks(file.text.text);
  return text.starts_with("LS0tLS1CRUdJTi") && decode_material(text).has_value();
}

void read_encoded_pem(const FileInput& file, ReadContext& context, Container& container) {
  const std::optional<SecretBytes> octets = decode_material(without_leading_blanks(file.text.text));
  Location where = whole(context);
  where.line = 1;
  report_warning(context, container, "pem-encoded-again", "the whole PEM file is encoded with base64", where);
  if (octets) read_embedded(*octets, Frame{.line = 1}, context, container);
  container.format = Format::pem;
}

constexpr std::string_view kPuttyKey = "PuTTY-User-Key-File-";

bool is_putty_key(const FileInput& file) { return file.text.text.starts_with(kPuttyKey); }

// puttygen writes the traditional form of RSA, ECDSA and DSA keys, which OpenSSL reads; those of Edwards curves have none.
void read_putty_key(const FileInput& file, ReadContext& context, Container& container) {
  const std::string_view line = file.text.text.substr(0, file.text.text.find_first_of("\r\n"));
  Entry key;
  key.kind = EntryKind::private_key;
  key.key_state = KeyState::unreadable;
  key.location = whole(context);
  key.description = "PuTTY private key";
  container.format = Format::pem;
  add_entry(std::move(key), context, container);
  Diagnostic diagnostic{Severity::warning, "key-putty", "private key of PuTTY, which TLS servers do not support", whole(context)};
  diagnostic.advice =
      line.find("ssh-ed") == std::string_view::npos
          ? "Convert it, and configure key.pem as the key: puttygen " + file_word(context.path) + " -O private-openssh -o key.pem"
          : "Reissue the certificate with a new key; puttygen cannot write an Ed25519 or Ed448 key for TLS.";
  report(context, container, std::move(diagnostic));
}

// Exact signatures first; then text formats, the weakest signs last.
constexpr std::array kRows = {
    FormatRow{"Microsoft serialized certificate store", [](const FileInput& file) { return is_sst(file.raw); }, read_sst_file, {}},
    FormatRow{"Java keystore (JKS)", is_jks, read_java_keystore, {}},
    FormatRow{"Java keystore (JCEKS)", is_jceks, read_java_keystore, {}},
    FormatRow{"Bouncy Castle keystore (BKS or UBER)", is_bks, read_bouncy_castle, {}},
    FormatRow{"NSS or other SQLite database", is_sqlite, nullptr,
              "Export the certificate and key: pk12util -o site.p12 -n NICKNAME -d FOLDER", InsideValue::passed_over},
    FormatRow{"NSS legacy database (cert8.db, key3.db)", is_dbm, nullptr,
              "Export the certificate and key: pk12util -o site.p12 -n NICKNAME -d dbm:FOLDER", InsideValue::passed_over},
    FormatRow{"encrypted Microsoft private key file (PVK)", is_encrypted_pvk, nullptr,
              "Convert it: openssl rsa -provider legacy -provider default -inform PVK -in % -out key.pem"},
    FormatRow{"Microsoft private key file (PVK)", is_pvk, nullptr, "Convert it: openssl rsa -inform PVK -in % -out key.pem"},
    FormatRow{"Oracle auto-login wallet (cwallet.sso)", is_auto_login_wallet, nullptr,
              "Check ewallet.p12 of the same wallet, or export the certificate: orapki wallet export -wallet FOLDER -dn DN -cert site.pem"},
    FormatRow{"macOS keychain", is_keychain, nullptr,
              "Export the certificate and key on macOS: security export -k % -t identities -f pkcs12 -o site.p12"},
    FormatRow{"archive inside another container", is_archive_file, nullptr, "Unpack it and check its files.", InsideValue::passed_over},
    FormatRow{"IBM key database (KDB)", is_kdb, nullptr,
              "Export it as PKCS#12: gskcapicmd -cert -export -db % -target site.p12 -target_type pkcs12"},
    FormatRow{"UEFI signature list", is_efi_list, nullptr, "Extract its certificates: sig-list-to-certs % certificate",
              InsideValue::passed_over},
    FormatRow{"Windows certificate property list (registry blob)", is_property_list, read_registry_blob, {}},
    FormatRow{"PuTTY private key", is_putty_key, read_putty_key, {}, InsideValue::passed_over},
    FormatRow{"DER", is_der, read_der_file, {}, InsideValue::der},
    FormatRow{"Windows registry export", is_registry_export, read_registry_export, {}},
    FormatRow{"unresolved merge conflict", is_conflict, read_conflict, {}},
    FormatRow{"JSON", is_json, read_json, {}},
    FormatRow{"Kubernetes manifest", is_kubernetes, read_kubernetes, {}},
    FormatRow{"XML", is_xml, read_xml, {}},
    FormatRow{"p11-kit file", is_p11_kit, read_p11_kit, {}},
    FormatRow{"PEM", is_pem_file, read_pem_file, {}, InsideValue::pem},
    FormatRow{"NSS certdata.txt", is_certdata, read_nss_certdata, {}},
    FormatRow{"base64 of PEM", is_encoded_pem, read_encoded_pem, {}, InsideValue::passed_over},
    FormatRow{"settings with base64", has_encoded_settings, read_encoded_settings, {}, InsideValue::passed_over},
    FormatRow{"base64", is_base64, read_base64_file, {}, InsideValue::passed_over},
    FormatRow{"hexadecimal dump by certutil", is_hex_dump, nullptr, "Convert it on Windows: certutil -decodehex % site.der",
              InsideValue::passed_over},
};

}  // namespace

Diagnostic unsupported_format(const FormatRow& row, const Location& where) {
  Diagnostic diagnostic{Severity::error, "format-unsupported", "unsupported format: " + std::string(row.name), where};
  const std::string file = file_word(where.path);
  for (const char c : row.advice) diagnostic.advice += c == '%' ? file : std::string(1, c);
  return diagnostic;
}

std::span<const FormatRow> format_rows() { return kRows; }

}  // namespace chainlint::formats
