// Long texts cut for formats that have room for little.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chainlint::report {

// Up to `most` bytes of `text` as it is, cut between characters; "…" stands for what is left out.
std::string excerpt(std::string_view text, std::size_t most);

// With key identifiers, serial numbers and fingerprints of 12 bytes and more as their first and last four: "E8F23F89…8259C300".
std::string with_short_hex(std::string_view text);

// On one line: line breaks become blanks, all else as printable() has it.
std::string on_one_line(std::string_view text);

// "3 files, 2 bundles: 1 error, 0 warnings, 4 notes, 1 waived": the line that ends reports for people, without ink.
struct Summary;
std::string summary_words(const Summary& summary);

}  // namespace chainlint::report
