#include "pem.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base64.h"
#include "chainlint/base/text.h"
#include "pem_header.h"
#include "pem_label.h"
#include "pem_scanner.h"

namespace chainlint {
namespace {

constexpr std::size_t kSkippedLabels = 10;  // named in the note; more are only counted

// Reads the blocks of one text one after another.
class PemReader {
 public:
  PemReader(ReadContext& context, Container& container) : context_(context), container_(container) {}

  void read(std::string_view text);

 private:
  Location at(const PemBlock& block) const;
  void once(const char* code, Severity severity, std::string message, const Location& where);
  void report_shape(const PemBlock& block);
  void read_block(const PemBlock& block);
  bool report_mismatch(const PemBlock& block, LabelKind label);
  std::optional<std::size_t> decode(const PemBlock& block, std::string_view body);
  void read_encrypted(const PemBlock& block, const PemHeader& header, ByteView ciphertext, Entry entry);
  void read_object(const PemBlock& block, LabelKind label, ByteView object);
  void read_certificate(ByteView object, DerKind kind, LabelKind label, Entry entry);
  void skip(const PemBlock& block);
  void finish(const PemScanner& scanner);

  ReadContext& context_;
  Container& container_;
  SecretBytes buffer_;  // decoded octets of the block at hand; may hold a private key
  Bytes ec_parameters_;
  std::set<std::string_view> reported_;
  std::vector<std::string> skipped_;
  std::size_t skipped_count_ = 0;
  std::optional<Location> first_skipped_;
  std::size_t blocks_ = 0, pkcs7_ = 0, pfx_ = 0;
};

Location PemReader::at(const PemBlock& block) const {
  Location where;
  where.path = context_.path;
  where.line = block.line;
  where.end_line = block.end_line;
  return where;
}

void PemReader::once(const char* code, Severity severity, std::string message, const Location& where) {
  if (reported_.insert(code).second) report(context_, container_, severity, code, std::move(message), where);
}

void PemReader::report_shape(const PemBlock& block) {
  Location where = at(block);
  where.end_line.reset();
  where.column = block.column;
  if (block.glued) {
    once("pem-glued-blocks", Severity::warning,
         "a block begins on the line on which another one ends; OpenSSL and others lose blocks there", where);
  }
  if (block.indented) once("pem-indented", Severity::warning, "blocks are indented; OpenSSL finds none of them", where);
  if (block.bad_boundary) {
    report_warning(context_, container_, "pem-boundary",
                   fmt::format("a boundary of the block {} does not end with five dashes", in_quotes(block.label)), where);
  }
}

// The line and column of an octet of the block's body.
Location place_in(const PemBlock& block, const char* octet, Location where) {
  std::uint32_t line = block.line;
  std::uint32_t column = static_cast<std::uint32_t>(block.column + 16 + block.label.size());
  for (const char* c = block.body.data(); c < octet; ++c) {
    const bool crlf = *c == '\r' && c + 1 < octet && c[1] == '\n';
    if ((*c == '\n' || *c == '\r') && !crlf) {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  where.line = line;
  where.end_line.reset();
  where.column = column;
  return where;
}

std::string show_character(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet < 0x7F ? fmt::format("'{}'", c) : fmt::format("octet 0x{:02X}", octet);
}

std::optional<std::size_t> PemReader::decode(const PemBlock& block, std::string_view body) {
  const std::size_t limit = context_.options.limits.pem_block_bytes;
  const Location where = at(block);
  if (body.size() / 4 * 3 > limit * 2) {
    report_error(context_, container_, "pem-block-too-large",
                 fmt::format("block of {} characters; at most {} octets are read", body.size(), limit), where);
    return std::nullopt;
  }
  if (buffer_.size() < base64_capacity(body)) buffer_.resize(base64_capacity(body));
  const Base64Result result = decode_base64(body, buffer_.data());
  if (result.status == Base64Result::Status::bad_character) {
    const char* octet = body.data() + result.error_offset;
    report_error(context_, container_, "pem-base64",
                 fmt::format("{} is not base64; the block {} was not read", show_character(*octet), in_quotes(block.label)),
                 place_in(block, octet, where));
    return std::nullopt;
  }
  if (result.status == Base64Result::Status::bad_length) {
    report_error(context_, container_, "pem-base64",
                 fmt::format("the base64 of the block {} ends in the middle of an octet", in_quotes(block.label)),
                 place_in(block, body.data() + body.size(), where));
    return std::nullopt;
  }
  if (result.size > limit) {
    report_error(context_, container_, "pem-block-too-large", fmt::format("block of {} octets; at most {} are read", result.size, limit),
                 where);
    return std::nullopt;
  }
  if (result.size == 0) {
    report_error(context_, container_, "pem-empty", fmt::format("the block {} is empty", in_quotes(block.label)), where);
    return std::nullopt;
  }
  if (result.padding_wrong) {
    once("pem-padding", Severity::warning, "the base64 padding is missing or too long; OpenSSL refuses such a block", where);
  }
  if (result.escaped_newlines) {
    once("pem-escaped-newlines", Severity::warning, "line ends are written as the two characters \\n; no server reads such a file", where);
  } else if (block.one_line) {
    once("pem-one-line", Severity::warning, "a boundary and the base64 share one line; OpenSSL does not find such a block", where);
  }
  return result.size;
}

void PemReader::read_encrypted(const PemBlock& block, const PemHeader& header, ByteView ciphertext, Entry entry) {
  entry.kind = EntryKind::private_key;
  if (!header.iv_valid) {
    entry.key_state = KeyState::unreadable;
    if (const Entry* added = add_entry(std::move(entry), context_, container_)) {
      report_error(context_, container_, "key-unreadable",
                   fmt::format("the DEK-Info header of the block {} has no initialization vector in hexadecimal", in_quotes(block.label)),
                   added->location);
    }
    return;
  }
  Protection protection;
  protection.scheme = "DEK-Info";
  protection.cipher = printable(header.cipher);
  protection.kdf = "EVP_BytesToKey-MD5";
  protection.iterations = 1;
  protection.salt_bytes = std::min<std::size_t>(header.iv.size(), 8);
  OpenedKey opened;
  for (const PasswordCandidate& candidate : context_.candidates) {
    if (candidate.form != PasswordForm::standard) continue;
    auto plaintext = decrypt_pem(header.cipher, header.iv, ciphertext, candidate.password);
    if (plaintext && is_private_key(sniff_der(*plaintext))) {
      opened.key = std::move(*plaintext);
      opened.use = candidate.use;
      break;
    }
    if (!plaintext && plaintext.error().code != "decrypt-failed") {
      opened.error = plaintext.error();
      protection.supported = plaintext.error().code != "encryption-unsupported";
      break;
    }
  }
  entry.protection = std::move(protection);
  add_opened_key(opened, ec_parameters_, std::move(entry), context_, container_);
}

void PemReader::read_certificate(ByteView object, DerKind kind, LabelKind label, Entry entry) {
  if (label == LabelKind::trusted_certificate) {
    entry.trusted_certificate = true;
    once("pem-trusted-label", Severity::warning, "the label 'TRUSTED CERTIFICATE' is OpenSSL's own; Go and others skip such a block",
         entry.location);
    Asn1Reader reader(object);
    auto certificate = reader.next();
    if (certificate && !reader.at_end() && read_trust_attributes(reader.rest(), entry)) object = certificate->encoded;
  }
  if (kind == DerKind::certificate) {
    Asn1Reader reader(object);
    auto certificate = reader.next();
    if (certificate && !reader.at_end()) {
      report_warning(context_, container_, "trailing-data",
                     fmt::format("{} octets follow the certificate inside its block", reader.rest().size()), entry.location);
      object = certificate->encoded;
    }
  }
  add_certificate(object, std::move(entry), context_, container_);
}

void PemReader::read_object(const PemBlock& block, LabelKind label, ByteView object) {
  Entry entry;
  entry.location = at(block);
  entry.description = block.label;
  if (label == LabelKind::ec_parameters) ec_parameters_ = to_bytes(object);
  if (label == LabelKind::ec_parameters || label == LabelKind::parameters) {
    entry.kind = EntryKind::parameters;
    add_entry(std::move(entry), context_, container_);
    return;
  }
  const DerKind kind = sniff_der(object);
  if (kind == DerKind::content_info || kind == DerKind::bare_signed_data || kind == DerKind::pkipath) ++pkcs7_;
  if (kind == DerKind::pfx) ++pfx_;
  const bool known = kind != DerKind::unknown && kind != DerKind::broken;
  if (known && !label_fits(label, kind)) {
    report_warning(context_, container_, "pem-label-mismatch",
                   fmt::format("the block is labelled {} and holds: {}", in_quotes(block.label), to_string(kind)), entry.location);
  }
  const bool labelled_certificate = label == LabelKind::certificate || label == LabelKind::trusted_certificate;
  if (kind == DerKind::certificate || (labelled_certificate && !known)) {
    read_certificate(object, kind, label, std::move(entry));
  } else {
    read_der_object(object, kind, std::move(entry), ec_parameters_, context_, container_);
  }
  if (is_private_key(kind)) ec_parameters_.clear();
}

void PemReader::skip(const PemBlock& block) {
  ++skipped_count_;
  if (!first_skipped_) first_skipped_ = at(block);
  std::string label = in_quotes(block.label);
  if (skipped_.size() < kSkippedLabels && std::find(skipped_.begin(), skipped_.end(), label) == skipped_.end()) {
    skipped_.push_back(std::move(label));
  }
}

// False where the block is to be passed over. One that holds a whole object of its label is read: only its last line is wrong.
bool PemReader::report_mismatch(const PemBlock& block, LabelKind label) {
  std::string message = fmt::format("the block {} is closed by END {}", in_quotes(block.label), in_quotes(block.end_label));
  SecretBytes octets(base64_capacity(block.body));
  const Base64Result result = decode_base64(block.body, octets.data());
  octets.resize(result.size);
  Asn1Reader reader(octets, Encoding::ber);
  const bool whole = result.status == Base64Result::Status::ok && label_fits(label, sniff_der(octets)) && reader.next() && reader.at_end();
  report(context_, container_, whole ? Severity::warning : Severity::error, "pem-end-mismatch", std::move(message), at(block));
  return whole;
}

void PemReader::read_block(const PemBlock& block) {
  ++blocks_;
  const LabelKind label = kind_of_label(block.label);
  if (label == LabelKind::foreign) {
    skip(block);
    return;
  }
  report_shape(block);
  if (block.end == PemBlock::End::missing) {
    report_error(context_, container_, "pem-truncated", fmt::format("the block {} has no END line", in_quotes(block.label)), at(block));
    return;
  }
  if (block.end == PemBlock::End::mismatched && !report_mismatch(block, label)) return;
  const PemHeader header = read_pem_header(block.body);
  const std::optional<std::size_t> size = decode(block, header.rest);
  if (!size) return;
  const ByteView object = ByteView(buffer_).first(*size);
  Entry entry;
  entry.location = at(block);
  entry.description = block.label;
  if (label == LabelKind::openssh_key) {
    entry.kind = EntryKind::private_key;
    entry.key_state = KeyState::unreadable;
    const Location where = entry.location;
    add_entry(std::move(entry), context_, container_);
    report_warning(context_, container_, "key-openssh", "private key in OpenSSH's own form, which no TLS server reads; it was not read",
                   where);
  } else if (label == LabelKind::private_key && header.encrypted) {
    read_encrypted(block, header, object, std::move(entry));
    ec_parameters_.clear();
  } else {
    read_object(block, label, object);
  }
}

void PemReader::finish(const PemScanner& scanner) {
  Location where;
  where.path = context_.path;
  if (scanner.saw_carriage_return_only()) {
    report_warning(context_, container_, "pem-carriage-return", "lines end with a carriage return alone; OpenSSL finds no block", where);
  }
  if (skipped_count_ > 0) {
    report_note(context_, container_, "pem-skipped-blocks",
                fmt::format("{} not read: {}", count_noun(skipped_count_, "block"), join_and(skipped_)), *first_skipped_);
  }
  if (scanner.first_extra_line()) {
    where.line = scanner.first_extra_line();
    report_note(context_, container_, "pem-extra-text", "text outside the blocks was passed over", where);
    where.line.reset();
  }
  if (skipped_count_ == blocks_ && !container_.has_error()) {
    report_error(context_, container_, "pem-nothing-known", "no block of this file holds a certificate, a key or a container", where);
  }
}

void PemReader::read(std::string_view text) {
  PemScanner scanner(text);
  auto report_stray_end = [&] {
    if (const auto line = scanner.take_stray_end()) {
      Location where;
      where.path = context_.path;
      where.line = line;
      report_error(context_, container_, "pem-end-without-begin", "an END line closes no block; its BEGIN line is missing or damaged",
                   where);
    }
  };
  while (auto block = scanner.next()) {
    report_stray_end();
    if (context_.entries_full) break;
    read_block(*block);
  }
  report_stray_end();
  finish(scanner);
  container_.format = Format::pem;
  if (blocks_ > 0 && pkcs7_ == blocks_) container_.format = Format::pkcs7;
  if (blocks_ > 0 && pfx_ == blocks_) container_.format = Format::pkcs12;
}

}  // namespace

bool is_pem(std::string_view text) {
  PemScanner scanner(text);
  return scanner.next() || scanner.take_stray_end();
}

void read_pem(std::string_view text, ReadContext& context, Container& container) { PemReader(context, container).read(text); }

}  // namespace chainlint
