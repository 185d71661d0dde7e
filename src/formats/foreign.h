// Files that people have in place of a certificate: error pages, documents, ciphertext, keys of other programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text_input.h"

namespace chainlint::formats {

// What a file is that this program does not read.
struct Foreign {
  const char* code = "file-foreign";       // of the diagnostic: "file-foreign", "file-encrypted", "format-unsupported", "file-empty"
  std::string title;                       // "an HTML page ('404 Not Found')"
  std::string advice;                      // what to do
  std::optional<std::uint32_t> line = {};  // of the file, where one line shows it
};

// Recognises by magic bytes and the beginning of the text. `file` is the name for commands, as a shell takes it. Linear; looks at the first
// 64 KiB.
std::optional<Foreign> recognize_foreign(ByteView raw, const TextInput& text, std::string_view file);

// Whether a text that begins with '<' is an HTML page.
bool is_html(std::string_view text);

// The same by the label of a PEM block of another program: "PGP MESSAGE", "AGE ENCRYPTED FILE".
std::optional<Foreign> foreign_of_label(std::string_view label, std::string_view file);

// The file of a path as a word of a shell; a member of an archive by the name that it has once it is unpacked.
std::string file_word(std::string_view path);

}  // namespace chainlint::formats
