// One PEM block: how it is written, and the bytes that its base64 encodes.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "chainlint/base/base64.h"
#include "chainlint/base/secret.h"
#include "pem/pem_header.h"
#include "pem/pem_scanner.h"
#include "reading.h"

namespace chainlint::formats {

// The headers of a block and its content. Borrows from the reader until the next block is read.
struct PemContent {
  PemHeader header;
  ByteView object;
};

// Reads the blocks of one text. Each kind of defect that programs read over is reported once per text, what cannot be decoded each time.
class PemBlockReader {
 public:
  PemBlockReader(ReadContext& context, Container& container) : context_(context), container_(container) {}

  // The lines of the block.
  Location at(const PemBlock& block) const;

  // Reports the first defect with this code, or of this kind where the code has several.
  void once(const char* code, Severity severity, std::string message, const Location& where, const char* kind = nullptr);

  // Reports what is wrong with the BEGIN and END lines.
  void report_boundaries(const PemBlock& block);

  // Decodes the body; nothing where it is not base64, is empty, or is larger than Limits::pem_block_bytes.
  std::optional<PemContent> read(const PemBlock& block);

 private:
  std::string_view cleaned(const PemBlock& block);
  void report_lines(const PemBlock& block, const PemHeader& header);
  std::optional<std::size_t> decode(const PemBlock& block, const PemHeader& header);
  Base64Result decode_text(const PemBlock& block, std::string_view body);
  bool report_failure(const PemBlock& block, std::string_view body, const Base64Result& result);

  ReadContext& context_;
  Container& container_;
  SecretBytes buffer_;    // decoded bytes of the current block; may contain a private key
  SecretBytes unquoted_;  // the body of the current block without marks of quotation
  std::set<std::string_view> reported_;
};

}  // namespace chainlint::formats
