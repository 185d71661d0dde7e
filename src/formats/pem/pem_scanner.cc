#include "pem/pem_scanner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "pem/pem_label.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kHyphens = 5;

// Characters of base64. An Ed25519 key in PKCS#8 has 64; a certificate with names, validity period, key and signature never has less than
// 256.
constexpr std::size_t kShortestObject = 60, kShortestCertificate = 256;

constexpr std::string_view kBlanks = " \t\r\n\v\f";

bool is_blank_or_break(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A mark that mail programs put before every line.
bool is_quotation(char c) { return c == '>' || c == '|'; }

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

bool is_no_mark(char) { return false; }

bool is_boundary_word(std::string_view text) { return text.starts_with("BEGIN ") || text.starts_with("END "); }

// Dashes that word processors, mail programs and keyboards put in the place of hyphens, in UTF-8; those of Windows-1252 are one byte.
constexpr std::array<std::string_view, 11> kDashes = {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93",
                                                      "\xE2\x80\x94", "\xE2\x80\x95", "\xE2\x88\x92", "\xEF\xB9\x98",
                                                      "\xEF\xB9\xA3", "\xEF\xBC\x8D", "\xC2\xAD"};

bool is_windows_dash(char c) { return c == '\x96' || c == '\x97'; }

// The bytes of the hyphen or dash with which the text begins, or ends; 0 where there is none.
std::size_t hyphen_at(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == '-') return 1;
  if (static_cast<unsigned char>(text.front()) < 0x80) return 0;
  for (const std::string_view dash : kDashes) {
    if (text.starts_with(dash)) return dash.size();
  }
  return is_windows_dash(text.front()) ? 1 : 0;
}

std::size_t hyphen_before(std::string_view text) {
  if (text.empty()) return 0;
  if (text.back() == '-') return 1;
  if (static_cast<unsigned char>(text.back()) < 0x80) return 0;
  for (const std::string_view dash : kDashes) {
    if (text.ends_with(dash)) return dash.size();
  }
  return is_windows_dash(text.back()) ? 1 : 0;
}

// The bytes of the blank with which the text begins, 0 where there is none. Word processors, mail programs and wikis write non-breaking
// spaces, in UTF-8 or Windows-1252.
std::size_t blank_at(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\xA0')) return 1;
  return text.starts_with("\xC2\xA0") ? 2 : 0;
}

// Past blanks, line ends written as two characters, and what `is_mark` says.
std::size_t skip_blanks(std::string_view text, std::size_t at, bool (*is_mark)(char) = is_no_mark) {
  while (at < text.size()) {
    if (is_blank_or_break(text[at]) || is_mark(text[at])) {
      ++at;
    } else if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == 'n' || text[at + 1] == 'r')) {
      at += 2;
    } else if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '\\' || text[at + 1] == '\n' || text[at + 1] == '\r')) {
      ++at;  // escaped once more, or the line goes on
    } else {
      break;
    }
  }
  return at;
}

// A line of blanks that is not closed: the indent of what follows.
bool ends_with_indent(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t");
  return last != std::string_view::npos && last + 1 < text.size() && (text[last] == '\n' || text[last] == '\r');
}

}  // namespace

// A boundary: hyphens, BEGIN or END, a label.
struct PemScanner::Marker {
  bool begin = false;
  std::size_t start = 0;  // of the hyphens
  std::size_t end = 0;    // after the closing hyphens
  std::string_view label;
  PemBoundary form;
};

// Searched on once for every place, whatever is asked.
std::size_t PemScanner::find(Word& word, std::size_t from) const {
  const bool holds = word.known && word.from <= from && (word.at >= from || word.at == std::string_view::npos);
  if (!holds) word = {word.text, text_.find(word.text, from), from, true};
  return word.at;
}

// Only blanks and marks of quotation are before it on its line.
bool PemScanner::at_line_start(std::size_t position) const {
  while (position > 0 && (is_blank_or_break(text_[position - 1]) || is_quotation(text_[position - 1]))) {
    if (text_[position - 1] == '\n' || text_[position - 1] == '\r') return true;
    --position;
  }
  return position == 0;
}

// False where it is no label; `marker.end` is after it. One with non-breaking spaces must be known.
bool PemScanner::read_label(std::size_t after, Marker& marker) const {
  std::string written;
  std::size_t end = after;
  while (end < text_.size() && end - after <= PemLimits::kLabelBytes) {
    const std::size_t blank = blank_at(text_.substr(end));
    if (blank == 0 && (text_[end] < ' ' || text_[end] >= 0x7F || text_[end] == '-')) break;
    marker.form.no_break |= blank != 0 && text_[end] != ' ';
    written += blank != 0 ? ' ' : text_[end];
    end += std::max<std::size_t>(blank, 1);
  }
  marker.end = end;
  const std::string_view label = trimmed(std::string_view(written).substr(std::min<std::size_t>(1, written.size())), kBlanks);
  marker.form.blanks |= label.size() + 1 != written.size();
  marker.label = marker.form.no_break ? known_label(label) : trimmed(text_.substr(after, end - after), kBlanks);
  return !marker.label.empty() && end - after <= PemLimits::kLabelBytes;
}

// False where no boundary is there; `marker.end` is where to look on.
bool PemScanner::read_marker(std::size_t from, std::size_t word, Marker& marker) const {
  marker = {};
  marker.begin = text_[word] == 'B';
  marker.end = word + (marker.begin ? begin_.text : end_.text).size();
  const std::size_t after = marker.end;
  if (blank_at(text_.substr(after)) == 0) return false;
  std::size_t start = word;
  while (start > from && (text_[start - 1] == ' ' || text_[start - 1] == '\t') && word - start < 2) --start;
  marker.form.blanks = start < word;
  std::size_t lead = 0;
  for (std::size_t size = 0; lead < PemLimits::kHyphens && (size = hyphen_before(text_.substr(from, start - from))) != 0; start -= size) {
    marker.form.typographic |= text_[start - 1] != '-';
    ++lead;
  }
  if (lead == 0) return false;
  marker.start = start;
  marker.form.lead = lead;
  const bool labelled = read_label(after, marker);
  std::size_t end = marker.end, tail = 0;
  for (std::size_t size = 0; tail < PemLimits::kHyphens && (size = hyphen_at(text_.substr(end))) != 0; end += size) {
    marker.form.typographic |= text_[end] != '-';
    ++tail;
  }
  // The hyphens of the next boundary may follow at once.
  if (tail >= 2 * kHyphens && !marker.form.typographic && is_boundary_word(text_.substr(end))) {
    end -= tail - kHyphens;
    tail = kHyphens;
  }
  marker.form.tail = tail;
  marker.end = end;
  if (!labelled) return false;
  const bool usual = lead == kHyphens && !marker.form.typographic && !marker.form.no_break && text_[word - 1] == '-';
  return usual || (kind_of_label(marker.label) != LabelKind::foreign && at_line_start(marker.start));
}

std::optional<PemScanner::Marker> PemScanner::find_marker(std::size_t from) {
  Marker marker;
  for (std::size_t at = from;;) {
    const std::size_t word = std::min(find(begin_, at), find(end_, at));
    if (word == std::string_view::npos) return std::nullopt;
    if (read_marker(from, word, marker)) return marker;
    at = std::max(marker.end, word + 1);
  }
}

// Whether the line goes on to a line feed after the CR at `position`: CR LF, CR CR LF.
bool PemScanner::ends_line_end(std::size_t position) {
  if (position >= cr_run_end_) {
    cr_run_end_ = std::min(text_.find_first_not_of('\r', position), text_.size());
    cr_run_ends_line_ = cr_run_end_ < text_.size() && text_[cr_run_end_] == '\n';
  }
  return cr_run_ends_line_;
}

void PemScanner::count_lines_to(std::size_t position) {
  for (; counted_ < position; ++counted_) {
    // Almost all of a PEM text are lines of base64: what is neither blank nor a control character is passed at once.
    const std::size_t word = counted_;
    while (counted_<position&& static_cast<unsigned char>(text_[counted_])> ' ') ++counted_;
    if (counted_ > word) text_end_ = counted_;
    if (counted_ == position) return;
    const char c = text_[counted_];
    if (!is_blank_or_break(c)) text_end_ = counted_ + 1;
    if (c != '\n' && c != '\r') continue;
    if (c == '\r' && ends_line_end(counted_)) continue;
    if (c == '\r' && !lone_cr_) lone_cr_ = line_;
    ++line_;
    line_start_ = counted_ + 1;
  }
}

// A boundary in the middle of a sentence, or one that is not closed: what follows must be the base64 of a SEQUENCE, which begins with M, or
// a header, for it to count.
bool PemScanner::is_prose(const Marker& begin) const {
  if (begin.form.sound() && !text_since(std::max(line_start_, last_block_end_))) return false;
  const std::string_view rest = text_.substr(skip_blanks(text_, begin.end, is_quotation), 9);
  return !rest.starts_with("M") && !rest.starts_with("Proc-Type");
}

void PemScanner::pass_text(std::size_t to) {
  if (!extra_line_) {
    const std::size_t text = skip_blanks(text_.substr(0, to), counted_);
    if (text < to) {
      count_lines_to(text);
      extra_line_ = line_;
    }
  }
  count_lines_to(to);
}

// OpenSSL drops blanks, control characters and everything beyond ASCII from the end of a line, and refuses the rest after END.
bool PemScanner::has_text_after(std::size_t position) const {
  while (position < text_.size() && (text_[position] == ' ' || text_[position] == '\t')) ++position;
  if (position >= text_.size() || hyphen_at(text_.substr(position)) != 0) return false;
  return text_[position] > ' ' && text_[position] < 0x7F;
}

void PemScanner::close_block(PemBlock& block, const Marker& begin) {
  const std::optional<Marker> end = find_marker(begin.end);
  const std::size_t body_end = end ? end->start : text_.size();
  block.body = text_.substr(begin.end, body_end - begin.end);
  if (!end || end->begin) {
    block.end = PemBlock::End::missing;
    position_ = body_end;
  } else {
    block.end = end->label == block.label ? PemBlock::End::matched : PemBlock::End::mismatched;
    block.end_label = end->label;
    block.end_form = end->form;
    position_ = end->end;
    block.text_after_end = has_text_after(position_);
  }
  block.end_at = position_;
  resyncing_ = block.end != PemBlock::End::matched;
  std::size_t after = 0;
  for (std::size_t blank = 0; after < block.body.size(); after += blank) {
    blank = block.body[after] == '\t' ? 1 : blank_at(block.body.substr(after));
    if (blank == 0) break;
  }
  block.one_line = after < block.body.size() && block.body[after] != '\n' && block.body[after] != '\r';
  block.end_indented = block.end != PemBlock::End::missing && !block.one_line && ends_with_indent(block.body);
  count_lines_to(body_end);
  block.end_line = line_;
  last_block_end_ = position_;
}

// Back to the first character that is neither base64 nor blank.
std::size_t PemScanner::base64_before(std::size_t position) const {
  std::size_t count = 0;
  for (; position > last_block_end_; --position) {
    const char c = text_[position - 1];
    if (is_base64_digit(c)) {
      ++count;
    } else if (!is_blank_or_break(c)) {
      break;
    }
  }
  return count;
}

std::optional<PemBlock> PemScanner::next() {
  count_lines_to(position_);
  for (;;) {
    const std::optional<Marker> marker = find_marker(position_);
    pass_text(marker ? marker->start : text_.size());
    if (!marker) {
      position_ = text_.size();
      return std::nullopt;
    }
    const bool at_line_start = !text_since(line_start_);
    position_ = marker->end;
    if (!marker->begin) {
      // The first behind which an object may be lost, else the first.
      if (at_line_start && !resyncing_ && (!stray_end_ || stray_end_->is_remainder())) {
        const StrayEnd end{line_, marker->label, base64_before(marker->start)};
        if (!stray_end_ || !end.is_remainder()) stray_end_ = end;
      }
    } else if (!is_prose(*marker)) {
      PemBlock block;
      block.label = marker->label;
      block.line = line_;
      block.column = static_cast<std::uint32_t>(marker->start - line_start_ + 1);
      block.begin_at = marker->start;
      block.begin_form = marker->form;
      block.glued = last_block_end_ > line_start_ && !text_since(last_block_end_);
      const std::size_t lead = std::max(line_start_, last_block_end_);
      const bool blank =
          skip_blanks(text_, lead) >= marker->start && text_.substr(lead, marker->start - lead).find('\\') != std::string_view::npos;
      if (!block.glued && !blank) block.lead = text_.substr(lead, marker->start - lead);
      close_block(block, *marker);
      return block;
    }
  }
}

std::optional<StrayEnd> PemScanner::take_stray_end() { return std::exchange(stray_end_, std::nullopt); }

bool StrayEnd::is_remainder() const {
  const LabelKind kind = kind_of_label(label);
  const bool certificate = kind == LabelKind::certificate || kind == LabelKind::trusted_certificate;
  return base64 < (certificate ? kShortestCertificate : kShortestObject);
}

}  // namespace chainlint::formats
