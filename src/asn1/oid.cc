#include "chainlint/asn1/oid.h"

#include <charconv>
#include <optional>
#include <unordered_map>
#include <vector>

#include "oid_names.h"

namespace chainlint::asn1 {

namespace {

std::optional<std::vector<std::uint64_t>> read_arcs(ByteView oid) {
  std::vector<std::uint64_t> arcs;
  std::uint64_t value = 0;
  bool inside = false;
  for (const std::uint8_t octet : oid) {
    if (!inside && octet == 0x80) return std::nullopt;
    if (value > (UINT64_MAX >> 7)) return std::nullopt;
    value = value << 7 | (octet & 0x7Fu);
    inside = (octet & 0x80) != 0;
    if (inside) continue;
    if (arcs.empty()) {
      const std::uint64_t root = value < 80 ? value / 40 : 2;
      arcs.push_back(root);
      value -= root * 40;
    }
    arcs.push_back(value);
    value = 0;
  }
  if (inside || arcs.empty()) return std::nullopt;
  return arcs;
}

const std::unordered_map<std::string_view, std::string_view>& names() {
  static const auto* const table = [] {
    auto* map = new std::unordered_map<std::string_view, std::string_view>;
    for (const OidName& entry : known_oids()) map->emplace(entry.dotted, entry.name);
    return map;
  }();
  return *table;
}

}  // namespace

std::string oid_to_dotted(ByteView oid) {
  const auto arcs = read_arcs(oid);
  if (!arcs) return "oid:" + to_hex(oid);
  std::string text;
  for (const std::uint64_t arc : *arcs) {
    if (!text.empty()) text += '.';
    text += std::to_string(arc);
  }
  return text;
}

Bytes oid_from_dotted(std::string_view dotted) {
  std::vector<std::uint64_t> arcs;
  while (true) {
    std::uint64_t arc = 0;
    const auto [end, error] = std::from_chars(dotted.data(), dotted.data() + dotted.size(), arc);
    if (error != std::errc{}) return {};
    const auto digits = static_cast<std::size_t>(end - dotted.data());
    if (digits > 1 && dotted[0] == '0') return {};
    arcs.push_back(arc);
    dotted.remove_prefix(digits);
    if (dotted.empty()) break;
    if (dotted[0] != '.') return {};
    dotted.remove_prefix(1);
  }
  if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39) || arcs[1] > UINT64_MAX - 80) return {};
  arcs[1] += arcs[0] * 40;
  Bytes octets;
  for (std::size_t i = 1; i < arcs.size(); ++i) {
    for (std::size_t k = detail::arc_octets(arcs[i]); k-- > 0;) {
      octets.push_back(static_cast<std::uint8_t>(((arcs[i] >> (7 * k)) & 0x7F) | (k > 0 ? 0x80 : 0)));
    }
  }
  return octets;
}

std::string oid_name(ByteView oid) {
  std::string dotted = oid_to_dotted(oid);
  const auto found = names().find(dotted);
  return found == names().end() ? dotted : std::string(found->second);
}

std::vector<std::string> oid_names(const std::vector<ByteView>& oids) {
  std::vector<std::string> names;
  for (const ByteView oid : oids) names.push_back(oid_name(oid));
  return names;
}

}  // namespace chainlint::asn1
