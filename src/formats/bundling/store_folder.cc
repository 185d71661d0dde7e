#include "bundling/store_folder.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "bundling/folder_layout.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/windows_store.h"

namespace chainlint::formats {
namespace {

struct StoreFileName {
  std::string_view name;  // in lower case
  std::string_view store;
};

// Names of stores in certutil and PowerShell, and in the console of an English Windows.
constexpr std::array kNames = {
    StoreFileName{"my", "My"},
    StoreFileName{"personal", "My"},
    StoreFileName{"webhosting", "WebHosting"},
    StoreFileName{"web hosting", "WebHosting"},
    StoreFileName{"remote desktop", "Remote Desktop"},
    StoreFileName{"ca", "CA"},
    StoreFileName{"intermediate certification authorities", "CA"},
    StoreFileName{"intermediate", "CA"},
    StoreFileName{"root", "Root"},
    StoreFileName{"trusted root certification authorities", "Root"},
    StoreFileName{"authroot", "AuthRoot"},
    StoreFileName{"third-party root certification authorities", "AuthRoot"},
    StoreFileName{"disallowed", "Disallowed"},
    StoreFileName{"untrusted certificates", "Disallowed"},
};

// A file name as the prefix that the exports of one machine share, and the store.
struct NamedExport {
  std::string prefix;
  std::string_view store;
};

// The store that a name without its ending is for.
std::optional<NamedExport> parse_name(std::string_view written) {
  std::string name = to_lower_ascii(written);
  std::replace(name.begin(), name.end(), '_', ' ');
  std::optional<NamedExport> best;
  for (const StoreFileName& row : kNames) {
    if (!name.ends_with(row.name)) continue;
    const std::string prefix = name.substr(0, name.size() - row.name.size());
    const bool whole = prefix.empty() || std::string_view("- ").find(prefix.back()) != std::string_view::npos;
    if (whole && (!best || prefix.size() < best->prefix.size())) best = NamedExport{prefix, row.store};
  }
  return best;
}

// The store of a file, and what tells the machine from others: the folder and what precedes the store in the name.
struct StoreOfFile {
  std::string_view store;
  std::pair<std::string, std::string> machine;
};

std::optional<StoreOfFile> store_of_file(std::string_view path, bool single) {
  const std::string_view folder = folder_of(path);
  const std::optional<NamedExport> of_folder = parse_name(file_name_of(folder));
  // A single certificate is in a store by its folder alone: ca.cer beside my.cer is the certificate of a CA.
  std::optional<NamedExport> own;
  if (!single) own = parse_name(file_name_of(path).substr(0, file_name_of(path).rfind('.')));
  if (own && own->prefix.empty()) return StoreOfFile{own->store, {std::string(folder), ""}};
  if (of_folder && of_folder->prefix.empty()) return StoreOfFile{of_folder->store, {std::string(folder_of(folder)), ""}};
  return own ? std::optional(StoreOfFile{own->store, {std::string(folder), own->prefix}}) : std::nullopt;
}

bool names_stores(const Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(), [](const Entry& entry) { return !entry.store.empty(); });
}

bool is_windows_format(Format format) {
  return format == Format::sst || format == Format::pkcs7 || format == Format::pkcs12 || format == Format::reg;
}

// What Windows exports stores as. A PFX of CA certificates has no keys.
bool may_be_export(const Container& container, std::string_view store) {
  switch (container.format) {
    case Format::sst:
    case Format::pkcs7:
      return true;
    case Format::pkcs12:
      return is_personal_store(store) || container.count(EntryKind::private_key) == 0;
    default:
      return false;
  }
}

// A certificate that the wizard of Windows exported.
bool is_exported_certificate(const Container& container) {
  const bool single = container.format == Format::der || container.format == Format::base64 || container.format == Format::pem;
  return single && container.entries.size() == 1 && container.entries.front().certificate != nullptr &&
         to_lower_ascii(container.path).ends_with(".cer");
}

struct Candidate {
  std::size_t position = 0;
  std::string_view store;  // empty for a registry export
  bool serialized = false;
};

bool is_machine(const std::vector<Candidate>& files, const std::vector<FoundContainer>& found) {
  std::set<std::string_view> stores, serialized;
  for (const Candidate& file : files) {
    if (!file.store.empty()) {
      stores.insert(file.store);
      if (file.serialized) serialized.insert(file.store);
      continue;
    }
    for (const Entry& entry : found[file.position].container.entries) {
      if (!entry.store.empty()) stores.insert(entry.store);
    }
  }
  const auto has_issuers = [](const std::set<std::string_view>& names) { return names.count("CA") + names.count("Root") > 0; };
  if (files.size() < 2) return false;
  const bool personal = std::any_of(stores.begin(), stores.end(), is_personal_store);
  return (personal && has_issuers(stores)) || serialized.count("CA") + serialized.count("Root") == 2;
}

// The CA certificates in a PFX of My are not of that store.
bool is_of_store(const Container& container, std::string_view store, const Entry& entry) {
  return container.format != Format::pkcs12 || !is_personal_store(store) || entry.certificate == nullptr || !entry.certificate->is_ca();
}

StoreExport export_of(Container container, std::string_view store) {
  for (Entry& entry : container.entries) {
    if (!store.empty() && is_of_store(container, store, entry)) entry.store = store;
  }
  return {std::move(container), std::string(store)};
}

}  // namespace

std::vector<StoreFolder> take_store_folders(std::vector<FoundContainer>& found) {
  std::map<std::pair<std::string, std::string>, std::vector<Candidate>> groups;
  std::set<std::string_view> with_keys;  // folders with the files of another server than Windows
  for (const FoundContainer& each : found) {
    if (each.container.format == Format::pem && each.container.count(EntryKind::private_key) > 0) {
      with_keys.insert(folder_of(each.container.path));
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Container& container = found[i].container;
    const bool single = is_exported_certificate(container);
    if (!(is_windows_format(container.format) || single) || found[i].apart) continue;
    if (single && with_keys.count(folder_of(container.path)) != 0) continue;
    const std::optional<StoreOfFile> of = store_of_file(container.path, single);
    if (!of) continue;
    const bool registry = container.format == Format::reg && names_stores(container);
    if (!registry && !single && !may_be_export(container, of->store)) continue;
    groups[of->machine].push_back({i, registry ? std::string_view() : of->store, container.format == Format::sst});
  }
  std::vector<StoreFolder> folders;
  for (const auto& [name, files] : groups) {
    if (!is_machine(files, found)) continue;
    StoreFolder folder;
    for (const Candidate& file : files) {
      folder.exports.push_back(export_of(std::move(found[file.position].container), file.store));
      folder.positions.push_back(file.position);
    }
    folders.push_back(std::move(folder));
  }
  return folders;
}

}  // namespace chainlint::formats
