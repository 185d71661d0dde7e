#include "mutator.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace chainlint::fuzz {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";

// An element of DER: its header and content, and the element that contains it.
struct Node {
  std::size_t start, content, end;
  std::ptrdiff_t parent;
};

Input::iterator at(Input& input, std::size_t place) { return input.begin() + static_cast<std::ptrdiff_t>(place); }

std::optional<std::size_t> find(const Input& input, std::string_view text, std::size_t from) {
  const auto found = std::search(input.begin() + static_cast<std::ptrdiff_t>(from), input.end(), text.begin(), text.end());
  return found == input.end() ? std::nullopt : std::optional<std::size_t>(found - input.begin());
}

bool is_text(const Input& input) {
  return std::none_of(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(input.size(), 512)),
                      [](std::uint8_t byte) { return byte == 0; });
}

void replace(Input& input, std::size_t from, std::size_t to, const Input& with) {
  input.erase(at(input, from), at(input, to));
  input.insert(at(input, from), with.begin(), with.end());
}

Input slice(const Input& input, std::size_t from, std::size_t to) {
  return {input.begin() + static_cast<std::ptrdiff_t>(from), input.begin() + static_cast<std::ptrdiff_t>(to)};
}

// The element at `start`, if it ends before `end`.
std::optional<Node> node_at(const Input& der, std::size_t start, std::size_t end, std::ptrdiff_t parent) {
  if (end - start < 2 || (der[start] & 0x1F) == 0x1F) return std::nullopt;
  std::size_t content = start + 2, length = der[start + 1];
  if (length > 0x80) {
    const std::size_t count = length - 0x80;
    if (count > 4 || end - content < count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | der[content++];
  } else if (length == 0x80) {
    return std::nullopt;
  }
  if (length > end - content) return std::nullopt;
  return Node{start, content, content + length, parent};
}

// All elements, also those inside of OCTET STRINGs and BIT STRINGs that contain DER.
std::vector<Node> nodes_of(const Input& der) {
  constexpr std::size_t kMost = 4096;
  std::vector<Node> nodes;
  const auto add_all = [&](std::size_t from, std::size_t to, std::ptrdiff_t parent) {
    const std::size_t before = nodes.size();
    while (from < to && nodes.size() < kMost) {
      const std::optional<Node> node = node_at(der, from, to, parent);
      if (!node) break;
      nodes.push_back(*node);
      from = node->end;
    }
    if (from != to && parent >= 0 && (der[nodes[static_cast<std::size_t>(parent)].start] & 0x20) == 0) nodes.resize(before);
  };
  add_all(0, der.size(), -1);
  for (std::size_t i = 0; i < nodes.size() && nodes.size() < kMost; ++i) {
    const Node node = nodes[i];
    const std::uint8_t tag = der[node.start];
    const bool bits = tag == 0x03 && node.end - node.content > 2 && der[node.content] == 0;
    if ((tag & 0x20) != 0 || tag == 0x04) add_all(node.content, node.end, static_cast<std::ptrdiff_t>(i));
    if (bits) add_all(node.content + 1, node.end, static_cast<std::ptrdiff_t>(i));
  }
  return nodes;
}

Input length_bytes(std::size_t length) {
  if (length < 0x80) return {static_cast<std::uint8_t>(length)};
  Input bytes;
  for (; length > 0; length >>= 8) bytes.insert(bytes.begin(), static_cast<std::uint8_t>(length));
  bytes.insert(bytes.begin(), static_cast<std::uint8_t>(0x80 + bytes.size()));
  return bytes;
}

// Puts bytes in the place of a part of the element `node`, whose length and those around it are corrected.
void replace_within(Input& der, const std::vector<Node>& nodes, std::ptrdiff_t node, std::size_t from, std::size_t to, const Input& with) {
  replace(der, from, to, with);
  std::ptrdiff_t change = static_cast<std::ptrdiff_t>(with.size()) - static_cast<std::ptrdiff_t>(to - from);
  for (; node >= 0; node = nodes[static_cast<std::size_t>(node)].parent) {
    const Node& each = nodes[static_cast<std::size_t>(node)];
    const std::size_t length = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(each.end - each.content) + change);
    const Input header = length_bytes(length);
    replace(der, each.start + 1, each.content, header);
    change += static_cast<std::ptrdiff_t>(header.size()) - static_cast<std::ptrdiff_t>(each.content - each.start - 1);
  }
}

// The value of a base64 character; 64 and more for all others.
unsigned value_of(std::uint8_t character) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t found = kAlphabet.find(static_cast<char>(character));
  return found == std::string_view::npos ? 64 : static_cast<unsigned>(found);
}

Input decode(const Input& text) {
  Input bytes;
  unsigned bits = 0, count = 0;
  for (const std::uint8_t character : text) {
    const unsigned value = value_of(character);
    if (value > 63) continue;
    bits = bits << 6 | value;
    count += 6;
    if (count >= 8) bytes.push_back(static_cast<std::uint8_t>(bits >> (count -= 8)));
  }
  return bytes;
}

Input encode(const Input& bytes) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Input text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const unsigned group = static_cast<unsigned>(bytes[i] << 16 | (left > 1 ? bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0));
    for (unsigned k = 0; k < 4; ++k) text.push_back(static_cast<std::uint8_t>(k > left ? '=' : kAlphabet[group >> (18 - 6 * k) & 63]));
    if (i % 48 == 45) text.push_back('\n');
  }
  if (text.empty() || text.back() != '\n') text.push_back('\n');
  return text;
}

}  // namespace

Input Mutator::damage(Input input) {
  const std::size_t rounds = 1 + pick(4);
  for (std::size_t i = 0; i < rounds; ++i) {
    if (pick(2) == 0 || !damage_structure(input)) damage_bytes(input);
  }
  return input;
}

// Whether the input has a structure to change.
bool Mutator::damage_structure(Input& input) {
  if (find(input, kBegin, 0)) return damage_pem(input);
  if (!input.empty() && (input[0] == 0x30 || input[0] == 0xA0)) return damage_der(input);
  return is_text(input) ? damage_lines(input) : damage_field(input);
}

void Mutator::damage_bytes(Input& input) {
  static constexpr std::array<std::uint8_t, 8> kTelling{0x00, 0x01, 0x30, 0x7F, 0x80, 0x84, 0xA0, 0xFF};
  const std::size_t place = pick(input.size() + 1);
  const std::uint8_t byte = pick(2) == 0 ? one_of(kTelling) : static_cast<std::uint8_t>(pick(256));
  switch (pick(5)) {
    case 0:
      input.insert(at(input, place), byte);
      break;
    case 1:
      input.resize(place);
      break;
    case 2:
      input.erase(at(input, place), at(input, place + pick(std::min<std::size_t>(16, input.size() - place) + 1)));
      break;
    default:
      if (place < input.size()) input[place] = byte;
  }
}

Input Mutator::other_length(std::size_t length) {
  switch (pick(5)) {
    case 0:
      return {0x80};  // indefinite
    case 1:
      return {0x84, 0xFF, 0xFF, 0xFF, 0xFF};
    case 2:
      return {0x82, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};  // not minimal, or cut off
    case 3:
      return length_bytes(length + 1);
    default:
      return length_bytes(length == 0 ? 1 : length - 1);
  }
}

bool Mutator::damage_der(Input& der) {
  static constexpr std::array<std::uint8_t, 18> kTags{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x13,
                                                      0x17, 0x18, 0x1E, 0x30, 0x31, 0x80, 0xA0, 0xA1, 0x24};
  const std::vector<Node> nodes = nodes_of(der);
  if (nodes.empty()) return false;
  const std::size_t index = pick(nodes.size());
  const Node node = nodes[index], other = nodes[pick(nodes.size())];
  const auto self = static_cast<std::ptrdiff_t>(index);
  const Input whole = slice(der, node.start, node.end);
  switch (pick(9)) {
    case 0:
      der[node.start] = one_of(kTags);
      break;
    case 1:  // the length alone, the content stays as it is
      replace_within(der, nodes, node.parent, node.start + 1, node.content, other_length(node.end - node.content));
      break;
    case 2:
      replace_within(der, nodes, node.parent, node.start, node.end, {});
      break;
    case 3:
      replace_within(der, nodes, node.parent, node.start, node.start, whole);
      break;
    case 4:
      replace_within(der, nodes, node.parent, node.start, node.end, slice(der, other.start, other.end));
      break;
    case 5: {  // inside of itself, many times
      Input nested = whole;
      const std::size_t depth = 1 + pick(pick(8) == 0 ? 200 : 4);
      for (std::size_t i = 0; i < depth; ++i) {
        Input outer{static_cast<std::uint8_t>(der[node.start] | 0x20)};
        const Input length = length_bytes(nested.size());
        outer.insert(outer.end(), length.begin(), length.end());
        outer.insert(outer.end(), nested.begin(), nested.end());
        nested = std::move(outer);
      }
      replace_within(der, nodes, node.parent, node.start, node.end, nested);
      break;
    }
    case 6: {
      Input content = slice(der, node.content, node.end);
      damage_bytes(content);
      replace_within(der, nodes, self, node.content, node.end, content);
      break;
    }
    case 7:
      replace_within(der, nodes, self, node.content, node.end, {});
      break;
    default:  // a number or string that is very long
      replace_within(der, nodes, self, node.content, node.end, Input(pick(4096), static_cast<std::uint8_t>(pick(256))));
  }
  return true;
}

bool Mutator::damage_pem(Input& input) {
  static constexpr std::array<std::string_view, 13> kLabels{"CERTIFICATE", "TRUSTED CERTIFICATE",   "X509 CERTIFICATE",
                                                            "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY",
                                                            "X509 CRL",    "EC PRIVATE KEY",        "PKCS7",
                                                            "PUBLIC KEY",  "CERTIFICATE REQUEST",   "EC PARAMETERS",
                                                            "PKCS12"};
  std::vector<std::size_t> begins;
  for (auto found = find(input, kBegin, 0); found && begins.size() < 64; found = find(input, kBegin, *found + 1)) begins.push_back(*found);
  const std::size_t begin = one_of(begins);
  const std::size_t label = begin + kBegin.size();
  const auto label_end = find(input, kDashes, label);
  const auto end = find(input, kEnd, begin);
  if (!label_end || !end || *label_end > *end) return damage_lines(input);
  const std::size_t text = *label_end + kDashes.size();
  const std::string_view other = one_of(kLabels);
  switch (pick(7)) {
    case 0:
      replace(input, label, *label_end, Input(other.begin(), other.end()));
      break;
    case 1:
      replace(input, *end, *end + kEnd.size(), Input(kBegin.begin(), kBegin.end()));
      break;
    case 2:
      replace(input, begin, begin, slice(input, begin, *end));
      break;
    case 3:
      return damage_lines(input);
    default: {
      if (text > *end) return damage_lines(input);
      Input block = decode(slice(input, text, *end));
      if (!damage_der(block)) damage_bytes(block);
      Input lines = encode(block);
      lines.insert(lines.begin(), '\n');
      replace(input, text, *end, lines);
    }
  }
  return true;
}

// Lines or, where there is one alone, what is between commas.
bool Mutator::damage_lines(Input& input) {
  const std::uint8_t between = std::find(input.begin(), input.end(), '\n') == input.end() ? ',' : '\n';
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (input[i] == between) starts.push_back(i + 1);
  }
  const std::size_t line = pick(starts.size()), other = pick(starts.size());
  const auto end_of = [&](std::size_t i) { return i + 1 < starts.size() ? starts[i + 1] : input.size(); };
  const Input text = slice(input, starts[line], end_of(line)), with = slice(input, starts[other], end_of(other));
  switch (pick(4)) {
    case 0:
      replace(input, starts[line], end_of(line), {});
      break;
    case 1:
      replace(input, starts[line], starts[line], text);
      break;
    case 2:
      replace(input, starts[line], end_of(line), with);
      break;
    default:  // deeper or less deep, as YAML sees it
      replace(input, starts[line], starts[line], Input(1 + pick(8), ' '));
  }
  return true;
}

// A length or number in two or four bytes, of either order, or the DER that a store contains.
bool Mutator::damage_field(Input& input) {
  if (pick(3) == 0) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i + 4 < input.size() && starts.size() < 256; ++i) {
      if (input[i] == 0x30 && input[i + 1] == 0x82) starts.push_back(i);
    }
    if (!starts.empty()) {
      const std::size_t start = one_of(starts);
      if (const auto node = node_at(input, start, input.size(), -1)) {
        Input part = slice(input, node->start, node->end);
        if (damage_der(part)) replace(input, node->start, node->end, part);
        return true;
      }
    }
  }
  static constexpr std::array<std::uint32_t, 8> kNumbers{0, 1, 0x7F, 0x80, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
  const std::size_t width = pick(2) == 0 ? 2 : 4;
  std::vector<std::size_t> places;  // of what may be a length: it does not lead past the end
  bool big = pick(2) == 0;
  const auto value_at = [&](std::size_t place) {
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < width; ++k) value = value << 8 | input[place + (big ? k : width - 1 - k)];
    return value;
  };
  for (std::size_t i = 0; i + width <= input.size(); ++i) {
    const std::uint32_t value = value_at(i);
    if (value > 0 && value <= input.size() - i - width) places.push_back(i);
  }
  if (places.empty()) return false;
  const std::size_t place = one_of(places);
  const std::uint32_t old = value_at(place), choice = static_cast<std::uint32_t>(pick(4));
  const std::uint32_t value = choice == 0   ? old + 1
                              : choice == 1 ? old - 1
                              : choice == 2 ? static_cast<std::uint32_t>(input.size())
                                            : one_of(kNumbers);
  for (std::size_t k = 0; k < width; ++k) input[place + (big ? width - 1 - k : k)] = static_cast<std::uint8_t>(value >> (8 * k));
  return true;
}

}  // namespace chainlint::fuzz
