// Writes files so that readers see the old or the new content as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/base/result.h"

struct stat;  // of POSIX

namespace chainlint::run {

// An open file, which is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  // -1 where none is open.
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

// A new file next to the one that it replaces. It is written and synced first, then renamed by put(). Without put(), it is removed.
//
// An existing file keeps its owner, group, mode, access control list and extended attributes; where one of them cannot be kept, nothing
// is written. A symbolic link stays, and its target is replaced or created. A new file gets `mode` or 0666, less the umask. A path that is
// not a regular file, such as a pipe, and an open descriptor (/dev/stdout, /dev/fd/3) are written directly by put().
//
// Until put(), the new file is ".NAME.chainlint-XXXXXXXX.tmp" in the folder of NAME, and locked (flock). A killed run leaves it there; the
// next run that writes NAME removes it if it is not locked. Borrows the content. Reasons are for the end of "'site.pem' cannot be
// written: ".
class StagedFile {
 public:
  static Result<StagedFile, std::string> stage(const std::string& path, std::string_view content,
                                               std::optional<unsigned> mode = std::nullopt);

  // The same in pieces: open(), append() any number of times, and complete() before put(). A path that is not a regular file is written
  // by append() itself. Return the reason of a failure, after which put() must not be called; empty on success.
  static Result<StagedFile, std::string> open(const std::string& path, std::optional<unsigned> mode = std::nullopt);
  std::string append(std::string_view content);
  std::string complete();

  // False for a pipe or an open descriptor: what was appended is written.
  bool is_plain() const { return plain_; }

  // Further names of the old file (hard links), which keep the old content.
  unsigned long other_names() const { return other_names_; }

  // Renames the new file to the target and syncs the folder. Returns the reason of a failure, with the state of the target; empty on
  // success. `keep_old` allows put_back() to undo it while this object exists.
  std::string put(bool keep_old = false);
  // The same, but only if the target does not exist.
  std::string put_new();
  // False where the old file was not kept, or could not be put back.
  bool put_back();

 private:
  // A temporary file next to the target, which the destructor removes; without a path there is none.
  struct Temporary {
    Temporary() = default;
    Temporary(Temporary&& other) noexcept : path(std::exchange(other.path, "")) {}
    ~Temporary() { remove(); }
    void remove();

    std::string path;
  };

  explicit StagedFile(std::string target) : target_(std::move(target)) {}
  std::string open_beside(unsigned mode);
  std::string write_through(std::string_view content);
  std::string open_folder();
  void keep_old_file();
  std::string finish();
  bool sync_folder() const;

  std::string target_;
  std::string_view content_;             // of stage(), for a path that is not a regular file
  Descriptor file_, old_file_, folder_;  // of the two temporary files, which they lock, and of the target's folder
  Temporary temporary_, old_;
  unsigned long other_names_ = 0;
  bool was_there_ = false, plain_ = true, done_ = false;
};

// Renames a complete file to its target. Returns the reason of a failure; writes a note on standard error if the old file has further
// names.
std::string put_in_place(StagedFile& file, const std::string& path);

// Writes one file. Returns the reason of a failure; writes a note on standard error if the old file has further names.
std::string replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode = std::nullopt);

// The same, but an existing file is never replaced.
std::string create_file(const std::string& path, std::string_view content);

// Removes the files that killed runs left next to the file. Writing the file does this too.
void remove_leftovers(const std::string& path);

// Whether the path names an open descriptor, which is written directly.
bool names_descriptor(const std::string& path);

// Why replace_file() cannot work at this path, as far as this can be checked before; empty if nothing is wrong: "its folder 'x' is not
// there".
std::string cannot_replace(const std::string& path);

}  // namespace chainlint::run
