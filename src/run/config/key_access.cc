#include "config/key_access.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

bool has_plain_key(const formats::Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) {
    return entry.kind == formats::EntryKind::private_key && entry.key_state == formats::KeyState::plain;
  });
}

bool allows(const fs::path& path, fs::perms permission) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return !error && (status.permissions() & permission) != fs::perms::none;
}

// The folder that is "/" of the server, without a slash at its end; nothing where that is not known.
std::optional<fs::path> top_of(const config::FileReference& file, const fs::path& real, const std::vector<std::string>& roots) {
  std::error_code error;
  for (const std::string& root : roots) {
    const fs::path top = (fs::weakly_canonical(root, error) / "").parent_path();
    if (!error && std::mismatch(top.begin(), top.end(), real.begin(), real.end()).first == top.end()) return top;
  }
  const fs::path written(file.written);
  if (written.is_absolute() && written.lexically_normal() == fs::path(file.path).lexically_normal()) return "/";
  return std::nullopt;
}

bool is_readable_by_all(const config::FileReference& file, const std::vector<std::string>& roots) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(file.path, error);
  if (error || !allows(real, fs::perms::others_read)) return false;
  const std::optional<fs::path> top = top_of(file, real, roots);
  if (!top) return false;
  for (fs::path folder = real.parent_path(); folder != *top && folder.has_relative_path(); folder = folder.parent_path()) {
    if (!allows(folder, fs::perms::others_exec)) return false;
  }
  return true;
}

}  // namespace

void note_readable_keys(const config::CertificateFiles& files, const std::vector<std::string>& roots, formats::Bundle& bundle) {
  for (const config::FileReference* file : {&files.certificate, &files.key}) {
    if (!file->is_found()) continue;
    const auto container = std::find_if(bundle.containers.begin(), bundle.containers.end(),
                                        [&](const formats::Container& each) { return each.path == file->path; });
    if (container == bundle.containers.end() || !has_plain_key(*container) || !is_readable_by_all(*file, roots)) continue;
    container->diagnostics.push_back({Severity::warning, "config-key-readable",
                                      "every user of the server can read the private key in " + in_quotes(file->path), file->location});
  }
}

}  // namespace chainlint::run
