#include "chainlint/formats/pem_repair.h"

#include <algorithm>
#include <array>
#include <string>

#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "der/der.h"
#include "embedded.h"
#include "pem/pem_body.h"
#include "pem/pem_header.h"
#include "pem/pem_label.h"
#include "pem/pem_scanner.h"
#include "pem/pem_transport.h"
#include "text_input.h"
#include "values/settings.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kColumns = 64;  // RFC 7468 section 2

constexpr std::array<std::string_view, 29> kCodes = {"pem-blank-lines",
                                                     "pem-blanks",
                                                     "pem-bom",
                                                     "pem-boundary",
                                                     "pem-carriage-return",
                                                     "pem-double-carriage-return",
                                                     "pem-doubled-line-ends",
                                                     "pem-encoded-again",
                                                     "pem-escaped-newlines",
                                                     "pem-glued-blocks",
                                                     "pem-headers",
                                                     "pem-indented",
                                                     "pem-key-label",
                                                     "pem-key-trailing-data",
                                                     "pem-label-mismatch",
                                                     "pem-nul-byte",
                                                     "pem-one-line",
                                                     "pem-padding",
                                                     "pem-quoted",
                                                     "pem-stray-characters",
                                                     "pem-utf16",
                                                     "pem-end-mismatch",
                                                     "pem-end-missing",
                                                     "pem-end-without-begin",
                                                     "pem-trailing-data",
                                                     "pem-transport",
                                                     "kubernetes-base64",
                                                     "kubernetes-double-base64",
                                                     "kubernetes-value-not-pem"};

// Writes the blocks of one text one after another.
class PemRepair {
 public:
  explicit PemRepair(const Limits& limits) : limits_(limits) {}

  bool read(ByteView file, std::size_t layer);
  SecretBytes take() { return std::move(out_); }
  bool empty() const { return out_.empty(); }

 private:
  bool read_block(const PemBlock& block, std::size_t layer);
  std::optional<SecretBytes> decode(std::string_view body) const;
  void put(std::string_view text) { out_.insert(out_.end(), text.begin(), text.end()); }
  void put_block(std::string_view label, const PemHeader* header, ByteView content);

  const Limits& limits_;
  SecretBytes out_;
};

std::optional<SecretBytes> PemRepair::decode(std::string_view body) const {
  if (body.size() / 4 * 3 > 2 * limits_.pem_block_bytes) return std::nullopt;
  SecretBytes octets(base64_capacity(body));
  Base64Result result = decode_base64(body, octets.data());
  if (result.status == Base64Result::Status::bad_character) {
    const SecretBytes ascii = ascii_of(body);
    result = decode_base64(as_text(ascii), octets.data());
  }
  if (result.status != Base64Result::Status::ok || result.size == 0) return std::nullopt;
  octets.resize(result.size);
  return octets;
}

void PemRepair::put_block(std::string_view label, const PemHeader* header, ByteView content) {
  put("-----BEGIN ");
  put(label);
  put("-----\n");
  if (header != nullptr) {
    put("Proc-Type: 4,ENCRYPTED\nDEK-Info: ");
    put(header->cipher);
    put(",");
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (const std::uint8_t octet : header->iv) {
      out_.push_back(static_cast<std::uint8_t>(kDigits[octet >> 4]));
      out_.push_back(static_cast<std::uint8_t>(kDigits[octet & 15]));
    }
    put("\n\n");
  }
  const SecretBytes body = base64_text(content, kColumns);
  put(as_text(body));
  put("-----END ");
  put(label);
  put("-----\n");
}

// A certificate or key without the bytes that follow it in its block.
ByteView without_trailing_data(DerKind kind, ByteView content) {
  if (kind != DerKind::certificate && !is_private_key(kind)) return content;
  asn1::Asn1Reader reader(content);
  const auto object = reader.next();
  return object ? object->encoded : content;
}

bool is_whole(ByteView object) {
  asn1::Asn1Reader reader(object, asn1::Encoding::ber);
  return reader.next() && reader.at_end();
}

bool PemRepair::read_block(const PemBlock& block, std::size_t layer) {
  const LabelKind label = kind_of_label(block.label);
  const SecretBytes unquoted = block.quoted_lines() ? without_quotation(block.body) : SecretBytes();
  const PemHeader header = read_pem_header(block.quoted_lines() ? as_text(unquoted) : block.body);
  const std::optional<SecretBytes> content = decode(header.rest);
  if (!content) return false;
  const bool plain = !header.encrypted;
  if (block.end != PemBlock::End::matched && !(plain && is_whole(*content))) return false;
  if (label == LabelKind::foreign || !plain) {
    if (!plain && !header.iv_valid) return false;
    put_block(block.label, plain ? nullptr : &header, *content);
    return true;
  }
  const DerKind kind = sniff_der(*content);
  const bool free_form = label == LabelKind::openssh_key || label == LabelKind::parameters || label == LabelKind::ec_parameters;
  if (!free_form && (kind == DerKind::unknown || kind == DerKind::broken)) {
    return layer < PemLimits::kBase64Layers && read(*content, layer + 1);
  }
  std::string_view wanted = free_form ? std::string_view() : label_of(kind, block.label);
  if (wanted.empty() || (kind == DerKind::pkcs8 && label_of_algorithm(*content) == block.label)) wanted = block.label;
  if (label == LabelKind::certificate && kind == DerKind::certificate) wanted = "CERTIFICATE";
  put_block(wanted, nullptr, without_trailing_data(kind, *content));
  return true;
}

// Whether the text before an END line without a BEGIN line may be an object, which a repair would drop.
bool loses_object(PemScanner& scanner) {
  const std::optional<StrayEnd> end = scanner.take_stray_end();
  return end && !end->is_remainder();
}

bool PemRepair::read(ByteView file, std::size_t layer) {
  const TextInput text(file);
  if (const auto transport = undo_transport(text.text)) return layer < PemLimits::kBase64Layers && read(transport->plain, layer + 1);
  PemScanner scanner(text.text);
  bool any = false;
  while (const auto block = scanner.next()) {
    if (loses_object(scanner) || !read_block(*block, layer)) return false;
    any = true;
  }
  if (any) return !loses_object(scanner);
  if (scanner.take_stray_end()) return false;
  const DerKind kind = sniff_der(file);
  if (kind != DerKind::unknown && kind != DerKind::broken) {
    const std::string_view label = label_of(kind, "");
    if (label.empty() || !is_whole(file)) return false;
    put_block(label, nullptr, file);
    return true;
  }
  if (layer >= PemLimits::kBase64Layers) return false;
  const std::optional<SecretBytes> decoded = decode_material(text.text);
  return decoded && read(*decoded, layer + 1);
}

// But for the lines that OpenSSL writes between blocks.
bool has_setting(std::string_view text) {
  constexpr std::array<std::string_view, 6> kOfOpenssl = {"subject", "issuer", "serial", "depth", "notBefore", "notAfter"};
  return any_setting(text, [&](const Setting& setting, std::uint32_t) {
    return std::find(kOfOpenssl.begin(), kOfOpenssl.end(), setting.name) == kOfOpenssl.end();
  });
}

}  // namespace

bool has_settings(ByteView file) {
  const TextInput text(file);
  PemScanner scanner(text.text);
  std::size_t done = 0;
  while (const auto block = scanner.next()) {
    const std::string_view between = text.text.substr(done, block->begin_at - done);
    const bool string = block->opens_string() && !trimmed(between, " \t\r\n\"'`,;").empty();
    if (string || block->assigned() || has_setting(between)) return true;
    done = block->end_at;
  }
  return done > 0 && has_setting(text.text.substr(done));
}

bool is_repairable(std::string_view code) { return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end(); }

std::optional<SecretBytes> repaired_pem(ByteView file, const Limits& limits) {
  PemRepair repair(limits);
  if (!repair.read(file, 1) || repair.empty()) return std::nullopt;
  return repair.take();
}

}  // namespace chainlint::formats
