#include "config/key_access.h"

#include <sys/stat.h>

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

bool is_of_root(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && status.st_uid == 0;
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

bool is_readable_by_all(const config::FileReference& file, const RunOptions& options) {
  const fs::path real = options.files->real_path(file.path);
  if (!allows(real, fs::perms::others_read)) return false;
  const std::optional<fs::path> top = top_of(file, real, options.roots);
  if (!top) return false;
  for (fs::path folder = real.parent_path(); folder != *top && folder.has_relative_path(); folder = folder.parent_path()) {
    if (!allows(folder, fs::perms::others_exec)) return false;
  }
  return true;
}

// PostgreSQL ("Secure TCP/IP Connections with SSL") refuses a key that others can access. Where its group can, the owner decides, which a
// copy of the file need not have.
std::optional<Diagnostic> refused_by_postgresql(const config::FileReference& file, const RunOptions& options) {
  const fs::path real = options.files->real_path(file.path);
  if (!top_of(file, real, options.roots) || !allows(real, fs::perms::others_all)) return std::nullopt;
  Diagnostic diagnostic{Severity::warning, "config-key-readable",
                        "private key " + in_quotes(file.path) + " can be accessed by others: PostgreSQL does not start", file.location};
  diagnostic.advice = is_of_root(real) ? "Restrict the access to root and PostgreSQL: chown root:postgres FILE && chmod 640 FILE"
                                       : "Restrict the access to the owner: chmod 600 FILE";
  return diagnostic;
}

}  // namespace

void note_readable_keys(const EndpointUse& use, const RunOptions& options, formats::Bundle& bundle) {
  const config::CertificateFiles& files = *use.files;
  for (const config::FileReference* file : {&files.certificate, &files.key}) {
    if (!file->is_found()) continue;
    const auto container = std::find_if(bundle.containers.begin(), bundle.containers.end(),
                                        [&](const formats::Container& each) { return each.path == file->path; });
    if (container == bundle.containers.end() || !has_plain_key(*container)) continue;
    if (use.endpoint->server == config::Server::postgresql && use.endpoint->role == config::Role::server) {
      if (std::optional<Diagnostic> refused = refused_by_postgresql(*file, options)) container->diagnostics.push_back(std::move(*refused));
      continue;
    }
    if (!is_readable_by_all(*file, options)) continue;
    container->diagnostics.push_back({Severity::warning, "config-key-readable",
                                      "every user of the server can read the private key in " + in_quotes(file->path), file->location});
  }
}

}  // namespace chainlint::run
