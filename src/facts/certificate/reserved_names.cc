#include "certificate/reserved_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "certificate/libpsl.h"
#include "chainlint/base/text.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 21> kPrivateTops = {"alt",      "corp",    "dom",     "example", "home", "internal",  "intra",
                                                           "intranet", "invalid", "lan",     "lcl",     "loc",  "local",     "localhost",
                                                           "mail",     "priv",    "private", "test",    "wpad", "workgroup", "localdomain"};

// An address block: the first `bits` bits of `bytes`.
struct Block {
  std::array<std::uint8_t, 16> octets;
  std::size_t bits;
};

constexpr std::array kBlocks4 = {
    Block{{0}, 8},
    Block{{10}, 8},
    Block{{100, 64}, 10},
    Block{{127}, 8},
    Block{{169, 254}, 16},
    Block{{172, 16}, 12},
    Block{{192, 0, 0}, 24},
    Block{{192, 0, 2}, 24},
    Block{{192, 31, 196}, 24},
    Block{{192, 52, 193}, 24},
    Block{{192, 88, 99}, 24},
    Block{{192, 168}, 16},
    Block{{192, 175, 48}, 24},
    Block{{198, 18}, 15},
    Block{{198, 51, 100}, 24},
    Block{{203, 0, 113}, 24},
    Block{{224}, 4},
    Block{{240}, 4},
};

constexpr std::array kBlocks6 = {
    Block{{}, 127},                                         // :: and ::1
    Block{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96},  // IPv4-mapped
    Block{{0x00, 0x64, 0xFF, 0x9B}, 96},                    // translation
    Block{{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48},        // local translation
    Block{{0x01}, 64},                                      // discard
    Block{{0x20, 0x01}, 23},                                // protocol assignments, Teredo
    Block{{0x20, 0x01, 0x0D, 0xB8}, 32},                    // documentation
    Block{{0x20, 0x02}, 16},                                // 6to4
    Block{{0x26, 0x20, 0x00, 0x4F, 0x80, 0x00}, 48},        // AS112
    Block{{0x3F, 0xFF}, 20},                                // documentation
    Block{{0x5F}, 16},                                      // segment routing
    Block{{0xFC}, 7},                                       // unique local
    Block{{0xFE, 0x80}, 10},                                // link-local
    Block{{0xFF}, 8},                                       // multicast
};

bool lies_in(ByteView address, const Block& block) {
  const std::size_t whole = block.bits / 8;
  if (!std::equal(block.octets.begin(), block.octets.begin() + static_cast<std::ptrdiff_t>(whole), address.begin())) return false;
  const std::size_t rest = block.bits % 8;
  return rest == 0 || (address[whole] >> (8 - rest)) == (block.octets[whole] >> (8 - rest));
}

template <class Blocks>
bool lies_in_one(ByteView address, const Blocks& blocks) {
  return std::any_of(blocks.begin(), blocks.end(), [address](const Block& block) { return lies_in(address, block); });
}

std::string normal(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  return to_lower_ascii(name);
}

bool is_below(std::string_view name, std::string_view zone) {
  return name == zone || (name.size() > zone.size() && name.ends_with(zone) && name[name.size() - zone.size() - 1] == '.');
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_private_top(std::string_view top) { return std::find(kPrivateTops.begin(), kPrivateTops.end(), top) != kPrivateTops.end(); }

}  // namespace

bool is_internal_name(std::string_view dns_name) {
  const std::string name = normal(dns_name);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return is_private_top(name) || (!name.empty() && !dns_name.starts_with("*."));
  return is_private_top(std::string_view(name).substr(dot + 1)) || is_below(name, "home.arpa");
}

bool is_wildcard_over_top(std::string_view dns_name) {
  const std::string name = normal(dns_name);
  if (!dns_name.starts_with("*.") || is_malformed_name(name)) return false;
  if (is_label(name)) return !is_private_top(name);
  const psl_ctx_t* list = psl_builtin();
  if (list == nullptr) throw std::runtime_error("libpsl was built without the public suffix list");
  return psl_is_public_suffix2(list, name.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

bool is_malformed_name(std::string_view dns_name) {
  if (!dns_name.empty() && dns_name.back() == '.') dns_name.remove_suffix(1);
  if (dns_name.size() > 253) return true;
  if (dns_name.starts_with("*.")) dns_name.remove_prefix(2);
  std::string_view label;
  for (std::size_t begin = 0; begin <= dns_name.size(); begin += label.size() + 1) {
    label = dns_name.substr(begin, dns_name.substr(begin).find('.'));
    if (!is_label(label)) return true;
  }
  return std::all_of(label.begin(), label.end(), is_digit);
}

bool is_reverse_name(std::string_view dns_name) {
  const std::string name = normal(dns_name);
  return is_below(name, "in-addr.arpa") || is_below(name, "ip6.arpa");
}

bool is_reserved_address(ByteView address) {
  if (address.size() == 4) return lies_in_one(address, kBlocks4);
  return address.size() == 16 && lies_in_one(address, kBlocks6);
}

}  // namespace chainlint::facts
