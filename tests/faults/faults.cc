// System calls that fail, or kill their program, one at a time. The linker's --wrap leads every call of the program here.
//
// Calls are counted from the one that creates the file beside the target. The one with the number FAULT_AT fails as FAULT says: EIO and
// other names of errors, SHORT (write() takes half), or KILL. The file FAULT_MARK gets the name of the call. With FAULT_CHANGES, only calls
// that change something are counted.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

namespace {

int calls = 0;

struct Kind {
  const char* name;
  int error;
};
constexpr Kind kKinds[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EPERM", EPERM}, {"EDQUOT", EDQUOT}, {"EINTR", EINTR}};

void mark(const char* call) {
  std::FILE* file = std::fopen(std::getenv("FAULT_MARK"), "w");
  std::fputs(call, file);
  std::fclose(file);
}

constexpr const char* kNoChanges[] = {"open folder", "open other", "flock", "llistxattr", "lgetxattr", "flistxattr", "fgetxattr", "close"};

bool is_next(const char* call) {
  const char* at = std::getenv("FAULT_AT");
  const bool changes =
      std::none_of(std::begin(kNoChanges), std::end(kNoChanges), [&](const char* each) { return std::strcmp(each, call) == 0; });
  if (!changes && std::getenv("FAULT_CHANGES") != nullptr) return false;
  if (calls == 0 || at == nullptr || calls++ != std::atoi(at)) return false;
  mark(call);
  return true;
}

// Whether the call fails, with errno.
bool fails(const char* call) {
  if (!is_next(call)) return false;
  const char* fault = std::getenv("FAULT");
  if (std::strcmp(fault, "KILL") == 0) ::kill(::getpid(), SIGKILL);
  for (const Kind& kind : kKinds) {
    if (std::strcmp(fault, kind.name) != 0) continue;
    errno = kind.error;
    return true;
  }
  return false;
}

}  // namespace

extern "C" {

int __real_open(const char* path, int flags, ...);
ssize_t __real_write(int file, const void* from, std::size_t size);

int __wrap_open(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  const bool creates = (flags & O_CREAT) != 0;
  if (creates && calls == 0 && std::strstr(path, ".chainlint-") != nullptr) calls = 1;
  const char* name = creates ? "open" : (flags & O_DIRECTORY) != 0 ? "open folder" : "open other";
  return fails(name) ? -1 : __real_open(path, flags, mode);
}

ssize_t __wrap_write(int file, const void* from, std::size_t size) {
  if (fails("write")) return -1;
  const char* fault = std::getenv("FAULT");
  return __real_write(file, from, fault != nullptr && calls > 0 && std::strcmp(fault, "SHORT") == 0 ? (size + 1) / 2 : size);
}

// The others take their arguments as they are.
#define CALL(result, name, parameters, arguments) \
  result __real_##name parameters;                \
  result __wrap_##name parameters { return fails(#name) ? -1 : __real_##name arguments; }

CALL(int, flock, (int file, int operation), (file, operation))
CALL(int, fchown, (int file, uid_t user, gid_t group), (file, user, group))
CALL(int, fchmod, (int file, mode_t mode), (file, mode))
CALL(ssize_t, llistxattr, (const char* path, char* list, std::size_t size), (path, list, size))
CALL(ssize_t, lgetxattr, (const char* path, const char* name, void* value, std::size_t size), (path, name, value, size))
CALL(ssize_t, flistxattr, (int file, char* list, std::size_t size), (file, list, size))
CALL(ssize_t, fgetxattr, (int file, const char* name, void* value, std::size_t size), (file, name, value, size))
CALL(int, fsetxattr, (int file, const char* name, const void* value, std::size_t size, int flags), (file, name, value, size, flags))
CALL(int, fremovexattr, (int file, const char* name), (file, name))
CALL(int, link, (const char* from, const char* to), (from, to))
CALL(int, unlink, (const char* path), (path))
CALL(int, rename, (const char* from, const char* to), (from, to))
CALL(int, renameat2, (int from_folder, const char* from, int to_folder, const char* to, unsigned flags),
     (from_folder, from, to_folder, to, flags))

int __real_fsync(int file);
int __wrap_fsync(int file) {
  struct stat status {};
  const bool folder = ::fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
  return fails(folder ? "fsync folder" : "fsync") ? -1 : __real_fsync(file);
}

// An error is that of writing what was buffered: the file is closed.
int __real_close(int file);
int __wrap_close(int file) {
  const bool failed = fails("close");
  const int error = errno, result = __real_close(file);
  if (failed) errno = error;
  return failed ? -1 : result;
}

}  // extern "C"
