#include "pem/pem.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chainlint/base/text.h"
#include "foreign.h"
#include "json/embedded.h"
#include "pem/base64.h"
#include "pem/pem_body.h"
#include "pem/pem_header.h"
#include "pem/pem_label.h"
#include "pem/pem_scanner.h"
#include "pem/pem_sections.h"
#include "pem/pem_tail.h"
#include "text_input.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kLabelsShown = 10;  // named in the note; more are only counted

// Reads the blocks of one text one after another.
class PemReader {
 public:
  PemReader(ReadContext& context, Container& container) : context_(context), container_(container) {}

  void read(std::string_view text);

 private:
  Location at(const PemBlock& block) const;
  void once(const char* code, Severity severity, std::string message, const Location& where);
  void report_shape(const PemBlock& block);
  void report_lines(const PemBlock& block, const PemHeader& header);
  std::string_view cleaned(const PemBlock& block);
  bool holds_whole_object(const PemBlock& block, LabelKind label) const;
  void report_label(const PemBlock& block, LabelKind label, DerKind kind, ByteView object);
  bool read_text_content(const PemBlock& block, ByteView content);
  void read_block(const PemBlock& block);
  bool report_end(const PemBlock& block, LabelKind label);
  std::optional<std::size_t> decode(const PemBlock& block, const PemHeader& header);
  void read_encrypted(const PemBlock& block, const PemHeader& header, ByteView ciphertext, Entry entry);
  void read_object(const PemBlock& block, LabelKind label, ByteView object);
  void read_certificate(ByteView object, DerKind kind, LabelKind label, Entry entry);
  void skip(const PemBlock& block);
  void report_nothing_known(const Location& where);
  void report_foreign(std::string title, const Location& where);
  void drop_pkcs7();
  void finish(const PemScanner& scanner, std::string_view text);

  ReadContext& context_;
  Container& container_;
  SecretBytes buffer_;    // decoded octets of the block at hand; may hold a private key
  SecretBytes unquoted_;  // the body of the block at hand without marks of quotation
  Bytes ec_parameters_;
  std::set<std::string_view> reported_;
  std::vector<std::string> skipped_;
  std::size_t skipped_count_ = 0;
  std::optional<Location> first_skipped_;
  std::string_view first_skipped_label_;
  std::size_t blocks_ = 0, pkcs7_ = 0, pfx_ = 0;
  std::size_t text_end_ = 0;  // of the last block
  struct Part {
    std::ptrdiff_t first, end;  // of the entries
    Location where;
  };
  std::vector<Part> pkcs7_parts_;
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

std::string describe(const PemBoundary& form, const char* word, std::string_view label) {
  if (form.typographic) return fmt::format("the {} line of {} has typographic dashes where 5 hyphens are required", word, in_quotes(label));
  const auto hyphens = [](std::size_t count) { return count == 1 ? std::string("1 hyphen") : fmt::format("{} hyphens", count); };
  if (form.lead != 5) return fmt::format("the {} line of {} begins with {}; 5 are required", word, in_quotes(label), hyphens(form.lead));
  if (form.tail != 5) return fmt::format("the {} line of {} ends with {}; 5 are required", word, in_quotes(label), hyphens(form.tail));
  return fmt::format("the {} line of {} has a blank too many between its hyphens and its label", word, in_quotes(label));
}

void PemReader::report_shape(const PemBlock& block) {
  Location where = at(block);
  where.end_line.reset();
  where.column = block.column;
  if (block.glued && !block.one_line) {
    once("pem-glued-blocks", Severity::warning, "a block begins on the line on which another one ends", where);
  }
  if (block.indented()) once("pem-indented", Severity::warning, "the BEGIN line is indented", where);
  if (block.quoted()) {
    once("pem-quoted", Severity::warning,
         block.quoted_lines() ? "the lines of the block are quoted as in a mail" : "text precedes BEGIN on its line", where);
  }
  if (!block.begin_form.sound()) once("pem-boundary", Severity::warning, describe(block.begin_form, "BEGIN", block.label), where);
  if (block.end != PemBlock::End::missing && !block.end_form.sound()) {
    where.line = block.end_line;
    where.column.reset();
    once("pem-boundary", Severity::warning, describe(block.end_form, "END", block.end_label), where);
  }
  if (block.text_after_end && !block.one_line) {
    where.line = block.end_line;
    where.column.reset();
    once("pem-boundary", Severity::warning, fmt::format("text follows END on the last line of {}", in_quotes(block.label)), where);
  }
}

struct BodyLines {
  std::uint32_t blank = 0;  // lines below BEGIN of the first empty line that OpenSSL does not pass over; 0: there is none
  bool doubled = false;     // lines end with CR CR LF
};

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\v\f") == std::string_view::npos; }

// One empty line may follow BEGIN; after any other, OpenSSL no longer takes what follows for base64.
BodyLines look_at_lines(std::string_view body, bool after_header) {
  BodyLines found;
  std::size_t start = body.find('\n');
  if (start == std::string_view::npos) return found;
  found.doubled = start >= 2 && body[start - 1] == '\r' && body[start - 2] == '\r';
  std::uint32_t number = 1;
  for (++start; start < body.size(); ++number) {
    const std::size_t end = body.find('\n', start);
    if (end == std::string_view::npos) break;
    const bool allowed = number == 1 && !after_header;
    if (found.blank == 0 && !allowed && is_blank(body.substr(start, end - start))) found.blank = number;
    start = end + 1;
  }
  return found;
}

void PemReader::report_lines(const PemBlock& block, const PemHeader& header) {
  const BodyLines lines = look_at_lines(header.rest, header.present);
  Location where = at(block);
  where.end_line.reset();
  if (lines.doubled && lines.blank != 0) {
    once("pem-doubled-line-ends", Severity::warning, "lines end with CR CR LF and an empty line follows each", where);
  } else if (lines.doubled) {
    once("pem-double-carriage-return", Severity::warning, "lines end with CR CR LF", where);
  } else if (lines.blank != 0) {
    const std::string_view body = block.quoted_lines() ? as_text(unquoted_) : block.body;
    const auto above = std::count(body.data(), header.rest.data(), '\n');
    where.line = block.line + static_cast<std::uint32_t>(above) + lines.blank;
    once("pem-blank-lines", Severity::warning, fmt::format("empty lines are inside the block {}", in_quotes(block.label)), where);
  }
}

// The line and column of an octet of the block's body.
Location place_in(const PemBlock& block, const char* octet, Location where) {
  std::uint32_t line = block.line;
  std::uint32_t column = static_cast<std::uint32_t>(block.column + 16 + block.label.size());
  for (const char* c = block.body.data(); c < octet; ++c) {
    const bool crlf = *c == '\r' && c + 1 < octet && c[1] == '\n';
    if ((*c == '\n' || *c == '\r') && !crlf && !(*c == '\r' && c + 1 < octet && c[1] == '\r')) {
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
  return octet > 0x20 && octet < 0x7F ? fmt::format("'{}'", c) : fmt::format("byte 0x{:02X}", octet);
}

// The body without the marks of a quoted mail.
std::string_view PemReader::cleaned(const PemBlock& block) {
  if (!block.quoted_lines()) return block.body;
  unquoted_ = without_quotation(block.body);
  return as_text(unquoted_);
}

std::optional<std::size_t> PemReader::decode(const PemBlock& block, const PemHeader& header) {
  const std::string_view body = header.rest;
  const std::size_t limit = context_.options.limits.pem_block_bytes;
  const Location where = at(block);
  if (body.size() / 4 * 3 > limit * 2) {
    report_error(context_, container_, "pem-block-too-large",
                 fmt::format("block of {} characters; at most {} bytes are read", body.size(), limit), where);
    return std::nullopt;
  }
  if (buffer_.size() < base64_capacity(body)) buffer_.resize(base64_capacity(body));
  Base64Result result = decode_base64(body, buffer_.data());
  if (result.status == Base64Result::Status::bad_character && static_cast<unsigned char>(body[result.error_offset]) >= 0x80) {
    const char* octet = body.data() + result.error_offset;
    const SecretBytes ascii = ascii_of(body);
    const Base64Result again = decode_base64(as_text(ascii), buffer_.data());
    if (again.status == Base64Result::Status::ok) {
      once("pem-stray-characters", Severity::warning,
           fmt::format("{} is in the base64 of the block {}", show_character(*octet), in_quotes(block.label)),
           block.quoted_lines() ? where : place_in(block, octet, where));
      result = again;
    } else {
      result = decode_base64(body, buffer_.data());
    }
  }
  if (result.status == Base64Result::Status::bad_character) {
    const char* octet = body.data() + result.error_offset;
    report_error(context_, container_, "pem-base64",
                 fmt::format("{} is not base64; the block {} was not read", show_character(*octet), in_quotes(block.label)),
                 place_in(block, octet, where));
    return std::nullopt;
  }
  if (result.status == Base64Result::Status::bad_length) {
    report_error(context_, container_, "pem-base64",
                 fmt::format("the base64 of the block {} has an incomplete last byte", in_quotes(block.label)),
                 place_in(block, body.data() + body.size(), where));
    return std::nullopt;
  }
  if (result.size > limit) {
    report_error(context_, container_, "pem-block-too-large", fmt::format("block of {} bytes; at most {} are read", result.size, limit),
                 where);
    return std::nullopt;
  }
  if (result.size == 0) {
    report_error(context_, container_, "pem-empty", fmt::format("the block {} is empty", in_quotes(block.label)), where);
    return std::nullopt;
  }
  if (result.padding_wrong && !header.encrypted && !asn1::Asn1Reader(ByteView(buffer_).first(result.size), asn1::Encoding::ber).next()) {
    report_error(context_, container_, "pem-base64",
                 fmt::format("characters are missing in the base64 of the block {}, which was not read", in_quotes(block.label)), where);
    return std::nullopt;
  }
  if (result.padding_wrong) once("pem-padding", Severity::warning, "the base64 padding is missing or too long", where);
  if (result.escaped_newlines) {
    once("pem-escaped-newlines", Severity::warning, "line ends are written as the two characters \\n", where);
  } else if (block.one_line) {
    once("pem-one-line", Severity::warning, fmt::format("the block {} is written on one line", in_quotes(block.label)), where);
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
  crypto::Protection protection;
  protection.scheme = "DEK-Info";
  protection.cipher = printable(header.cipher);
  protection.kdf = "EVP_BytesToKey-MD5";
  protection.iterations = 1;
  protection.salt_bytes = std::min<std::size_t>(header.iv.size(), 8);
  OpenedKey opened;
  for (const PasswordCandidate& candidate : context_.candidates) {
    if (candidate.form != crypto::PasswordForm::standard) continue;
    auto plaintext = crypto::decrypt_pem(header.cipher, header.iv, ciphertext, candidate.password);
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
    once("pem-trusted-label", Severity::warning, "the label is 'TRUSTED CERTIFICATE', which is OpenSSL's own", entry.location);
    asn1::Asn1Reader reader(object);
    auto certificate = reader.next();
    if (certificate && !reader.at_end() && read_trust_attributes(reader.rest(), entry)) object = certificate->encoded;
  }
  if (kind == DerKind::certificate) {
    asn1::Asn1Reader reader(object);
    auto certificate = reader.next();
    if (certificate && !reader.at_end()) {
      report_warning(context_, container_, "trailing-data",
                     fmt::format("{} bytes follow the certificate inside its block", reader.rest().size()), entry.location);
      object = certificate->encoded;
    }
  }
  add_certificate(object, std::move(entry), context_, container_);
}

// OpenSSL takes a key by its label, but for PKCS#8 under the label of its own algorithm; Go tries every form.
void PemReader::report_label(const PemBlock& block, LabelKind label, DerKind kind, ByteView object) {
  const std::string_view expected = label_of(kind, block.label);
  if (expected.empty()) return;
  const bool key = label == LabelKind::private_key && is_private_key(kind);
  const bool read = key && kind == DerKind::pkcs8 && label_of_algorithm(object) == block.label;
  Diagnostic diagnostic{Severity::warning,
                        read  ? "pem-key-label-unusual"
                        : key ? "pem-key-label"
                              : "pem-label-mismatch",
                        fmt::format("the label is {} and the content is: {}", in_quotes(block.label), to_string(kind)), at(block)};
  diagnostic.found = block.label;
  diagnostic.expected = expected;
  report(context_, container_, std::move(diagnostic));
}

// Where the base64 was encoded once more, or is that of something else. False where nothing is known of it.
bool PemReader::read_text_content(const PemBlock& block, ByteView content) {
  const TextInput text(content);
  const bool pem = is_pem(text.text);
  const std::optional<SecretBytes> decoded = pem ? std::nullopt : decode_material(text.text);
  if (pem || decoded) {
    once("pem-encoded-again", Severity::warning,
         fmt::format("the content of the block {} is encoded with base64 twice", in_quotes(block.label)), at(block));
    Frame frame;
    frame.line = block.line;
    read_embedded(pem ? content : ByteView(*decoded), frame, context_, container_);
    return true;
  }
  const std::optional<Foreign> foreign = recognize_foreign(content, text, file_word(context_.path));
  if (!foreign) return false;
  Diagnostic diagnostic{Severity::error, foreign->code, fmt::format("the block {} contains {}", in_quotes(block.label), foreign->title),
                        at(block)};
  diagnostic.advice = foreign->advice;
  report(context_, container_, std::move(diagnostic));
  return true;
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
  if (!known && read_text_content(block, object)) return;
  report_label(block, label, kind, object);
  if (label == LabelKind::certificate && block.label != "CERTIFICATE") {
    once("pem-old-label", Severity::note, fmt::format("the label is {}", in_quotes(block.label)), entry.location);
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
  if (!first_skipped_) {
    first_skipped_ = at(block);
    first_skipped_label_ = block.label;
  }
  std::string label = in_quotes(block.label);
  if (skipped_.size() < kLabelsShown && std::find(skipped_.begin(), skipped_.end(), label) == skipped_.end()) {
    skipped_.push_back(std::move(label));
  }
}

// Whether the base64 is that of one object of the label, whole and nothing after it.
bool PemReader::holds_whole_object(const PemBlock& block, LabelKind label) const {
  if (block.body.size() / 4 * 3 > context_.options.limits.pem_block_bytes) return false;
  SecretBytes octets(base64_capacity(block.body));
  const Base64Result result = decode_base64(block.body, octets.data());
  octets.resize(result.size);
  asn1::Asn1Reader reader(octets, asn1::Encoding::ber);
  return result.status == Base64Result::Status::ok && label_fits(label, sniff_der(octets)) && reader.next() && reader.at_end();
}

// False where the block is to be passed over. One that holds a whole object of its label is read: only its last line is wrong.
bool PemReader::report_end(const PemBlock& block, LabelKind label) {
  const bool whole = holds_whole_object(block, label);
  if (block.end == PemBlock::End::mismatched) {
    report(context_, container_, whole ? Severity::warning : Severity::error, "pem-end-mismatch",
           fmt::format("the block {} is closed by END {}", in_quotes(block.label), in_quotes(block.end_label)), at(block));
  } else if (whole) {
    report_warning(context_, container_, "pem-end-missing", fmt::format("the block {} has no END line", in_quotes(block.label)), at(block));
  } else {
    report_error(context_, container_, "pem-truncated",
                 fmt::format("the block {} has no END line and its content is cut off", in_quotes(block.label)), at(block));
  }
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
  if (block.end != PemBlock::End::matched && !report_end(block, label)) return;
  const PemHeader header = read_pem_header(cleaned(block));
  report_lines(block, header);
  if (header.present && !header.encrypted) {
    once("pem-headers", Severity::warning, fmt::format("header lines are in the block {}, which is not encrypted", in_quotes(block.label)),
         at(block));
  }
  const std::optional<std::size_t> size = decode(block, header);
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
    report_warning(context_, container_, "key-openssh", "private key in OpenSSH's own format, which no TLS server reads", where);
  } else if (label == LabelKind::private_key && header.encrypted) {
    read_encrypted(block, header, object, std::move(entry));
    ec_parameters_.clear();
  } else {
    read_object(block, label, object);
  }
}

// Blocks of other programs alone.
void PemReader::report_nothing_known(const Location& where) {
  Diagnostic diagnostic{Severity::error, "pem-nothing-known", "no block is a certificate or a key", where};
  if (auto foreign = foreign_of_label(first_skipped_label_, file_word(context_.path))) {
    diagnostic.code = foreign->code;
    diagnostic.message = std::move(foreign->title);
    diagnostic.advice = std::move(foreign->advice);
    diagnostic.location.line = first_skipped_->line;
  }
  report(context_, container_, std::move(diagnostic));
}

void PemReader::report_foreign(std::string title, const Location& where) {
  Diagnostic diagnostic{Severity::error, "file-foreign", std::move(title) + " is among the PEM blocks, and servers skip it", where};
  diagnostic.advice = "Put the certificate itself in its place, as PEM; 'openssl x509' and 'openssl pkcs7 -print_certs' convert it.";
  report(context_, container_, std::move(diagnostic));
}

// PKCS#7 beside other blocks: the certificates in it are not loaded. Where the same stand as PEM, too, nothing is missing.
void PemReader::drop_pkcs7() {
  if (pkcs7_ == 0 || pkcs7_ + skipped_count_ >= blocks_) return;
  std::vector<Entry>& entries = container_.entries;
  std::vector<bool> inside(entries.size());
  for (const Part& part : pkcs7_parts_) std::fill(inside.begin() + part.first, inside.begin() + part.end, true);
  std::set<Digest256> loaded, wrapped;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].certificate != nullptr) (inside[i] ? wrapped : loaded).insert(entries[i].certificate->sha256());
  }
  if (std::includes(loaded.begin(), loaded.end(), wrapped.begin(), wrapped.end())) return;
  std::size_t at = 0;
  std::erase_if(entries, [&](const Entry&) { return inside[at++]; });
  report_foreign("a PKCS#7 block", pkcs7_parts_.front().where);
}

void PemReader::finish(const PemScanner& scanner, std::string_view text) {
  Location where;
  where.path = context_.path;
  std::string_view tail = text.substr(text_end_);
  tail.remove_prefix(std::min(tail.find_first_not_of(" \t\r\n"), tail.size()));
  const std::optional<std::string> extra_title = blocks_ == 0 ? std::nullopt : title_of_tail(tail, file_word(context_.path));
  if (blocks_ > 0 && scanner.lone_carriage_return() && !extra_title) {
    where.line = scanner.lone_carriage_return();
    report_warning(context_, container_, "pem-carriage-return", "lines end with a carriage return (CR) alone", where);
    where.line.reset();
  }
  if (skipped_count_ > 0) {
    report_note(context_, container_, "pem-skipped-blocks",
                fmt::format("{} not read: {}", count_noun(skipped_count_, "block"), join_and(skipped_)), *first_skipped_);
  }
  if (scanner.first_extra_line()) {
    where.line = scanner.first_extra_line();
    if (extra_title) {
      where.line = static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end() - static_cast<std::ptrdiff_t>(tail.size()), '\n'));
      report_foreign(*extra_title, where);
    } else {
      report_note(context_, container_, "pem-extra-text", "text outside the blocks was skipped", where);
    }
    where.line.reset();
  }
  if (skipped_count_ == blocks_ && !container_.has_error()) report_nothing_known(where);
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
  InlineSections sections(container_);
  while (auto block = scanner.next()) {
    report_stray_end();
    if (context_.entries_full) break;
    sections.pass(text.substr(text_end_, block->begin_at - text_end_));
    text_end_ = block->end_at;
    const std::size_t first = container_.entries.size(), pkcs7 = pkcs7_;
    read_block(*block);
    if (pkcs7_ > pkcs7) pkcs7_parts_.push_back({static_cast<std::ptrdiff_t>(first), std::ssize(container_.entries), at(*block)});
    sections.mark(first);
  }
  report_stray_end();
  drop_pkcs7();
  sections.divide();
  finish(scanner, text);
  container_.format = Format::pem;
  if (blocks_ > 0 && skipped_count_ == blocks_ && foreign_of_label(first_skipped_label_, "")) container_.format = Format::unknown;
  if (blocks_ > 0 && pkcs7_ == blocks_) container_.format = Format::pkcs7;
  if (blocks_ > 0 && pfx_ == blocks_) container_.format = Format::pkcs12;
}

}  // namespace

bool is_pem(std::string_view text) {
  PemScanner scanner(text);
  return scanner.next() || scanner.take_stray_end();
}

void read_pem(std::string_view text, ReadContext& context, Container& container) { PemReader(context, container).read(text); }

}  // namespace chainlint::formats
