// Text for people: suggestions for typing errors, and bytes from hostile files made safe to print.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint {

// The element of `known` that is most similar to `typed`: the nearest by Damerau-Levenshtein distance, at most a third of the length
// away; the first of equals. Nothing where none is near.
std::optional<std::string> nearest(std::string_view typed, std::span<const std::string_view> known);
std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known);

// `text` as valid UTF-8 on one line: invalid bytes become U+FFFD, and hidden characters are escaped as \u{202E}. Safe for a terminal.
std::string printable(std::string_view text);

// How many bytes `text` begins with that are printable ASCII and no '#': what no escape ever changes.
std::size_t plain_length(std::string_view text);

// Whether a character is not shown as itself, and so could disguise a name or act on a terminal: control characters, line separators,
// direction marks and overrides, and what has no width (Default_Ignorable_Code_Point of Unicode, without the variation selectors of emoji).
bool is_hidden(char32_t c);

// The first character of `text`; its length is 0 if the bytes are not UTF-8 (RFC 3629) or `text` is empty.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};
CodePoint first_code_point(std::string_view text);

// Whether `text` is well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

// Appends one Unicode scalar value in UTF-8; surrogates and values past U+10FFFF become U+FFFD.
void append_utf8(std::string& text, char32_t code_point);

// UTF-16 bytes as UTF-8. Lone surrogates become U+FFFD; a last odd byte is dropped.
std::string utf16_to_utf8(std::string_view octets, bool big_endian);

// ASCII only: locale never matters.
std::string to_lower_ascii(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view a, std::string_view b);
bool is_ascii(std::string_view text);

// `text` without the characters of `blanks` at both ends.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t");

// 0 to 15; -1 for what is no hexadecimal digit.
int hex_digit(char c);

// `text` between single quotes, made printable: the form in which messages repeat what a user or a file said.
std::string in_quotes(std::string_view text);

// "a, b and c".
std::string join_and(const std::vector<std::string>& words);

// The first words: "a, b and 3 more".
std::string join_and(std::vector<std::string> words, std::size_t most);

// Whether a program fills in a part of the text: {{ }} or {% %}.
bool contains_template(std::string_view text);

// "1 certificate", "3 certificates".
std::string count_noun(std::size_t count, std::string_view noun);

}  // namespace chainlint
