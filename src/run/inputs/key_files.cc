#include "inputs/key_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "chainlint/base/limits.h"
#include "chainlint/run/file_source.h"

namespace chainlint::run {
namespace {

// The regular files in a folder that are small enough to be a key, in the order of their names.
std::vector<std::string> small_files_in(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder.empty() ? "." : folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && it->file_size(ignored) <= ComparisonLimits::kKeyFileBytes) {
      names.push_back(it->path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  if (names.size() > ComparisonLimits::kFilesBeside) names.resize(ComparisonLimits::kFilesBeside);
  for (std::string& name : names) name = (folder / name).string();
  return names;
}

bool is_key_of(const formats::Container& container, const x509::Certificate& leaf) {
  return std::any_of(container.entries.begin(), container.entries.end(), [&](const formats::Entry& entry) {
    return entry.key && equal(entry.key->public_canonical, leaf.public_key().canonical());
  });
}

// The leaf of a file that the user named, where no key is in the bundle.
const x509::Certificate* keyless_leaf(const formats::Bundle& bundle) {
  const x509::Certificate* leaf = nullptr;
  if (bundle.containers.front().use == formats::FileUse::met) return nullptr;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind == formats::EntryKind::private_key) return nullptr;
      if (leaf == nullptr && entry.is_leaf()) leaf = entry.certificate.get();
    }
  }
  return leaf;
}

}  // namespace

std::vector<std::string> files_with_keys(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::vector<std::filesystem::path> folders = {folder, folder / "private", folder / "keys"};
  if (folder.filename() == "certs") {
    const std::filesystem::path above = folder.parent_path();
    folders.insert(folders.end(), {above / "private", above / "keys"});
  }
  std::vector<std::string> files;
  for (const std::filesystem::path& each : folders) {
    std::vector<std::string> found = small_files_in(each);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

std::vector<formats::Container> keys_beside(const profiles::DeploymentRequest& deployments, const std::vector<ReadBundle>& bundles,
                                            const formats::ReadOptions& reading, formats::CertificateCache& certificates) {
  const bool required = std::any_of(deployments.targets.begin(), deployments.targets.end(), [](const profiles::Target& target) {
    return target.profile->private_key == profiles::Stance::required;
  });
  std::vector<formats::Container> found;
  for (const ReadBundle& read : bundles) {
    if (!required && read.bundle.containers.front().format != formats::Format::pkcs12) continue;
    const x509::Certificate* leaf = keyless_leaf(read.bundle);
    if (leaf == nullptr) continue;
    for (const std::string& file : files_with_keys(read.bundle.containers.front().path)) {
      const Result<Bytes> content = read_file(file, reading.limits);
      if (!content) continue;
      formats::Container container = formats::read_container(file, *content, reading, certificates);
      if (!is_key_of(container, *leaf)) continue;
      found.push_back(std::move(container));
      break;
    }
  }
  return found;
}

}  // namespace chainlint::run
