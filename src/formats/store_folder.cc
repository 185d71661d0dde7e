#include "store_folder.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/formats/windows_store.h"
#include "folder_layout.h"

namespace chainlint {
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

std::optional<NamedExport> parse_name(std::string_view path) {
  std::string name = to_lower_ascii(file_name_of(path));
  name.resize(std::min(name.rfind('.'), name.size()));
  std::replace(name.begin(), name.end(), '_', ' ');
  std::optional<NamedExport> best;
  for (const StoreFileName& row : kNames) {
    if (!name.ends_with(row.name)) continue;
    const std::string prefix = name.substr(0, name.size() - row.name.size());
    const bool whole = prefix.empty() || std::string_view("-. ").find(prefix.back()) != std::string_view::npos;
    if (whole && (!best || prefix.size() < best->prefix.size())) best = NamedExport{prefix, row.store};
  }
  return best;
}

bool names_stores(const Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(), [](const Entry& entry) { return !entry.store.empty(); });
}

// What Windows exports stores as. A PFX is one of certificates with their keys.
bool may_be_export(const Container& container, std::string_view store) {
  switch (container.format) {
    case Format::sst:
    case Format::pkcs7:
      return true;
    case Format::pkcs12:
      return is_personal_store(store);
    default:
      return false;
  }
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

// The CA certificates in a PFX are not of the store My.
bool is_of_store(const Container& container, const Entry& entry) {
  return container.format != Format::pkcs12 || entry.certificate == nullptr || !entry.certificate->is_ca();
}

StoreExport export_of(Container container, std::string_view store) {
  for (Entry& entry : container.entries) {
    if (!store.empty() && is_of_store(container, entry)) entry.store = store;
  }
  return {std::move(container), std::string(store)};
}

}  // namespace

std::vector<StoreFolder> take_store_folders(std::vector<FoundContainer>& found) {
  std::map<std::pair<std::string, std::string>, std::vector<Candidate>> groups;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Container& container = found[i].container;
    const bool windows = container.format == Format::sst || container.format == Format::pkcs7 || container.format == Format::pkcs12 ||
                         container.format == Format::reg;
    if (!windows || found[i].apart) continue;
    const std::optional<NamedExport> named = parse_name(container.path);
    if (!named) continue;
    const bool registry = container.format == Format::reg && names_stores(container);
    if (!registry && !may_be_export(container, named->store)) continue;
    groups[{std::string(folder_of(container.path)), named->prefix}].push_back(
        {i, registry ? std::string_view() : named->store, container.format == Format::sst});
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

}  // namespace chainlint
