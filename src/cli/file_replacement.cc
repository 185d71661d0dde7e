#include "file_replacement.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace chainlint::cli {
namespace {

namespace fs = std::filesystem;

// All of it, to a file that is open.
bool write_all(int file, std::string_view content) {
  std::size_t written = 0;
  while (written < content.size()) {
    const ssize_t count = ::write(file, content.data() + written, content.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

bool keep_errno(bool result, const std::string& to_remove) {
  const int kept = errno;
  if (!result) ::unlink(to_remove.c_str());
  errno = kept;
  return result;
}

}  // namespace

bool replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode) {
  struct stat status {};
  const bool there = ::stat(path.c_str(), &status) == 0;
  if (there && !S_ISREG(status.st_mode)) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return false;
    const bool written = write_all(file, content);
    return ::close(file) == 0 && written;
  }
  std::error_code error;
  const fs::path target = there ? fs::canonical(path, error) : fs::path(path);
  if (error) return false;
  const std::string temporary = target.string() + "." + std::to_string(::getpid()) + ".tmp";
  // Nobody else may read a file that is to be closed to others, not even while it is written.
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, there ? 0600 : mode.value_or(0666));
  if (file < 0) return false;
  // The owner is kept where that is allowed: root may, others may give the file to a group of theirs.
  const auto keep_owner = [&] {
    return ::fchown(file, status.st_uid, status.st_gid) == 0 || ::fchown(file, static_cast<uid_t>(-1), status.st_gid) == 0 || true;
  };
  const auto keep_mode = [&] { return ::fchmod(file, status.st_mode & 07777) == 0; };
  bool written = write_all(file, content) && (!there || (keep_owner() && keep_mode())) && ::fsync(file) == 0;
  written = keep_errno(::close(file) == 0 && written, temporary);
  return written && keep_errno(::rename(temporary.c_str(), target.c_str()) == 0, temporary);
}

}  // namespace chainlint::cli
