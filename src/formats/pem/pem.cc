#include "pem/pem.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/pem_repair.h"
#include "embedded.h"
#include "foreign.h"
#include "pem/pem_block.h"
#include "pem/pem_label.h"
#include "pem/pem_scanner.h"
#include "pem/pem_sections.h"
#include "pem/pem_tail.h"
#include "pem/pem_transport.h"
#include "text_input.h"

namespace chainlint::formats {
namespace {

constexpr std::string_view kBlanksAndBreaks = " \t\r\n";
constexpr std::string_view kBlanksBreaksAndQuotes = " \t\r\n\"'`";
constexpr std::size_t kLabelsShown = 10;  // named in the note; more are only counted

// Reads the blocks of one text one after another.
class PemReader {
 public:
  PemReader(ReadContext& context, Container& container)
      : context_(context), container_(container), reader_(context, container), sections_(container) {}

  void read(std::string_view text);

 private:
  bool holds_whole_object(const PemBlock& block, LabelKind label) const;
  void report_label(const PemBlock& block, LabelKind label, DerKind kind, ByteView object);
  bool read_text_content(const PemBlock& block, ByteView content);
  bool read_hardware_key(const PemBlock& block);
  void read_block(const PemBlock& block, std::string_view between);
  bool report_end(const PemBlock& block, LabelKind label);
  void read_encrypted(const PemBlock& block, const PemContent& content, Entry entry);
  void read_object(const PemBlock& block, LabelKind label, ByteView object);
  void read_certificate(ByteView object, DerKind kind, LabelKind label, Entry entry);
  void report_certificate_label(const PemBlock& block);
  void note_value(const PemBlock& block, std::string_view between);
  void forget_form_of_values();
  void skip(const PemBlock& block);
  void report_nul_byte(const PemBlock& block, std::string_view before);
  void report_nothing_known(const Location& where);
  void report_foreign(const PemTail& found, const Location& where);
  void drop_pkcs7();
  void finish(const PemScanner& scanner, std::string_view text);

  ReadContext& context_;
  Container& container_;
  PemBlockReader reader_;
  InlineSections sections_;
  Bytes ec_parameters_;
  std::vector<std::string> skipped_;
  std::size_t skipped_count_ = 0;
  std::optional<Location> first_skipped_, old_label_, request_;
  std::string_view first_skipped_label_;
  std::size_t blocks_ = 0, pkcs7_ = 0, pfx_ = 0;
  std::size_t text_end_ = 0;  // of the last block
  struct Part {
    std::ptrdiff_t first, end;  // of the entries
    Location where;
  };
  std::vector<Part> pkcs7_parts_;
  struct Lines {
    std::uint32_t first, last;
    bool open;  // a quotation mark or a heredoc of Terraform goes on after the block
  };
  std::vector<Lines> values_;  // of settings
};

void PemReader::read_encrypted(const PemBlock& block, const PemContent& content, Entry entry) {
  const PemHeader& header = content.header;
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
    auto plaintext = crypto::decrypt_pem(header.cipher, header.iv, content.object, candidate.password);
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
    // OpenSSL reads the label of the first certificate alone.
    const bool first = container_.count(EntryKind::certificate) == 0;
    if (!first) std::erase_if(container_.diagnostics, [](const Diagnostic& each) { return each.code == "pem-trusted-label"; });
    reader_.once("pem-trusted-label", Severity::warning, "PEM label 'TRUSTED CERTIFICATE' is specific to OpenSSL", entry.location,
                 first ? nullptr : "pem-trusted-label in the chain");
    asn1::Asn1Reader reader(object);
    auto certificate = reader.next();
    if (certificate && !reader.at_end() && read_trust_attributes(reader.rest(), entry)) object = certificate->encoded;
  }
  if (kind == DerKind::certificate) {
    asn1::Asn1Reader reader(object);
    auto certificate = reader.next();
    if (certificate && !reader.at_end()) {
      report_warning(context_, container_, "pem-trailing-data",
                     count_noun(reader.rest().size(), "byte") + " after the certificate inside its block", entry.location);
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
                        fmt::format("{} under the label {}", to_string(kind), in_quotes(block.label)), reader_.at(block)};
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
    reader_.once("pem-encoded-again", Severity::warning,
                 fmt::format("the content of the block {} is encoded with base64 twice", in_quotes(block.label)), reader_.at(block));
    Frame frame;
    frame.line = block.line;
    read_embedded(pem ? content : ByteView(*decoded), frame, context_, container_);
    return true;
  }
  const std::optional<Foreign> foreign = recognize_foreign(content, text, file_word(context_.path));
  if (!foreign) return false;
  Diagnostic diagnostic{Severity::error, foreign->code, fmt::format("the block {} contains {}", in_quotes(block.label), foreign->title),
                        reader_.at(block)};
  diagnostic.advice = foreign->advice;
  report(context_, container_, std::move(diagnostic));
  return true;
}

void PemReader::read_object(const PemBlock& block, LabelKind label, ByteView object) {
  Entry entry;
  entry.location = reader_.at(block);
  entry.description = block.label;
  if (label == LabelKind::ec_parameters) ec_parameters_ = to_bytes(object);
  if (label == LabelKind::ec_parameters || label == LabelKind::parameters) {
    entry.kind = EntryKind::parameters;
    add_entry(std::move(entry), context_, container_);
    return;
  }
  const DerKind kind = sniff_der(object);
  if (is_private_key(kind)) {
    asn1::Asn1Reader reader(object);
    if (reader.next() && !reader.at_end()) {
      report_warning(context_, container_, "pem-key-trailing-data",
                     count_noun(reader.rest().size(), "byte") + " after the private key inside its block", entry.location);
    }
  }
  if (kind == DerKind::content_info || kind == DerKind::bare_signed_data || kind == DerKind::pkipath) ++pkcs7_;
  if (kind == DerKind::pfx) {
    ++pfx_;
    Diagnostic diagnostic{Severity::warning, "pfx-base64",
                          fmt::format("the PKCS#12 file is encoded with base64 under the label {}", in_quotes(block.label)),
                          entry.location};
    diagnostic.found = block.label;
    report(context_, container_, std::move(diagnostic));
  }
  const bool known = kind != DerKind::unknown && kind != DerKind::broken;
  if (!known && read_text_content(block, object)) return;
  report_label(block, label, kind, object);
  if (label == LabelKind::certificate) report_certificate_label(block);
  if (kind == DerKind::certificate_request && block.label == "CERTIFICATE REQUEST" && !request_) request_ = entry.location;
  const bool labelled_certificate = label == LabelKind::certificate || label == LabelKind::trusted_certificate;
  if (kind == DerKind::certificate || (labelled_certificate && !known)) {
    read_certificate(object, kind, label, std::move(entry));
  } else {
    read_der_object(object, kind, std::move(entry), ec_parameters_, context_, container_);
  }
  if (is_private_key(kind)) ec_parameters_.clear();
}

// GnuTLS looks for CERTIFICATE first, also where that is the beginning of a longer label.
void PemReader::report_certificate_label(const PemBlock& block) {
  if (block.label != "CERTIFICATE") {
    if (!old_label_) old_label_ = reader_.at(block);
    reader_.once("pem-old-label", Severity::note, fmt::format("the label is {} instead of 'CERTIFICATE'", in_quotes(block.label)),
                 reader_.at(block));
  } else if (old_label_) {
    reader_.once("pem-mixed-labels", Severity::note, "the label is not 'CERTIFICATE', unlike the label of a block further down",
                 *old_label_);
  }
}

// Whether the text ends with "NAME = <<-WORD", below which Terraform takes the indent off each line.
bool ends_with_heredoc(std::string_view text) {
  text = trimmed(text, kBlanksAndBreaks);
  const std::string_view line = text.substr(text.find_last_of("\r\n") + 1);
  const std::size_t mark = line.find("<<-");
  return mark != std::string_view::npos && line.find_first_of(" \t", mark) == std::string_view::npos &&
         trimmed(line.substr(0, mark)).ends_with('=');
}

// The name of the setting whose value begins with the block: on its line, or where the line above ends with '='.
std::string_view setting_before(const PemBlock& block, std::string_view between) {
  std::string_view line = block.lead;
  if (trimmed(line, kBlanksBreaksAndQuotes).empty()) line = trimmed(between, kBlanksBreaksAndQuotes);
  line = line.substr(line.find_last_of("\r\n,;{(") + 1);
  return line.substr(0, line.rfind('='));
}

// A value is one block or several: on the same line, within one pair of quotation marks or heredoc, or on lines that end with a backslash,
// as in Java properties.
void PemReader::note_value(const PemBlock& block, std::string_view between) {
  const bool heredoc = ends_with_heredoc(between);
  const bool assigned = block.assigned() || (block.opens_string() && trimmed(between, kBlanksBreaksAndQuotes).ends_with('='));
  if (assigned || heredoc) {
    values_.push_back({block.line, block.end_line, heredoc || block.opens_string()});
    sections_.enter_value(setting_before(block, between));
  } else if (!values_.empty()) {
    const std::string_view text = trimmed(between, kBlanksAndBreaks);
    const bool same = block.line == values_.back().last || text == "\\" || (text.empty() && values_.back().open);
    if (same) {
      values_.back().last = block.end_line;
    } else {
      sections_.enter_value({});
    }
  }
}

// The program that reads the settings takes quotation marks and written line ends out of their values.
void PemReader::forget_form_of_values() {
  std::erase_if(container_.diagnostics, [&](const Diagnostic& diagnostic) {
    const std::uint32_t line = diagnostic.location.line.value_or(0);
    const auto value =
        std::lower_bound(values_.begin(), values_.end(), line, [](const Lines& each, std::uint32_t at) { return each.last < at; });
    return is_repairable(diagnostic.code) && value != values_.end() && value->first <= line;
  });
}

void PemReader::skip(const PemBlock& block) {
  ++skipped_count_;
  if (!first_skipped_) {
    first_skipped_ = reader_.at(block);
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

// False where the block is to be skipped. One that contains a whole object of its label is read: only its last line is wrong.
bool PemReader::report_end(const PemBlock& block, LabelKind label) {
  const bool whole = holds_whole_object(block, label);
  if (block.end == PemBlock::End::mismatched) {
    report(context_, container_, whole ? Severity::warning : Severity::error, "pem-end-mismatch",
           fmt::format("the block {} is closed by END {}", in_quotes(block.label), in_quotes(block.end_label)), reader_.at(block));
  } else if (whole) {
    report_warning(context_, container_, "pem-end-missing", fmt::format("the block {} has no END line", in_quotes(block.label)),
                   reader_.at(block));
  } else {
    report_error(context_, container_, "pem-truncated",
                 fmt::format("the block {} has no END line and its content is cut off", in_quotes(block.label)), reader_.at(block));
  }
  return whole;
}

// Only the hardware uses such a key; the certificates beside it can be checked without it.
bool PemReader::read_hardware_key(const PemBlock& block) {
  const bool tpm = block.label == "TSS2 PRIVATE KEY", token = block.label == "PKCS#11 PROVIDER URI";
  if (!tpm && !token) return false;
  Entry key;
  key.location = reader_.at(block);
  key.description = block.label;
  add_sealed_key(std::move(key), context_, container_);
  report_note(context_, container_, "key-locked", tpm ? "private key is sealed by a TPM" : "private key is in a token (PKCS#11)",
              reader_.at(block));
  return true;
}

void PemReader::read_block(const PemBlock& block, std::string_view between) {
  ++blocks_;
  note_value(block, between);
  const LabelKind label = kind_of_label(block.label);
  if (label == LabelKind::foreign) {
    if (!read_hardware_key(block)) skip(block);
    return;
  }
  reader_.report_boundaries(block);
  if (block.end != PemBlock::End::matched && !report_end(block, label)) return;
  const std::optional<PemContent> content = reader_.read(block);
  if (!content) return;
  Entry entry;
  entry.location = reader_.at(block);
  entry.description = block.label;
  if (label == LabelKind::openssh_key) {
    entry.kind = EntryKind::private_key;
    entry.key_state = KeyState::unreadable;
    const Location where = entry.location;
    add_entry(std::move(entry), context_, container_);
    report_warning(context_, container_, "key-openssh", "private key in OpenSSH format, which TLS servers do not support", where);
  } else if (label == LabelKind::private_key && content->header.encrypted) {
    read_encrypted(block, *content, std::move(entry));
    ec_parameters_.clear();
  } else {
    read_object(block, label, content->object);
  }
}

// OpenSSL finds no certificate behind a NUL byte; private keys it does.
void PemReader::report_nul_byte(const PemBlock& block, std::string_view before) {
  const LabelKind label = kind_of_label(block.label);
  if (label != LabelKind::certificate && label != LabelKind::trusted_certificate) return;
  if (before.find('\0') == std::string_view::npos) return;
  reader_.once("pem-nul-byte", Severity::warning, "a NUL byte precedes the block, so OpenSSL does not find the block", reader_.at(block));
}

// Blocks of other programs alone.
void PemReader::report_nothing_known(const Location& where) {
  Diagnostic diagnostic{Severity::error, "pem-nothing-known", "no PEM block contains a certificate or a key", where};
  if (auto foreign = foreign_of_label(first_skipped_label_, file_word(context_.path))) {
    diagnostic.code = foreign->code;
    diagnostic.message = "file contains " + foreign->title;
    diagnostic.advice = std::move(foreign->advice);
    diagnostic.location.line = first_skipped_->line;
  }
  report(context_, container_, std::move(diagnostic));
}

void PemReader::report_foreign(const PemTail& found, const Location& where) {
  Diagnostic diagnostic{Severity::error, "file-foreign", found.title + " is among the PEM blocks; servers skip it", where};
  diagnostic.advice = found.is_private_key
                          ? "Replace it with the key as PEM, which 'openssl pkey' writes."
                          : "Replace it with the certificate as PEM; 'openssl x509' and 'openssl pkcs7 -print_certs' convert it.";
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
  report_foreign({"a PKCS#7 block"}, pkcs7_parts_.front().where);
}

void PemReader::finish(const PemScanner& scanner, std::string_view text) {
  forget_form_of_values();
  // A string of JSON or of a program has quotation marks, too.
  if (container_.has_diagnostic("pem-escaped-newlines")) {
    std::erase_if(container_.diagnostics, [](const Diagnostic& diagnostic) { return diagnostic.code == "pem-quoted"; });
  }
  Location where;
  where.path = context_.path;
  std::string_view tail = text.substr(text_end_);
  tail.remove_prefix(std::min(tail.find_first_not_of(" \t\r\n"), tail.size()));
  const bool has_key = container_.count(EntryKind::private_key) > 0;
  const std::optional<PemTail> extra = blocks_ == 0 ? std::nullopt : recognize_tail(tail, file_word(context_.path), has_key);
  if (blocks_ > 0 && scanner.lone_carriage_return() && !extra) {
    where.line = scanner.lone_carriage_return();
    report_warning(context_, container_, "pem-carriage-return", "lines end with CR instead of LF", where);
    where.line.reset();
  }
  if (skipped_count_ > 0) {
    report_note(
        context_, container_, "pem-skipped-blocks",
        fmt::format("{} {} not read: {}", count_noun(skipped_count_, "block"), skipped_count_ == 1 ? "was" : "were", join_and(skipped_)),
        *first_skipped_);
  }
  if (request_ && container_.count(EntryKind::certificate) > 0) {
    report_note(context_, container_, "pem-request", "the block is a certificate request", *request_);
  }
  if (scanner.first_extra_line()) {
    where.line = scanner.first_extra_line();
    if (extra) {
      where.line = static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end() - static_cast<std::ptrdiff_t>(tail.size()), '\n'));
      report_foreign(*extra, where);
    } else {
      report_note(context_, container_, "pem-extra-text", "text outside the PEM blocks was skipped", where);
    }
    where.line.reset();
  }
  if (skipped_count_ == blocks_ && !container_.has_error()) report_nothing_known(where);
}

void PemReader::read(std::string_view text) {
  PemScanner scanner(text);
  auto report_stray_end = [&] {
    if (const auto end = scanner.take_stray_end()) {
      std::string message = "END line without a BEGIN line";
      if (end->base64 > 0) message += fmt::format("; before it: {} of base64", count_noun(end->base64, "character"));
      if (!end->is_remainder()) message += ", which may be a certificate or key that was not read";
      report(context_, container_, end->is_remainder() ? Severity::warning : Severity::error, "pem-end-without-begin", std::move(message),
             {.path = context_.path, .line = end->line});
    }
  };
  while (auto block = scanner.next()) {
    report_stray_end();
    if (context_.entries_full) break;
    const std::string_view between = text.substr(text_end_, block->begin_at - text_end_);
    sections_.pass(between);
    report_nul_byte(*block, between);
    text_end_ = block->end_at;
    const std::size_t first = container_.entries.size(), pkcs7 = pkcs7_;
    read_block(*block, between);
    if (pkcs7_ > pkcs7) pkcs7_parts_.push_back({static_cast<std::ptrdiff_t>(first), std::ssize(container_.entries), reader_.at(*block)});
    sections_.mark(first);
  }
  report_stray_end();
  drop_pkcs7();
  sections_.divide();
  finish(scanner, text);
  container_.format = Format::pem;
  if (blocks_ > 0 && skipped_count_ == blocks_ && foreign_of_label(first_skipped_label_, "")) container_.format = Format::unknown;
  if (blocks_ > 0 && pkcs7_ == blocks_) container_.format = Format::pkcs7;
  if (blocks_ > 0 && pfx_ == blocks_) container_.format = Format::pkcs12;
}

}  // namespace

bool is_pem(std::string_view text) {
  PemScanner scanner(text);
  return scanner.next() || scanner.take_stray_end() || undo_transport(text);
}

void read_pem(std::string_view text, ReadContext& context, Container& container) {
  if (const auto transport = undo_transport(text)) {
    container.format = Format::pem;
    report_error(context, container, "pem-transport", std::string(transport->form) + "; nothing of it was read",
                 {.path = context.path, .line = transport->line});
  } else {
    PemReader(context, container).read(text);
  }
}

}  // namespace chainlint::formats
