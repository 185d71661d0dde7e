#include "bundling/folder_layout.h"

#include <algorithm>
#include <array>
#include <set>

#include "chainlint/base/text.h"
#include "chainlint/formats/file_name.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::formats {
namespace {

constexpr std::array<std::string_view, 20> kEndings = {".pem",       ".crt", ".cer",    ".cert", ".der", ".key",    ".p7b",
                                                       ".p7c",       ".p7s", ".spc",    ".b64",  ".txt", ".issuer", ".chain",
                                                       ".ca-bundle", ".ca",  ".bundle", ".pub",  ".p8",  ".ppk"};
constexpr std::array<std::string_view, 22> kPartWords = {
    "key",    "privkey",   "private",   "privatekey", "private-key", "private_key", "chain",        "fullchain",     "ca",
    "bundle", "ca-bundle", "ca_bundle", "cabundle",   "cert",        "certificate", "intermediate", "intermediates", "issuer",
    "crt",    "server",    "leaf",      "chained"};

bool ends_with_word(std::string_view name, std::string_view word) {
  if (name.size() <= word.size() + 1 || !name.ends_with(word)) return false;
  const char before = name[name.size() - word.size() - 1];
  return before == '-' || before == '_' || before == '.';
}

std::string without_endings(std::string_view file_name) {
  std::string name = to_lower_ascii(file_name);
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view ending : kEndings) {
      if (name.size() <= ending.size() || !name.ends_with(ending)) continue;
      name.resize(name.size() - ending.size());
      found = true;
    }
  }
  return name;
}

// Whether the name of the file, without the archive around it, ends with one of these and is more than that. Case does not matter.
template <std::size_t N>
bool has_ending(std::string_view path, const std::array<std::string_view, N>& endings) {
  const std::string name = to_lower_ascii(file_name_of(path.substr(path.rfind('!') + 1)));
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.size() > ending.size() && name.ends_with(ending); });
}

bool has_word(std::string_view name, std::string_view word) {
  for (std::size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
    const bool begins = at == 0 || std::string_view("-_. ").find(name[at - 1]) != std::string_view::npos;
    if (begins) return true;
  }
  return false;
}

// What follows the last dot; empty without one.
std::string_view ending_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

// "2025", "2025-11", "20251130".
bool is_date(std::string_view text) {
  return text.size() >= 4 && text.starts_with("20") && text.find_first_not_of("0123456789-_") == std::string_view::npos;
}

bool is_backup_folder(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {"backup", "backups", "bak", "old", "archive", "archives", "archived", "previous"};
  return is_date(name) || std::find(kNames.begin(), kNames.end(), to_lower_ascii(name)) != kNames.end();
}

bool is_backup_ending(std::string_view ending) {
  constexpr std::array<std::string_view, 8> kBackups = {"bak", "backup", "old", "orig", "save", "prev", "rpmsave", "dpkg-old"};
  return is_date(ending) || std::find(kBackups.begin(), kBackups.end(), to_lower_ascii(ending)) != kBackups.end();
}

}  // namespace

std::string_view folder_of(std::string_view path) {
  const std::size_t cut = path.find_last_of("/!");
  if (cut == std::string_view::npos) return {};
  return path.substr(0, path[cut] == '!' ? cut + 1 : cut);
}

std::string_view file_name_of(std::string_view path) {
  const std::size_t cut = path.find_last_of("/!");
  return cut == std::string_view::npos ? path : path.substr(cut + 1);
}

FolderLayout layout_of(std::string_view folder, const std::set<std::string>& names) {
  const auto has = [&](const std::string& name) { return names.count(name) != 0; };
  if (has("cert.pem") && has("chain.pem") && has("fullchain.pem") && has("privkey.pem")) return FolderLayout::certbot;
  if (has("ca.cer") && has("fullchain.cer")) return FolderLayout::acme_sh;
  const bool lego = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    constexpr std::string_view kIssuer = ".issuer.crt";
    return name.ends_with(kIssuer) && has(name.substr(0, name.size() - kIssuer.size()) + ".crt");
  });
  if (lego) return FolderLayout::lego;
  const std::string own(file_name_of(folder));
  return has(own + ".crt") && has(own + ".json") ? FolderLayout::caddy : FolderLayout::none;
}

std::string base_name(std::string_view file_name) {
  std::string name = without_endings(file_name);
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view word : kPartWords) {
      if (!ends_with_word(name, word)) continue;
      name.resize(name.size() - word.size() - 1);
      found = true;
    }
  }
  return name;
}

bool is_server_certificate_name(std::string_view file_name) {
  constexpr std::array<std::string_view, 7> kNames = {"fullchain", "full_chain", "full-chain", "cert", "certificate", "tls", "server"};
  return std::find(kNames.begin(), kNames.end(), without_endings(file_name)) != kNames.end();
}

bool is_key_folder(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {"private", "keys", "key", "ssl.key", "privkeys"};
  return std::find(kNames.begin(), kNames.end(), to_lower_ascii(name)) != kNames.end();
}

bool is_certificate_folder(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames = {"certs", "cert", "certificates", "issued", "crt", "ssl.crt", "public"};
  return std::find(kNames.begin(), kNames.end(), to_lower_ascii(name)) != kNames.end();
}

bool is_chain_name(std::string_view file_name) {
  const std::string lower = to_lower_ascii(file_name);
  constexpr std::array<std::string_view, 9> kWords = {"chain",  "bundle",           "ca-bundle",         "cabundle", "intermediate",
                                                      "issuer", "certificatechain", "certificate_chain", "cachain"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return has_word(lower, word); }) || lower == "ca.cer";
}

bool is_material_file_name(std::string_view path) {
  constexpr std::array<std::string_view, 26> kMaterial = {
      ".pem", ".crt", ".cer",       ".cert", ".der",   ".key", ".p12", ".pfx", ".jks",      ".p7b",        ".p7c",   ".sst",  ".crl",
      ".bks", ".p8",  ".ca-bundle", ".spc",  ".jceks", ".stl", ".csr", ".pk8", ".keystore", ".truststore", ".bcfks", ".uber", ".p7s"};
  return has_ending(path, kMaterial);
}

bool is_document_file_name(std::string_view path) {
  constexpr std::array<std::string_view, 25> kDocuments = {".example", ".sample", ".dist", ".md", ".rst", ".adoc", ".html", ".htm", ".xml",
                                                           ".ipynb",   ".go",     ".py",   ".js", ".ts",  ".java", ".kt",   ".rs",  ".rb",
                                                           ".c",       ".cc",     ".h",    ".cs", ".php", ".sh",   ".tf"};
  return has_ending(path, kDocuments);
}

bool is_key_file_name(std::string_view path) {
  const std::string name = to_lower_ascii(file_name_of(path));
  constexpr std::array<std::string_view, 4> kNames = {"key", "privkey", "private", "privatekey"};
  return name.ends_with(".key") || std::find(kNames.begin(), kNames.end(), without_endings(name)) != kNames.end();
}

bool is_apple_double_name(std::string_view path) { return file_name_of(path).starts_with("._"); }

bool is_backup_of(std::string_view path, std::string_view other) {
  const auto apart = std::mismatch(path.begin(), path.end(), other.begin(), other.end()).first;
  const std::size_t own = path.substr(0, static_cast<std::size_t>(apart - path.begin())).find_last_of("/!") + 1;
  for (std::string_view folder = folder_of(path); folder.size() > own; folder = folder_of(folder)) {
    if (is_backup_folder(file_name_of(folder))) return true;
  }
  std::string_view name = file_name_of(path);
  if (name.ends_with('~')) return true;
  if (is_material_file_name(name)) name = name.substr(0, name.rfind('.'));  // "site.old.crt"
  return is_backup_ending(ending_of(name));
}

std::optional<std::string> host_of_file(std::string_view path) {
  const std::string_view file_name = file_name_of(path);
  const std::size_t dot = file_name.find_last_of('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::string host = to_lower_ascii(file_name.substr(0, dot));
  const bool wildcard = host.starts_with("_.");
  const std::string checked = wildcard ? host.substr(2) : host;
  if (checked.find('.') == std::string::npos || checked.find('_') != std::string::npos) return std::nullopt;
  if (const auto parsed = x509::HostName::parse(checked); !parsed || parsed->is_ip()) return std::nullopt;
  return wildcard ? "*." + checked : host;
}

}  // namespace chainlint::formats
