#include "pem/pem_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "pem/pem_body.h"

namespace chainlint::formats {
namespace {

std::string describe(const PemBoundary& form, const char* word, std::string_view label) {
  if (form.typographic) return fmt::format("the {} line of {} has typographic dashes where 5 hyphens are required", word, in_quotes(label));
  if (form.no_break) return fmt::format("the {} line of {} contains a non-breaking space (U+00A0)", word, in_quotes(label));
  const auto hyphens = [](std::size_t count) { return count == 1 ? std::string("1 hyphen") : fmt::format("{} hyphens", count); };
  if (form.lead != 5) return fmt::format("the {} line of {} begins with {}; 5 are required", word, in_quotes(label), hyphens(form.lead));
  if (form.tail != 5) return fmt::format("the {} line of {} ends with {}; 5 are required", word, in_quotes(label), hyphens(form.tail));
  return fmt::format("the {} line of {} has an extra space after its hyphens", word, in_quotes(label));
}

struct BodyLines {
  std::uint32_t blank = 0;  // lines below BEGIN of the first empty line that OpenSSL does not skip; 0: there is none
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

// Blanks that OpenSSL ignores: after the hyphens of BEGIN, and before a line of base64.
bool has_blanks(std::string_view body) {
  const std::string_view rest = body.substr(0, body.find('\n'));
  const std::size_t text = rest.find_first_not_of(" \t");
  const bool after_begin = text != 0 && !rest.empty() && (text == std::string_view::npos || rest[text] == '\r');
  return after_begin || body.find("\n ") != std::string_view::npos;
}

// The line and column of a byte of the block's body.
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

// The character at the beginning of the text.
std::string show_character(std::string_view text) {
  if (text.starts_with("\xC2\xA0")) return "a non-breaking space (U+00A0)";
  const char c = text.front();
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet < 0x7F ? fmt::format("'{}'", c) : fmt::format("byte 0x{:02X}", octet);
}

}  // namespace

Location PemBlockReader::at(const PemBlock& block) const {
  Location where;
  where.path = context_.path;
  where.line = block.line;
  where.end_line = block.end_line;
  return where;
}

void PemBlockReader::once(const char* code, Severity severity, std::string message, const Location& where, const char* kind) {
  if (reported_.insert(kind == nullptr ? code : kind).second) report(context_, container_, severity, code, std::move(message), where);
}

void PemBlockReader::report_boundaries(const PemBlock& block) {
  Location where = at(block);
  where.end_line.reset();
  where.column = block.column;
  if (block.glued && !block.one_line) {
    once("pem-glued-blocks", Severity::warning, "a PEM block begins on the last line of another block", where);
  }
  if (block.indented()) once("pem-indented", Severity::warning, "the BEGIN line is indented", where);
  if (block.marked()) once("pem-bom", Severity::warning, "a byte order mark precedes BEGIN inside the file", where, "pem-bom inside");
  if (block.quoted()) {
    once("pem-quoted", Severity::warning,
         block.quoted_lines() ? "the lines of the block are quoted as in an e-mail"
                              : fmt::format("{} precedes BEGIN on its line", block.lead.size() == 1 ? show_character(block.lead) : "text"),
         where);
  }
  if (!block.begin_form.sound()) once("pem-boundary", Severity::warning, describe(block.begin_form, "BEGIN", block.label), where);
  if (block.end != PemBlock::End::missing && !block.end_form.sound()) {
    where.line = block.end_line;
    where.column.reset();
    once("pem-boundary", Severity::warning, describe(block.end_form, "END", block.end_label), where);
  }
  if (block.end_indented) {
    where.line = block.end_line;
    where.column.reset();
    once("pem-indented", Severity::warning, "the END line is indented", where);
  }
  if (block.text_after_end && !block.one_line) {
    where.line = block.end_line;
    where.column.reset();
    once("pem-boundary", Severity::warning, fmt::format("text follows END on the last line of {}", in_quotes(block.label)), where);
  }
}

void PemBlockReader::report_lines(const PemBlock& block, const PemHeader& header) {
  const BodyLines lines = look_at_lines(header.rest, header.present);
  Location where = at(block);
  where.end_line.reset();
  if (!block.indented() && !block.end_indented && !block.quoted() && !header.present && has_blanks(block.body)) {
    once("pem-blanks", Severity::note, fmt::format("lines of the block {} begin or end with blanks", in_quotes(block.label)), where);
  }
  if (lines.doubled && lines.blank != 0) {
    once("pem-doubled-line-ends", Severity::warning, "lines end with CR CR LF, and every second line is empty", where);
  } else if (lines.doubled) {
    once("pem-double-carriage-return", Severity::warning, "lines end with CR CR LF instead of LF", where);
  } else if (lines.blank != 0) {
    const std::string_view body = block.quoted_lines() ? as_text(unquoted_) : block.body;
    const auto above = std::count(body.data(), header.rest.data(), '\n');
    where.line = block.line + static_cast<std::uint32_t>(above) + lines.blank;
    once("pem-blank-lines", Severity::warning, fmt::format("the block {} contains empty lines", in_quotes(block.label)), where);
  }
}

// The body without the marks of a quoted mail.
std::string_view PemBlockReader::cleaned(const PemBlock& block) {
  if (!block.quoted_lines()) return block.body;
  unquoted_ = without_quotation(block.body);
  return as_text(unquoted_);
}

// Bytes of other character sets and backslashes at line ends among the base64 are left out where the rest decodes.
Base64Result PemBlockReader::decode_text(const PemBlock& block, std::string_view body) {
  if (buffer_.size() < base64_capacity(body)) buffer_.resize(base64_capacity(body));
  const Base64Result result = decode_base64(body, buffer_.data());
  if (result.status != Base64Result::Status::bad_character) return result;
  const bool foreign = static_cast<unsigned char>(body[result.error_offset]) >= 0x80 || continues_line(body, result.error_offset);
  if (!foreign) return result;
  const SecretBytes ascii = ascii_of(body);
  const Base64Result again = decode_base64(as_text(ascii), buffer_.data());
  if (again.status != Base64Result::Status::ok) return result;
  const std::string_view octet = body.substr(result.error_offset);
  once("pem-stray-characters", Severity::warning,
       fmt::format("{} is in the base64 of the block {}", show_character(octet), in_quotes(block.label)),
       block.quoted_lines() ? at(block) : place_in(block, octet.data(), at(block)));
  return again;
}

// False where the base64 decodes to something within the limits.
bool PemBlockReader::report_failure(const PemBlock& block, std::string_view body, const Base64Result& result) {
  const std::size_t limit = context_.options.limits.pem_block_bytes;
  const Location where = at(block);
  if (result.status == Base64Result::Status::bad_character) {
    const std::string_view octet = body.substr(result.error_offset);
    report_error(context_, container_, "pem-base64",
                 fmt::format("{} is not base64; the block {} was not read", show_character(octet), in_quotes(block.label)),
                 place_in(block, octet.data(), where));
  } else if (result.status == Base64Result::Status::bad_length) {
    report_error(context_, container_, "pem-base64",
                 fmt::format("the base64 of the block {} has an incomplete last byte", in_quotes(block.label)),
                 place_in(block, body.data() + body.size(), where));
  } else if (result.size > limit) {
    report_error(context_, container_, "pem-block-too-large",
                 fmt::format("the block has {} bytes; at most {} are read", result.size, limit), where);
  } else if (result.size == 0) {
    report_error(context_, container_, "pem-empty", fmt::format("the block {} is empty", in_quotes(block.label)), where);
  } else {
    return false;
  }
  return true;
}

std::optional<std::size_t> PemBlockReader::decode(const PemBlock& block, const PemHeader& header) {
  const std::string_view body = header.rest;
  const std::size_t limit = context_.options.limits.pem_block_bytes;
  const Location where = at(block);
  if (body.size() / 4 * 3 > limit * 2) {
    report_error(context_, container_, "pem-block-too-large",
                 fmt::format("the block has {} characters; at most {} bytes are read", body.size(), limit), where);
    return std::nullopt;
  }
  const Base64Result result = decode_text(block, body);
  if (report_failure(block, body, result)) return std::nullopt;
  if (result.padding_wrong && !header.encrypted && !asn1::Asn1Reader(ByteView(buffer_).first(result.size), asn1::Encoding::ber).next()) {
    report_error(context_, container_, "pem-base64",
                 fmt::format("the base64 of the block {} is incomplete; the block was not read", in_quotes(block.label)), where);
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

std::optional<PemContent> PemBlockReader::read(const PemBlock& block) {
  const PemHeader header = read_pem_header(cleaned(block));
  report_lines(block, header);
  if (header.present && !header.encrypted) {
    once("pem-headers", Severity::warning, fmt::format("the block {} contains header lines but is not encrypted", in_quotes(block.label)),
         at(block));
  }
  const std::optional<std::size_t> size = decode(block, header);
  return size ? std::optional(PemContent{header, ByteView(buffer_).first(*size)}) : std::nullopt;
}

}  // namespace chainlint::formats
