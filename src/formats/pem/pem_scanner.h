// Finds the blocks of a PEM text (RFC 7468, and what people really send) in one linear pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chainlint::formats {

// How a BEGIN or END line is written: five hyphens, the word, a blank, the label, five hyphens (RFC 7468 section 3).
struct PemBoundary {
  std::size_t lead = 5, tail = 5;  // hyphens, or what is in their place
  bool typographic = false;        // dashes of a word processor among them
  bool blanks = false;             // more blanks than the one before the label
  bool no_break = false;           // a blank is a non-breaking space

  bool sound() const { return lead == 5 && tail == 5 && !typographic && !blanks && !no_break; }
};

// One `-----BEGIN` up to its end. Views borrow from the text.
struct PemBlock {
  enum class End {
    matched,     // END of the same label
    mismatched,  // END of another label, which is `end_label`
    missing,     // another BEGIN or the end of the text comes first
  };
  std::string_view label;
  std::string_view body;  // between the boundaries, headers (RFC 1421) included
  End end = End::matched;
  std::string_view end_label;
  std::uint32_t line = 1, column = 1;    // of BEGIN
  std::uint32_t end_line = 1;            // of END, or of the last line looked at
  std::size_t begin_at = 0, end_at = 0;  // bytes of the text: from the hyphens of BEGIN to after those of END, or to the end of the body
  PemBoundary begin_form, end_form;      // as BEGIN and END are written; of END where there is one
  std::string_view lead;                 // what is before BEGIN on its line, after the block before
  bool glued = false;                    // on one line with the END before it
  bool text_after_end = false;           // on the line of END, neither blank nor another boundary
  bool one_line = false;                 // no line end after the BEGIN boundary
  bool end_indented = false;             // only blanks are before END on its line

  bool indented() const { return !lead.empty() && lead.find_first_not_of(" \t") == std::string_view::npos; }
  bool quoted() const { return !lead.empty() && !indented() && !marked(); }
  // A string begins before BEGIN.
  bool opens_string() const { return !lead.empty() && std::string_view("\"'`").find(lead.back()) != std::string_view::npos; }
  // The value of a setting: TLS_KEY="-----BEGIN of an environment file, of Java properties or of Terraform variables, key: "-----BEGIN, or
  // the string of a device or program: set ca "-----BEGIN.
  bool assigned() const {
    const std::size_t last = lead.find_last_not_of(" \t\"'`");
    return last != std::string_view::npos && (opens_string() || (last > 0 && lead[last] == '='));
  }
  // A byte order mark is before BEGIN: files with one were joined.
  bool marked() const { return lead == "\xEF\xBB\xBF"; }
  // Every line begins as in a quoted mail.
  bool quoted_lines() const { return quoted() && lead.find_first_not_of(" \t>|") == std::string_view::npos; }
};

// An END boundary that closes no block.
struct StrayEnd {
  std::uint32_t line = 1;
  std::string_view label;  // borrows from the text
  std::size_t base64 = 0;  // characters of base64 on the lines directly before it, which no block contains

  // Whether the characters before it are too few for an object of the label, so that nothing was lost.
  bool is_remainder() const;
};

class PemScanner {
 public:
  explicit PemScanner(std::string_view text) : text_(text) {}

  // The next block; nothing at the end of the text.
  std::optional<PemBlock> next();

  // The END boundary at the start of a line that closes no block, before the block last returned or before the end of the text. Only the
  // first since the last call; nothing where there was none. An END that follows a block which did not match is not one.
  std::optional<StrayEnd> take_stray_end();

  // The first line outside blocks that is not blank; known when next() has returned nothing.
  std::optional<std::uint32_t> first_extra_line() const { return extra_line_; }

  // Lines that end with CR alone; only the first is given.
  std::optional<std::uint32_t> lone_carriage_return() const { return lone_cr_; }

 private:
  struct Marker;
  struct Word {
    std::string_view text;
    std::size_t at = 0;  // the first place at or after `from`
    std::size_t from = 0;
    bool known = false;
  };
  std::size_t find(Word& word, std::size_t from) const;
  std::optional<Marker> find_marker(std::size_t from);
  bool read_marker(std::size_t from, std::size_t word, Marker& marker) const;
  bool read_label(std::size_t after, Marker& marker) const;
  bool at_line_start(std::size_t position) const;
  bool ends_line_end(std::size_t position);
  bool is_prose(const Marker& begin) const;
  std::size_t base64_before(std::size_t position) const;
  bool text_since(std::size_t position) const { return text_end_ > position; }
  void pass_text(std::size_t to);
  void close_block(PemBlock& block, const Marker& begin);
  bool has_text_after(std::size_t position) const;
  void count_lines_to(std::size_t position);

  std::string_view text_;
  std::size_t position_ = 0;  // all before it is done
  std::size_t counted_ = 0;   // line_ is the line of this byte
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::size_t text_end_ = 0;  // after the last byte counted that is not blank
  std::size_t last_block_end_ = 0;
  bool resyncing_ = false;
  std::size_t cr_run_end_ = 0;  // after the run of CR that was last looked at
  bool cr_run_ends_line_ = false;
  Word begin_{"BEGIN"}, end_{"END"};
  std::optional<std::uint32_t> lone_cr_, extra_line_;
  std::optional<StrayEnd> stray_end_;
};

}  // namespace chainlint::formats
