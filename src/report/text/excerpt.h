// Long texts cut for formats that have room for little.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chainlint::report {

// Up to `most` bytes of `text` as it is, cut between characters; "…" stands for what is left out.
std::string excerpt(std::string_view text, std::size_t most);

// "a, b and 7 more": the first `most` items, each as `show` writes it, and how many are left out. Empty where there is none.
template <class Items, class Show>
std::string listed(const Items& items, std::size_t most, Show show) {
  std::string text;
  for (std::size_t i = 0; i < items.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + std::string(show(items[i]));
  return items.size() > most ? text + " and " + std::to_string(items.size() - most) + " more" : text;
}

// With key identifiers, serial numbers and fingerprints of 12 bytes and more as their first and last four: "E8F23F89…8259C300".
std::string with_short_hex(std::string_view text);

// On one line: line breaks become blanks, all else as printable() has it.
std::string on_one_line(std::string_view text);

// "3 files, 2 bundles: 1 error, 0 warnings, 4 notes, 1 waived": the line that ends reports for people, without ink.
struct Summary;
std::string summary_words(const Summary& summary);

}  // namespace chainlint::report
