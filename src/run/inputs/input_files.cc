#include "chainlint/run/input_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/formats/file_name.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

using FileIdentity = std::pair<dev_t, ino_t>;

Diagnostic problem(std::string code, const std::string& path, std::string message) {
  return {Severity::error, std::move(code), std::move(message), Location{.path = path}};
}

// After a stat() that failed.
Diagnostic not_opened(const std::string& path) {
  const int reason = errno;
  std::error_code error;
  const fs::path target = fs::read_symlink(path, error);
  if (!error && reason == ENOENT) {
    return problem("file-unreadable", path, "is a symbolic link to " + in_quotes(target.string()) + ", which does not exist");
  }
  return problem("file-unreadable", path, std::string("cannot be opened: ") + std::strerror(reason));
}

// Walks folders in byte order of the paths and remembers what it has seen.
class Walker {
 public:
  Walker(const Limits& limits, InputFiles& result) : limits_(limits), result_(result) {}

  void add_named(const std::string& path) {
    struct stat status {};
    if (path == "-") {
      result_.files.push_back({path, true});
    } else if (::stat(path.c_str(), &status) != 0) {
      result_.diagnostics.push_back(not_opened(path));
    } else if (S_ISDIR(status.st_mode)) {
      result_.folders.push_back(path);
      walk(path, 1);
    } else if (seen_.insert({status.st_dev, status.st_ino}).second || !S_ISREG(status.st_mode)) {
      result_.files.push_back({path, true});
    }
  }

 private:
  void walk(const std::string& folder, std::size_t depth) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0 || !seen_.insert({status.st_dev, status.st_ino}).second) return;
    if (depth > limits_.directory_depth) {
      result_.diagnostics.push_back(
          problem("folder-too-deep", folder,
                  "is " + std::to_string(depth) + " folders deep; at most " + std::to_string(limits_.directory_depth) + " are walked"));
      return;
    }
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) names.push_back(it->path().filename());
    if (error) result_.diagnostics.push_back(problem("folder-unreadable", folder, "cannot be walked: " + error.message()));
    std::sort(names.begin(), names.end());
    const bool certbot = is_certbot_root(names);
    for (const std::string& name : names) {
      const std::string path = folder + (folder.ends_with('/') ? "" : "/") + name;
      if (certbot && name == "archive") {
        result_.skipped.push_back(path + "/");
      } else {
        visit(path, name, depth);
      }
    }
  }

  static bool is_certbot_root(const std::vector<std::string>& sorted) {
    const auto has = [&](const char* name) { return std::binary_search(sorted.begin(), sorted.end(), name); };
    return has("archive") && has("live");
  }

  void visit(const std::string& path, const std::string& name, std::size_t depth) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
      const bool dangling = errno == ENOENT && !formats::is_material_file_name(path);
      dangling ? result_.skipped.push_back(path) : result_.diagnostics.push_back(not_opened(path));
    } else if (S_ISDIR(status.st_mode)) {
      if (name != ".git" && name != ".hg" && name != ".svn") walk(path, depth + 1);
    } else if (S_ISREG(status.st_mode) && seen_.insert({status.st_dev, status.st_ino}).second) {
      result_.files.push_back({path, false});
    }
  }

  const Limits& limits_;
  InputFiles& result_;
  std::set<FileIdentity> seen_;
};

Error too_large(const std::string& path, const std::string& size, const Limits& limits) {
  return {"file-too-large", "file has " + size + "; the limit is " + std::to_string(limits.file_bytes >> 20) + " MiB",
          Location{.path = path}};
}

Result<Bytes> read_descriptor(int descriptor, const std::string& path, const Limits& limits) {
  struct stat status {};
  Bytes content;
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limits.file_bytes) return too_large(path, std::to_string(size) + " bytes", limits);
    content.reserve(size + 1);
  }
  std::size_t used = 0;
  for (;;) {
    content.resize(std::max<std::size_t>(content.capacity(), used + 4096));
    const ssize_t count = ::read(descriptor, content.data() + used, content.size() - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error{"file-unreadable", std::string("cannot be read: ") + std::strerror(errno), Location{.path = path}};
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
    if (used > limits.file_bytes) return too_large(path, "more than the limit", limits);
  }
  content.resize(used);
  return content;
}

}  // namespace

InputFiles find_files(const std::vector<std::string>& paths, const Limits& limits) {
  InputFiles result;
  Walker walker(limits, result);
  for (const std::string& path : paths) walker.add_named(path);
  return result;
}

Result<Bytes> read_file(const std::string& path, const Limits& limits) {
  if (path == "-") return read_descriptor(STDIN_FILENO, path, limits);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Error{"file-unreadable", std::string("cannot be opened: ") + std::strerror(errno), Location{.path = path}};
  Result<Bytes> content = read_descriptor(descriptor, path, limits);
  ::close(descriptor);
  return content;
}

}  // namespace chainlint::run
