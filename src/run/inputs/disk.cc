#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <system_error>

#include "chainlint/base/interruption.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/working_folder.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

std::string not_opened(int reason) { return std::string("cannot be opened: ") + std::strerror(reason); }

Error too_large(const std::string& path, const std::string& size, std::uint64_t most) {
  return {"file-too-large", "file has " + size + "; the limit is " + std::to_string(most >> 20) + " MiB", Location{.path = path}};
}

constexpr int kWriterMilliseconds = 1000;  // for a program to open the other end of a pipe

// False where that time passes without data.
bool wait_for_data(int descriptor, int milliseconds) {
  pollfd waiting{descriptor, POLLIN, 0};
  return ::poll(&waiting, 1, milliseconds) != 0;
}

Result<Bytes> read_descriptor(int descriptor, const std::string& path, std::uint64_t most) {
  struct stat status {};
  Bytes content;
  const bool regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  if (regular) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > most) return too_large(path, std::to_string(size) + " bytes", most);
    content.reserve(size + 1);
  }
  std::size_t used = 0;
  const bool silent = path != "-" && S_ISFIFO(status.st_mode) && !wait_for_data(descriptor, kWriterMilliseconds);
  for (;;) {
    if (used == content.size()) content.resize(std::max<std::size_t>(content.capacity(), used + 4096));
    // Here a signal ends the waiting; read() would go on.
    if (!regular && !silent) wait_for_data(descriptor, -1);
    if (!regular && stop_signal() != 0) return Error{"file-unreadable", "was not read to its end", Location{.path = path}};
    const ssize_t count = ::read(descriptor, content.data() + used, content.size() - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN && !regular) {
      wait_for_data(descriptor, -1);
      continue;
    }
    if (count == 0 && silent && used == 0) {
      return Error{"file-unreadable", "cannot be read: it is a pipe into which no program writes", Location{.path = path}};
    }
    if (count < 0) return Error{"file-unreadable", std::string("cannot be read: ") + std::strerror(errno), Location{.path = path}};
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
    if (used > most) return too_large(path, "more than the limit", most);
  }
  content.resize(used);
  return content;
}

class Disk : public FileSource {
 public:
  Place look_at(const std::string& path) const override {
    if (path == "-") return {Place::Kind::other, "", ""};
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return nothing_at(path, errno);
    const std::string identity = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
    if (S_ISDIR(status.st_mode)) return {Place::Kind::folder, identity, ""};
    return {S_ISREG(status.st_mode) ? Place::Kind::file : Place::Kind::other, identity, ""};
  }

  Result<std::vector<std::string>> names_in(const std::string& folder) const override {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) names.push_back(it->path().filename());
    if (error) return Error{"folder-unreadable", "cannot be listed: " + error.message(), Location{.path = folder}};
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<Bytes> read(const std::string& path, std::uint64_t most) const override {
    if (path == "-") return read_descriptor(STDIN_FILENO, path, most);
    // Opening a pipe waits for a program that writes into it, and reading some files of /proc for what the system may never say.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) return Error{"file-unreadable", not_opened(errno), Location{.path = path}};
    Result<Bytes> content = read_descriptor(descriptor, path, most);
    ::close(descriptor);
    return content;
  }

 private:
  static Place nothing_at(const std::string& path, int reason) {
    if (reason != ENOENT) return {Place::Kind::unreadable, "", not_opened(reason)};
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    if (error) return {Place::Kind::absent, "", not_opened(reason)};
    return {Place::Kind::absent, "", "is a symbolic link to " + in_quotes(target.string()) + ", which does not exist"};
  }
};

class DiskWithRoots : public FileSource {
 public:
  explicit DiskWithRoots(const std::vector<std::string>& roots) {
    for (const std::string& root : roots) {
      const std::string real = disk().real_path(root);
      roots_.push_back({absolute(root), real});
      roots_.push_back({real, real});
    }
  }

  Place look_at(const std::string& path) const override {
    const std::string place = resolve(path);
    Place found = disk().look_at(place);
    std::error_code error;
    const fs::path target = found.kind == Place::Kind::absent && place != path ? fs::read_symlink(path, error) : fs::path();
    if (!target.empty()) {
      found.problem = "is a symbolic link to " + in_quotes(target.string()) + ", which does not exist below the folder of --root";
    }
    return found;
  }

  Result<std::vector<std::string>> names_in(const std::string& folder) const override {
    return placed(disk().names_in(resolve(folder)), folder);
  }

  Result<Bytes> read(const std::string& path, std::uint64_t most) const override { return placed(disk().read(resolve(path), most), path); }

  std::string real_path(const std::string& path) const override { return disk().real_path(resolve(path)); }

 private:
  struct Root {
    std::string written, real;  // absolute
  };

  static std::string absolute(const std::string& path) { return policy::absolute_path(path, working_folder()); }

  template <class T>
  static Result<T> placed(Result<T> result, const std::string& path) {
    if (result) return result;
    Error error = result.error();
    error.location.path = path;
    return error;
  }

  // The path behind all links; as it is where it is below no root, and empty where there are too many links.
  std::string resolve(const std::string& path) const {
    if (roots_.empty()) return path;
    const std::string whole = absolute(path);
    const auto root = std::find_if(roots_.begin(), roots_.end(), [&](const Root& each) {
      return whole == each.written || whole.starts_with(each.written == "/" ? each.written : each.written + "/");
    });
    return root == roots_.end() ? path : follow(root->real, whole.substr(root->written.size()));
  }

  static std::string follow(const fs::path& root, const fs::path& path) {
    std::deque<fs::path> parts(path.begin(), path.end());
    fs::path at = root;
    for (int links = 0; !parts.empty();) {
      const fs::path part = parts.front();
      parts.pop_front();
      if (part == "/") at = root;
      if (part == ".." && at != root) at = at.parent_path();
      if (part.empty() || part == "/" || part == "." || part == "..") continue;
      std::error_code error;
      const fs::path target = fs::read_symlink(at / part, error);
      if (error) {
        at /= part;
        continue;
      }
      if (++links > WriteLimits::kLinks) return "";
      parts.insert(parts.begin(), target.begin(), target.end());
    }
    return at.string();
  }

  std::vector<Root> roots_;
};

}  // namespace

std::string FileSource::real_path(const std::string& path) const {
  std::error_code error, none;
  fs::path whole = fs::weakly_canonical(fs::absolute(path.empty() ? "." : path, error), error);
  // So far, a link that leads nowhere is not followed.
  for (int links = 0; !error && links < WriteLimits::kLinks && fs::is_symlink(whole, none); ++links) {
    whole = fs::weakly_canonical(whole.parent_path() / fs::read_symlink(whole, error), error);
  }
  std::string real = error ? path : whole.string();
  if (real.size() > 1 && real.ends_with('/')) real.pop_back();
  return real;
}

const FileSource& disk() {
  static const Disk kDisk;
  return kDisk;
}

std::shared_ptr<const FileSource> disk_with_roots(const std::vector<std::string>& roots) { return std::make_shared<DiskWithRoots>(roots); }

}  // namespace chainlint::run
