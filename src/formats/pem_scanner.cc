#include "pem_scanner.h"

#include <algorithm>

namespace chainlint {
namespace {

constexpr std::string_view kDashes = "-----";
constexpr std::size_t kLabelLength = 80;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

// Past blanks and line ends written as two characters.
std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
    } else if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == 'n' || text[at + 1] == 'r' || text[at + 1] == '\\')) {
      at += text[at + 1] == '\\' ? 1 : 2;
    } else {
      break;
    }
  }
  return at;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

// A boundary: five dashes, BEGIN or END, a label.
struct PemScanner::Marker {
  bool begin = false;
  bool complete = false;  // five dashes close it
  std::size_t start = 0;  // of the dashes
  std::size_t end = 0;    // after the closing dashes
  std::string_view label;
};

std::optional<PemScanner::Marker> PemScanner::find_marker(std::size_t from) const {
  for (;;) {
    const std::size_t dashes = text_.find(kDashes, from);
    if (dashes == std::string_view::npos) return std::nullopt;
    std::size_t word = dashes;
    while (word < text_.size() && text_[word] == '-') ++word;
    const bool begin = text_.substr(word, 6) == "BEGIN ";
    if (!begin && text_.substr(word, 4) != "END ") {
      from = word;
      continue;
    }
    Marker marker;
    marker.begin = begin;
    marker.start = word - kDashes.size();
    const std::size_t label = word + (begin ? 6 : 4);
    std::size_t end = label;
    while (end < text_.size() && end - label <= kLabelLength && text_[end] >= ' ' && text_[end] < 0x7F && text_[end] != '-') ++end;
    marker.label = trimmed(text_.substr(label, end - label));
    marker.complete = text_.substr(end, kDashes.size()) == kDashes;
    while (!marker.complete && end < text_.size() && text_[end] == '-') ++end;
    marker.end = marker.complete ? end + kDashes.size() : end;
    if (end - label > kLabelLength || marker.label.empty()) {
      from = end;
      continue;
    }
    return marker;
  }
}

void PemScanner::count_lines_to(std::size_t position) {
  for (; counted_ < position; ++counted_) {
    const char c = text_[counted_];
    if (!is_blank(c)) text_end_ = counted_ + 1;
    if (c != '\n' && c != '\r') continue;
    const bool crlf = c == '\r' && counted_ + 1 < text_.size() && text_[counted_ + 1] == '\n';
    if (crlf) continue;
    if (c == '\r') lone_cr_ = true;
    ++line_;
    line_start_ = counted_ + 1;
  }
}

// A boundary in the middle of a sentence, or one that is not closed: what follows must be the base64 of a SEQUENCE, which begins with M, or
// a header, for it to count.
bool PemScanner::is_prose(const Marker& begin) const {
  if (begin.complete && !text_since(std::max(line_start_, last_block_end_))) return false;
  const std::string_view rest = text_.substr(skip_blanks(text_, begin.end), 9);
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
    block.bad_boundary = block.bad_boundary || !end->complete;
    position_ = end->end;
  }
  resyncing_ = block.end != PemBlock::End::matched;
  const std::string_view first = block.body.substr(0, block.body.find_first_not_of(" \t"));
  const std::size_t after = first.size();
  block.one_line = after < block.body.size() && block.body[after] != '\n' && block.body[after] != '\r';
  count_lines_to(body_end);
  block.end_line = line_;
  last_block_end_ = position_;
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
      if (at_line_start && !resyncing_ && !stray_end_) stray_end_ = line_;
    } else if (!is_prose(*marker)) {
      PemBlock block;
      block.label = marker->label;
      block.line = line_;
      block.column = static_cast<std::uint32_t>(marker->start - line_start_ + 1);
      block.glued = last_block_end_ == marker->start && marker->start != line_start_;
      block.indented = at_line_start && marker->start != line_start_;
      block.bad_boundary = !marker->complete;
      close_block(block, *marker);
      return block;
    }
  }
}

std::optional<std::uint32_t> PemScanner::take_stray_end() {
  auto line = stray_end_;
  stray_end_.reset();
  return line;
}

}  // namespace chainlint
