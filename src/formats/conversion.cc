#include "conversion.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kHead = 4096;
constexpr std::size_t kFewestReplaced = 4;
// By chance, a byte before LF is CR once in 256 times.
constexpr std::size_t kFewestLineFeeds = 4;
// By chance, CR LF occurs once in 65536 bytes.
constexpr std::size_t kLikelyWithPair = 32u << 10;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_binary(ByteView raw) {
  const ByteView sample = raw.first(std::min(raw.size(), kHead));
  return std::any_of(sample.begin(), sample.end(), [](std::uint8_t c) { return c < '\t' || (c > '\r' && c < ' '); });
}

struct LineEnds {
  std::size_t feeds = 0, pairs = 0;  // LF, and those of them after CR
};

LineEnds count_line_ends(ByteView raw) {
  LineEnds ends;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\n') continue;
    ++ends.feeds;
    ends.pairs += i > 0 && raw[i - 1] == '\r' ? 1 : 0;
  }
  return ends;
}

bool is_replaced(ByteView raw) {
  const std::string_view text = as_text(raw);
  std::size_t count = 0;
  for (std::size_t at = text.find(kReplacement); at != std::string_view::npos && count < kFewestReplaced; ++count) {
    at = text.find(kReplacement, at + kReplacement.size());
  }
  return count >= kFewestReplaced && is_utf8(text);
}

// The bytes that a SEQUENCE at the beginning states for itself, header included, in a definite length of one to four bytes.
std::optional<std::size_t> stated_size(ByteView raw) {
  if (raw.size() < 2 || raw[0] != asn1::tag::kSequence) return std::nullopt;
  if (raw[1] < 0x80) return std::size_t{2} + raw[1];
  const std::size_t count = raw[1] & 0x7Fu;
  if (count == 0 || count > 4 || raw.size() < 2 + count) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < count; ++i) length = length << 8 | raw[2 + i];
  return 2 + count + length;
}

Bytes without_pairs(ByteView raw) {
  Bytes bytes;
  bytes.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\r' || i + 1 == raw.size() || raw[i + 1] != '\n') bytes.push_back(raw[i]);
  }
  return bytes;
}

}  // namespace

Conversion find_conversion(ByteView raw) {
  if (!is_binary(raw)) return Conversion::none;
  if (is_replaced(raw)) return Conversion::replaced_bytes;
  const LineEnds ends = count_line_ends(raw);
  if (ends.feeds > 0 && ends.pairs == ends.feeds) {
    const Bytes before = without_pairs(raw);
    const auto stated = stated_size(before);
    const bool added = stated ? *stated == before.size() : ends.feeds >= kFewestLineFeeds;
    return added ? Conversion::added_carriage_returns : Conversion::none;
  }
  if (ends.feeds == 0 || ends.pairs > 0) return Conversion::none;
  const auto stated = stated_size(raw);
  const std::size_t missing = stated && *stated > raw.size() ? *stated - raw.size() : 0;
  const bool few_missing = raw.size() >= kLikelyWithPair && missing > 0 && missing <= 4 + raw.size() / kLikelyWithPair;
  return few_missing ? Conversion::removed_carriage_returns : Conversion::none;
}

}  // namespace chainlint::formats
