#include "chainlint/run/file_replacement.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::run {
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

constexpr int kNamesTried = 100;

// A name that no other run chose, whatever its process number: "site.pem.5f3a09c1.tmp".
std::string name_beside(const std::string& target, const char* ending) {
  std::random_device random;
  return fmt::format("{}.{:08x}{}", target, random(), ending);
}

void remove_file(std::string& path) {
  const int kept = errno;
  if (!path.empty()) ::unlink(path.c_str());
  path.clear();
  errno = kept;
}

// The file that a path means: where links lead to, though nothing may be there. A link to a pipe (/dev/stdout) is opened as it is.
std::optional<std::string> behind_links(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) return path;
  fs::path at = path;
  std::error_code error;
  for (int i = 0; i < FixLimits::kLinks; ++i) {
    const fs::path next = fs::read_symlink(at, error);
    if (error) return at.string();
    at = next.is_absolute() ? next : at.parent_path() / next;
  }
  errno = ELOOP;
  return std::nullopt;
}

}  // namespace

StagedFile::StagedFile(StagedFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, "")),
      old_(std::exchange(other.old_, "")),
      content_(other.content_),
      was_there_(other.was_there_),
      plain_(other.plain_),
      done_(other.done_) {}

StagedFile::~StagedFile() {
  remove_file(temporary_);
  remove_file(old_);
}

std::optional<StagedFile> StagedFile::stage(const std::string& path, std::string_view content, std::optional<unsigned> mode) {
  const std::optional<std::string> target = behind_links(path);
  if (!target) return std::nullopt;
  StagedFile file(*target, content);
  struct stat status {};
  file.was_there_ = ::stat(target->c_str(), &status) == 0;
  file.plain_ = !file.was_there_ || S_ISREG(status.st_mode);
  if (file.plain_ && !file.write_beside(mode, file.was_there_ ? &status : nullptr)) return std::nullopt;
  return file;
}

bool StagedFile::write_beside(std::optional<unsigned> mode, const struct stat* old) {
  std::string path;
  int file = -1;
  for (int i = 0; i < kNamesTried && file < 0; ++i) {
    path = name_beside(target_, ".tmp");
    // Nobody else may read a file that is to be closed to others, not even while it is written.
    file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old != nullptr ? 0600 : mode.value_or(0666));
    if (file < 0 && errno != EEXIST) return false;
  }
  if (file < 0) return false;
  temporary_ = path;
  // The owner is kept where that is allowed: root may, others may give the file to a group of theirs.
  const auto keep_owner = [&] {
    return ::fchown(file, old->st_uid, old->st_gid) == 0 || ::fchown(file, static_cast<uid_t>(-1), old->st_gid) == 0 || true;
  };
  const auto keep_mode = [&] { return ::fchmod(file, old->st_mode & 07777) == 0; };
  const bool written = write_all(file, content_) && (old == nullptr || (keep_owner() && keep_mode())) && ::fsync(file) == 0;
  const int kept = errno;
  const bool closed = ::close(file) == 0;
  if (!written) errno = kept;
  return written && closed;
}

bool StagedFile::write_through() const {
  const int file = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = write_all(file, content_);
  return ::close(file) == 0 && written;
}

bool StagedFile::put(bool keep_old) {
  if (!plain_) return write_through();
  if (keep_old && was_there_) {
    const std::string old = name_beside(target_, ".old");
    // Not every file system has links; put_back() says so then.
    if (::link(target_.c_str(), old.c_str()) == 0) old_ = old;
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) return false;
  temporary_.clear();
  done_ = true;
  return true;
}

bool StagedFile::put_back() {
  if (!done_) return plain_;
  if (!was_there_) return ::unlink(target_.c_str()) == 0;
  if (old_.empty() || ::rename(old_.c_str(), target_.c_str()) != 0) return false;
  old_.clear();
  done_ = false;
  return true;
}

bool replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode) {
  std::optional<StagedFile> file = StagedFile::stage(path, content, mode);
  return file && file->put();
}

std::string cannot_replace(const std::string& path) {
  const std::optional<std::string> target = behind_links(path);
  if (!target) return std::strerror(ELOOP);
  std::error_code error;
  const fs::file_status status = fs::status(*target, error);
  if (fs::is_directory(status)) return "it is a folder; name a file";
  if (fs::exists(status) && !fs::is_regular_file(status)) return ::access(target->c_str(), W_OK) == 0 ? "" : std::strerror(errno);
  const fs::path parent = fs::path(*target).parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  if (!fs::is_directory(folder, error)) return "its folder " + in_quotes(folder) + " is not there";
  if (::access(folder.c_str(), W_OK | X_OK) == 0) return "";
  return "its folder " + in_quotes(folder) + " takes no file: " + std::strerror(errno);
}

}  // namespace chainlint::run
