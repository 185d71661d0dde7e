#include "windows/registry_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr std::array kStores = {
    std::string_view("My"),
    std::string_view("CA"),
    std::string_view("Root"),
    std::string_view("AuthRoot"),
    std::string_view("Disallowed"),
    std::string_view("Trust"),
    std::string_view("TrustedPeople"),
    std::string_view("TrustedPublisher"),
    std::string_view("TrustedDevices"),
    std::string_view("WebHosting"),
    std::string_view("Remote Desktop"),
    std::string_view("Request"),
    std::string_view("SmartCardRoot"),
    std::string_view("ClientAuthIssuer"),
    std::string_view("AddressBook"),
    std::string_view("UserDS"),
    std::string_view("NTAuth"),
    std::string_view("TestSignRoot"),
    std::string_view("FlightRoot"),
    std::string_view("WindowsServerUpdateServices"),
};

struct Hive {
  std::string_view name, short_name;
};
constexpr std::array kHives = {
    Hive{"HKEY_LOCAL_MACHINE", "HKLM"}, Hive{"HKEY_CURRENT_USER", "HKCU"},   Hive{"HKEY_USERS", "HKU"},
    Hive{"HKEY_CLASSES_ROOT", "HKCR"},  Hive{"HKEY_CURRENT_CONFIG", "HKCC"},
};

using Parts = std::vector<std::string_view>;

bool same(std::string_view a, std::string_view b) { return equal_ignoring_ascii_case(a, b); }

Parts split(std::string_view path) {
  Parts parts;
  while (parts.size() < WindowsLimits::kRegistryKeyParts) {
    const std::size_t end = path.find('\\');
    parts.push_back(path.substr(0, end));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
  }
  return parts;
}

// Exports without a byte order mark are in the code page of their system, which is not known; Latin-1 is the likeliest to be near.
std::string text_of(std::string_view part) {
  if (is_utf8(part)) return printable(part);
  std::string text;
  for (const char c : part) append_utf8(text, static_cast<unsigned char>(c));
  return printable(text);
}

std::string canonical_store(std::string_view name) {
  const auto known = std::find_if(kStores.begin(), kStores.end(), [&](std::string_view store) { return same(store, name); });
  return known != kStores.end() ? std::string(*known) : text_of(name);
}

std::string_view short_hive(std::string_view hive) {
  for (const Hive& known : kHives) {
    if (same(hive, known.name) || same(hive, known.short_name)) return known.short_name;
  }
  return {};
}

bool has(const Parts& parts, std::size_t below, std::string_view name) {
  return std::any_of(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(below),
                     [&](std::string_view part) { return same(part, name); });
}

// Whose stores these are. `stores` is the index of SystemCertificates or EnterpriseCertificates.
std::string owner_of(const Parts& parts, std::size_t stores, std::string_view hive) {
  if (stores >= 2 && same(parts[stores - 2], "Services")) return fmt::format("Services\\{}", text_of(parts[stores - 1]));
  // A hive that was loaded has a name of its own where SOFTWARE or a user's identifier would stand: the hive SOFTWARE itself, or a user's.
  const bool software_second = stores > 1 && same(parts[1], "Software");
  const bool software_third = stores > 2 && same(parts[2], "Software");
  if (hive == "HKLM" && !software_second && stores > 1) {
    return fmt::format("{} (offline hive {})", software_third ? "CurrentUser" : "LocalMachine", text_of(parts[1]));
  }
  if (hive == "HKU" && stores > 1) {
    if (software_third) return fmt::format("Users\\{}", text_of(parts[1]));
    return fmt::format("LocalMachine (offline hive {})", text_of(parts[1]));
  }
  if (hive == "HKLM") return "LocalMachine";
  return hive == "HKCU" ? "CurrentUser" : text_of(parts[0]);
}

std::string place_of(const Parts& parts, std::size_t stores, std::string_view hive) {
  std::string place = hive.empty() ? text_of(parts[0]) : std::string(hive);
  if (hive == "HKU" && stores > 1) place += "\\" + text_of(parts[1]);
  place += "\\..";
  if (has(parts, stores, "Policies")) place += "\\Policies\\..";
  if (stores >= 2 && same(parts[stores - 2], "Services")) place += fmt::format("\\Services\\{}\\..", text_of(parts[stores - 1]));
  if (same(parts[stores], "EnterpriseCertificates")) place += "\\EnterpriseCertificates";
  for (std::size_t i = stores + 1; i < parts.size(); ++i) {
    if (i == stores + 2 && same(parts[i], "Certificates")) continue;
    place += "\\" + text_of(parts[i]);
  }
  return place;
}

}  // namespace

std::optional<StoreKey> read_store_key(std::string_view path) {
  const Parts parts = split(path);
  const auto found = std::find_if(parts.begin(), parts.end(), [](std::string_view part) {
    return same(part, "SystemCertificates") || same(part, "EnterpriseCertificates");
  });
  if (found == parts.end() || found == parts.begin()) return std::nullopt;
  const std::size_t stores = static_cast<std::size_t>(found - parts.begin());
  const std::string_view hive = short_hive(parts[0]);
  StoreKey key;
  key.location = owner_of(parts, stores, hive);
  if (has(parts, stores, "Policies")) key.location += " (group policy)";
  if (same(*found, "EnterpriseCertificates")) key.location += " (enterprise)";
  if (parts.size() > stores + 1) key.store = canonical_store(parts[stores + 1]);
  if (parts.size() == stores + 4) {
    const std::string_view folder = parts[stores + 2];
    if (same(folder, "Certificates") || same(folder, "CRLs") || same(folder, "CTLs")) key.hash = text_of(parts[stores + 3]);
  }
  key.place = place_of(parts, stores, hive);
  return key;
}

}  // namespace chainlint::formats
