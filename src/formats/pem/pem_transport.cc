#include "pem/pem_transport.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "der/der.h"
#include "pem/pem_body.h"
#include "pem/pem_header.h"
#include "pem/pem_label.h"
#include "pem/pem_scanner.h"

namespace chainlint::formats {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ";

void put(SecretBytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

std::optional<unsigned> number_of(std::string_view digits, int base) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  return error == std::errc() && end == digits.data() + digits.size() && !digits.empty() ? std::optional(number) : std::nullopt;
}

bool has_whole_block(std::string_view text) {
  PemScanner scanner(text);
  while (const auto block = scanner.next()) {
    const LabelKind label = kind_of_label(block->label);
    if (label == LabelKind::foreign || block->end != PemBlock::End::matched) continue;
    const SecretBytes unquoted = block->quoted_lines() ? without_quotation(block->body) : SecretBytes();
    const PemHeader header = read_pem_header(block->quoted_lines() ? as_text(unquoted) : block->body);
    SecretBytes bytes(base64_capacity(header.rest));
    const Base64Result result = decode_base64(header.rest, bytes.data());
    if (result.status != Base64Result::Status::ok || result.size == 0) continue;
    bytes.resize(result.size);
    if (header.encrypted || label_fits(label, sniff_der(bytes))) return true;
  }
  return false;
}

// An entity of the base64 and the boundaries, or a blank; all others are left out.
void put_entity(std::string_view entity, SecretBytes& out) {
  struct Named {
    std::string_view name, text;
  };
  constexpr std::array kNamed = {Named{"plus", "+"}, Named{"equals", "="}, Named{"sol", "/"}, Named{"dash", "-"},     Named{"nbsp", " "},
                                 Named{"lt", "<"},   Named{"gt", ">"},     Named{"amp", "&"}, Named{"NewLine", "\n"}, Named{"hyphen", "-"}};
  if (!entity.starts_with('#')) {
    for (const Named& each : kNamed) {
      if (each.name == entity) put(out, each.text);
    }
    return;
  }
  entity.remove_prefix(1);
  const bool hex = entity.starts_with('x') || entity.starts_with('X');
  const unsigned code = number_of(entity.substr(hex ? 1 : 0), hex ? 16 : 10).value_or(0);
  constexpr unsigned kNoBreakSpace = 0xA0;
  if (code == kNoBreakSpace) out.push_back(' ');
  if (code != '\r' && code < 0x80 && code != 0) out.push_back(static_cast<std::uint8_t>(code));
}

// At most the length of &NewLine; counts.
SecretBytes without_entities(std::string_view text) {
  SecretBytes out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '&' ? text.substr(at, std::string_view("&NewLine;").size()).find(';') : std::string_view::npos;
    if (end == std::string_view::npos) {
      out.push_back(static_cast<std::uint8_t>(text[at]));
    } else {
      put_entity(text.substr(at + 1, end - 1), out);
      at += end;
    }
  }
  return out;
}

// Each tag is the end of a line.
SecretBytes without_html(std::string_view text) {
  const SecretBytes decoded = without_entities(text);
  SecretBytes out;
  out.reserve(decoded.size());
  bool tag = false;
  for (const char c : as_text(decoded)) {
    if (c == '<') out.push_back('\n');
    tag = (tag && c != '>') || c == '<';
    if (!tag && c != '>' && c != '"') out.push_back(static_cast<std::uint8_t>(c));
  }
  return out;
}

// RFC 2045 section 6.7.
SecretBytes without_quoted_printable(std::string_view text) {
  SecretBytes out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      out.push_back(static_cast<std::uint8_t>(text[at]));
    } else if (const auto byte = number_of(text.substr(at + 1, 2), 16); byte && at + 2 < text.size()) {
      out.push_back(static_cast<std::uint8_t>(*byte));
      at += 2;
    } else {
      at = std::min(text.find('\n', at), text.size());
    }
  }
  return out;
}

bool has_plus_for_blank(std::string_view text) { return text.find("BEGIN+") != std::string_view::npos; }

// %0A for a line end, as proxies pass a certificate in a header; forms have + for a blank.
SecretBytes without_url_encoding(std::string_view text) {
  const bool plus = has_plus_for_blank(text);
  SecretBytes out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = text[at] == '%' ? number_of(text.substr(at + 1, 2), 16) : std::nullopt;
    out.push_back(static_cast<std::uint8_t>(byte ? *byte : plus && text[at] == '+' ? ' ' : text[at]));
    if (byte) at += 2;
  }
  return out;
}

// Control words are \word or \word12, with one blank after them; those of paragraphs end a line, which a line end of the file does not.
SecretBytes without_rtf(std::string_view text) {
  SecretBytes out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '\\') {
      if (c != '{' && c != '}' && c != '\n' && c != '\r') out.push_back(static_cast<std::uint8_t>(c));
      continue;
    }
    const std::size_t word = ++at;
    while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z'))) ++at;
    const std::string_view name = text.substr(word, at - word);
    if (name.empty()) {
      if (at < text.size() && (text[at] == '\n' || text[at] == '\r')) out.push_back('\n');
      if (at < text.size() && text[at] == '_') out.push_back('-');
      continue;
    }
    if (name == "par" || name == "line") out.push_back('\n');
    if (at < text.size() && text[at] == '-') ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at >= text.size() || text[at] != ' ') --at;
  }
  return out;
}

// From the boundary or header on its line, else the base64 at its end.
std::string_view without_lead(std::string_view line) {
  for (const std::string_view mark : {kBegin, kEnd, std::string_view("Proc-Type:"), std::string_view("DEK-Info:")}) {
    if (const std::size_t at = line.find(mark); at != std::string_view::npos) return line.substr(at);
  }
  std::size_t first = line.size();
  while (first > 0 && (is_base64_digit(line[first - 1]) || line[first - 1] == '=')) --first;
  return line.substr(first);
}

SecretBytes without_leads(std::string_view text) {
  SecretBytes out;
  out.reserve(text.size());
  bool inside = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    inside = inside || line.find(kBegin) != std::string_view::npos;
    if (!inside) continue;
    put(out, without_lead(trimmed(line, "\r")));
    out.push_back('\n');
    inside = line.find(kEnd) == std::string_view::npos;
  }
  return out;
}

// What is before the first BEGIN on its line.
std::string_view lead_of(std::string_view text) {
  const std::size_t at = text.find(kBegin);
  if (at == std::string_view::npos) return {};
  const std::size_t line = text.substr(0, at).rfind('\n') + 1;
  return trimmed(text.substr(line, at - line), " \t");
}

// Within the first block: the text of a program has such characters, too.
bool has_html(std::string_view text) {
  text.remove_prefix(text.find("BEGIN"));
  return text.substr(0, text.find("END")).find_first_of("&<") != std::string_view::npos;
}

bool has_quoted_printable(std::string_view text) {
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    if (number_of(text.substr(at + 1, 2), 16)) return true;
  }
  return false;
}

bool has_url_encoding(std::string_view text) {
  return text.find("%0A") != std::string_view::npos || text.find("%0a") != std::string_view::npos || has_plus_for_blank(text);
}

bool is_rtf(std::string_view text) { return trimmed(text.substr(0, 64)).starts_with("{\\rtf"); }

bool has_line_numbers(std::string_view text) {
  const std::string_view lead = lead_of(text);
  return !lead.empty() && lead.find_first_not_of("0123456789:.|)") == std::string_view::npos;
}

// What is in the comments of a file is not there to be read.
bool has_leads(std::string_view text) {
  const std::string_view lead = lead_of(text);
  return !lead.empty() && lead.find_first_not_of("#/;*-") != std::string_view::npos;
}

struct Form {
  std::string_view name;
  bool (*shows)(std::string_view text);  // a quick look that comes first
  SecretBytes (*undo)(std::string_view text);
};

constexpr std::array kForms = {
    Form{"PEM inside an RTF document", is_rtf, without_rtf},
    Form{"PEM in quoted-printable, an encoding of e-mail", has_quoted_printable, without_quoted_printable},
    Form{"PEM in URL encoding, as a proxy passes it in a header", has_url_encoding, without_url_encoding},
    Form{"PEM with entities or tags of HTML", has_html, without_html},
    Form{"PEM with line numbers", has_line_numbers, without_leads},
    Form{"PEM with text before each line, as in a log", has_leads, without_leads},
};

}  // namespace

std::optional<Transport> undo_transport(std::string_view text) {
  const std::size_t begin = text.find("BEGIN");
  if (begin == std::string_view::npos) return std::nullopt;
  std::optional<bool> readable;
  for (const Form& form : kForms) {
    if (!form.shows(text)) continue;
    if (!readable) readable = has_whole_block(text);
    if (*readable) return std::nullopt;
    SecretBytes plain = form.undo(text);
    if (!has_whole_block(as_text(plain))) continue;
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    return Transport{form.name, static_cast<std::uint32_t>(line), std::move(plain)};
  }
  return std::nullopt;
}

}  // namespace chainlint::formats
