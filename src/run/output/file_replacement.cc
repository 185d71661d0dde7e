#include "chainlint/run/file_replacement.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/run/outputs.h"
#include "file_attributes.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

// Writes all of `content` to an open file.
bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = EIO;
    if (count <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// Repeats the call while a signal interrupts it.
template <class Call>
int uninterrupted(Call call) {
  int result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

fs::path folder_of_file(const std::string& file) {
  const fs::path folder = fs::path(file).parent_path();
  return folder.empty() ? "." : folder;
}

constexpr int kNamesTried = 100;
constexpr std::string_view kNew = ".tmp", kOld = ".old";
constexpr std::size_t kDigits = 8;

// The name begins with a dot, because programs that load all files of a folder, such as HAProxy, skip such names.
std::string start_beside(const std::string& target) { return "." + fs::path(target).filename().string() + ".chainlint-"; }

// A random name, because runs in different containers can have the same process number: ".site.pem.chainlint-5f3a09c1.tmp".
std::string name_beside(const std::string& target, std::string_view ending) {
  std::random_device random;
  return fs::path(target).replace_filename(fmt::format("{}{:08x}{}", start_beside(target), random(), ending)).string();
}

bool is_beside(std::string_view name, std::string_view start, std::string_view ending) {
  if (name.size() != start.size() + kDigits + ending.size() || !name.starts_with(start) || !name.ends_with(ending)) return false;
  return name.substr(start.size(), kDigits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Removes a regular file of this user, or of the owner of the target, that no run has locked.
void remove_leftover(const std::string& path, const struct stat& target, bool only_name_of_target) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat opened {
  }, named{};
  if (!file.is_open() || ::fstat(file.number(), &opened) != 0 || !S_ISREG(opened.st_mode)) return;
  if (opened.st_uid != ::geteuid() && opened.st_uid != target.st_uid) return;
  if (only_name_of_target && (opened.st_dev != target.st_dev || opened.st_ino != target.st_ino)) return;
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) return;
  // If its run has just renamed it to the target, it is not left over.
  if (::lstat(path.c_str(), &named) == 0 && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino) ::unlink(path.c_str());
}

// Removes the files that killed runs left next to the target: they may contain a private key. An old file may be the only copy of the
// previous content; until the target is written, it is removed only if it is a hard link to the target. In a folder with too many files,
// those past the limit are not removed.
void remove_leftovers_of(const std::string& target, bool is_written) {
  struct stat status {};
  if (::stat(target.c_str(), &status) != 0) status.st_uid = ::geteuid();
  const std::string start = start_beside(target);
  std::size_t seen = 0;
  std::error_code error;
  for (fs::directory_iterator it(folder_of_file(target), error), end; !error && it != end; it.increment(error)) {
    if (++seen > Limits().folder_entries) return;
    const std::string name = it->path().filename().string();
    const bool is_old = is_beside(name, start, kOld);
    if (is_old || is_beside(name, start, kNew)) remove_leftover(it->path().string(), status, is_old && !is_written);
  }
}

// The open descriptor that a path names: /dev/stdout, /dev/fd/3. It may lead to a file that others write too, or that grows (>>).
std::optional<int> descriptor_at(const std::string& path) {
  std::error_code error;
  const fs::path open = fs::canonical("/proc/self/fd", error);
  fs::path at = path;
  for (int i = 0; !error && i < WriteLimits::kLinks; ++i) {
    if (fs::canonical(folder_of_file(at.string()), error) == open) return std::atoi(at.filename().c_str());
    const fs::path next = fs::read_symlink(at, error);
    at = next.is_absolute() ? next : at.parent_path() / next;
  }
  return std::nullopt;
}

// Whether another user may have created the file or link so that this run writes to it, as in /tmp: Linux refuses to follow such links and
// to open such files for writing (protected_symlinks, protected_regular), but not to rename over them.
bool is_planted(const std::string& path) {
  struct stat status {
  }, folder{};
  if (::lstat(path.c_str(), &status) != 0 || ::stat(folder_of_file(path).c_str(), &folder) != 0) return false;
  const bool all_may_write = (folder.st_mode & S_ISVTX) != 0 && (folder.st_mode & S_IWOTH) != 0;
  return all_may_write && status.st_uid != ::geteuid() && status.st_uid != folder.st_uid;
}

// The file that a path leads to after all links; it need not exist. Nothing, with the reason, where it must not be written.
std::optional<std::string> behind_links(const std::string& path, std::string& problem) {
  fs::path at = path;
  std::error_code error;
  for (int i = 0; i < WriteLimits::kLinks; ++i) {
    if (is_planted(at.string())) {
      problem =
          in_quotes(at.string()) + " belongs to another user in a folder that everyone can write to; remove it, or choose another folder";
      return std::nullopt;
    }
    const fs::path next = fs::read_symlink(at, error);
    if (error) return at.string();
    at = next.is_absolute() ? next : at.parent_path() / next;
  }
  problem = std::strerror(ELOOP);
  return std::nullopt;
}

std::string folder_takes_no_file(const std::string& target, int error) {
  return "its folder " + in_quotes(folder_of_file(target).string()) + " cannot be written to: " + std::strerror(error);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (is_open()) ::close(number_);
}

void StagedFile::Temporary::remove() {
  if (!path.empty()) ::unlink(path.c_str());
  path.clear();
}

Result<StagedFile, std::string> StagedFile::open(const std::string& path, std::optional<unsigned> mode) {
  const bool is_descriptor = descriptor_at(path).has_value();
  std::string problem;
  const std::optional<std::string> target = is_descriptor ? path : behind_links(path, problem);
  if (!target) return problem;
  StagedFile file(*target);
  if (!is_descriptor) remove_leftovers_of(*target, false);
  struct stat status {};
  file.was_there_ = ::stat(target->c_str(), &status) == 0;
  file.plain_ = !is_descriptor && (!file.was_there_ || S_ISREG(status.st_mode));
  if (!file.plain_) return file;
  if (file.was_there_) file.other_names_ = status.st_nlink - 1;
  // Created for the owner alone: the final mode may exclude others, who must not read the file while it is written either.
  problem = file.open_beside(file.was_there_ ? 0600 : mode.value_or(0666));
  if (!problem.empty()) return problem;
  return file;
}

Result<StagedFile, std::string> StagedFile::stage(const std::string& path, std::string_view content, std::optional<unsigned> mode) {
  Result<StagedFile, std::string> file = open(path, mode);
  if (!file) return file;
  if (!file->plain_) {
    file->content_ = content;
    return file;
  }
  if (std::string problem = file->append(content); !problem.empty()) return problem;
  if (std::string problem = file->complete(); !problem.empty()) return problem;
  return file;
}

std::string StagedFile::open_beside(unsigned mode) {
  for (int i = 0; i < kNamesTried; ++i) {
    const std::string path = name_beside(target_, kNew);
    file_ = Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file_.is_open()) {
      if (errno == EEXIST || errno == EINTR) continue;
      const bool by_folder = errno == EACCES || errno == EROFS || errno == EPERM;
      if (!by_folder) return std::strerror(errno);
      return folder_takes_no_file(target_, errno) + (was_there_ ? "; this is required, because the file is replaced as a whole" : "");
    }
    temporary_.path = path;
    // On a file system without locks, runs that remove leftovers cannot lock the file either, and so do not remove it.
    const bool is_taken = ::flock(file_.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    struct stat status {};
    if (!is_taken && ::fstat(file_.number(), &status) == 0 && status.st_nlink > 0) return "";
    temporary_.remove();  // another run removed it as a leftover before it was locked
  }
  return std::strerror(EEXIST);
}

std::string StagedFile::append(std::string_view content) {
  if (!plain_) return write_through(content);
  return write_all(file_.number(), content) ? "" : std::strerror(errno);
}

std::string StagedFile::complete() {
  if (!plain_) return "";
  struct stat old {};
  if (was_there_ && ::stat(target_.c_str(), &old) == 0) {
    if (std::string problem = keep_attributes(target_, old, file_.number()); !problem.empty()) return problem;
  }
  return uninterrupted([&] { return ::fsync(file_.number()); }) == 0 ? "" : std::strerror(errno);
}

std::string StagedFile::write_through(std::string_view content) {
  const std::optional<int> named = descriptor_at(target_);
  if (!named && !file_.is_open()) {
    file_ = Descriptor(uninterrupted([&] { return ::open(target_.c_str(), O_WRONLY | O_CLOEXEC); }));
    if (!file_.is_open()) return std::strerror(errno);
  }
  return write_all(named.value_or(file_.number()), content) ? "" : std::strerror(errno);
}

// Before the rename, which cannot be undone.
std::string StagedFile::open_folder() {
  folder_ = Descriptor(uninterrupted([&] { return ::open(folder_of_file(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  return folder_.is_open() || errno == EACCES ? "" : std::strerror(errno);
}

// If the folder may be written but not read, or the file system does not sync folders, the whole file system is synced.
bool StagedFile::sync_folder() const {
  if (folder_.is_open() && uninterrupted([&] { return ::fsync(folder_.number()); }) == 0) return true;
  return (!folder_.is_open() || errno == EINVAL) && ::syncfs(file_.number()) == 0;
}

// Not every file system has hard links; put_back() returns false then.
void StagedFile::keep_old_file() {
  const std::string old = name_beside(target_, kOld);
  old_file_ = Descriptor(::open(target_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (old_file_.is_open()) ::flock(old_file_.number(), LOCK_EX | LOCK_NB);
  if (::link(target_.c_str(), old.c_str()) == 0) old_.path = old;
}

std::string StagedFile::finish() {
  temporary_.path.clear();
  done_ = true;
  if (sync_folder()) {
    remove_leftovers_of(target_, true);
    return "";
  }
  return std::string("the new file is in its place, but its folder cannot be synced: ") + std::strerror(errno) +
         "; after a crash of the machine, the old file may be back";
}

std::string StagedFile::put(bool keep_old) {
  if (!plain_) return content_.empty() ? "" : write_through(content_);
  if (std::string problem = open_folder(); !problem.empty()) return problem;
  if (keep_old && was_there_) keep_old_file();
  if (::rename(temporary_.path.c_str(), target_.c_str()) == 0) return finish();
  // A file that is mounted into a container cannot be renamed.
  return std::strerror(errno) + std::string(errno == EBUSY ? "; the file is itself a mount point: mount its folder instead" : "");
}

std::string StagedFile::put_new() {
  if (was_there_) return std::strerror(EEXIST);
  if (std::string problem = open_folder(); !problem.empty()) return problem;
  const char* const from = temporary_.path.c_str();
  if (::renameat2(AT_FDCWD, from, AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) == 0) return finish();
  // Some network file systems do not support this flag, but hard links.
  if ((errno != EINVAL && errno != ENOSYS) || ::link(from, target_.c_str()) != 0) return std::strerror(errno);
  temporary_.remove();
  return finish();
}

bool StagedFile::put_back() {
  if (!done_) return plain_;
  if (was_there_ ? old_.path.empty() || ::rename(old_.path.c_str(), target_.c_str()) != 0 : ::unlink(target_.c_str()) != 0) return false;
  old_.path.clear();
  done_ = false;
  return sync_folder();
}

std::string replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode) {
  Result<StagedFile, std::string> file = StagedFile::stage(path, content, mode);
  if (!file) return file.error();
  return put_in_place(*file, path);
}

std::string put_in_place(StagedFile& file, const std::string& path) {
  if (std::string problem = file.put(); !problem.empty()) return problem;
  if (file.other_names() > 0) complain("note: " + in_quotes(path) + " had other hard links, which keep the old content");
  return "";
}

std::string create_file(const std::string& path, std::string_view content) {
  Result<StagedFile, std::string> file = StagedFile::stage(path, content);
  return file ? file->put_new() : file.error();
}

void remove_leftovers(const std::string& path) {
  std::string problem;
  if (const std::optional<std::string> target = behind_links(path, problem)) remove_leftovers_of(*target, true);
}

bool names_descriptor(const std::string& path) { return descriptor_at(path).has_value(); }

std::string cannot_replace(const std::string& path) {
  if (const std::optional<int> named = descriptor_at(path)) {
    const int flags = ::fcntl(*named, F_GETFL);
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY ? "" : "it is not open for writing";
  }
  std::string problem;
  const std::optional<std::string> target = behind_links(path, problem);
  if (!target) return problem;
  std::error_code error;
  const fs::file_status status = fs::status(*target, error);
  if (fs::is_directory(status)) return "it is a folder; specify a file";
  if (fs::exists(status) && !fs::is_regular_file(status)) return ::access(target->c_str(), W_OK) == 0 ? "" : std::strerror(errno);
  const std::string folder = folder_of_file(*target).string();
  if (!fs::is_directory(folder, error)) return "its folder " + in_quotes(folder) + " does not exist";
  return ::access(folder.c_str(), W_OK | X_OK) == 0 ? "" : folder_takes_no_file(*target, errno);
}

}  // namespace chainlint::run
