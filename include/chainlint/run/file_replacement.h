// Writes files so that readers see the old one or the new one, never half of either.
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

// A new file beside the one that it is to replace, complete and on the disk. What is not put in its place vanishes.
//
// A file that is there keeps its owner, group, mode, access control list and extended attributes; where one of them cannot be kept, nothing
// is written. A symbolic link stays and goes on pointing at the file, also at one that is not there yet. A new file gets what the umask
// leaves of `mode`, or of 0666. What is no plain file, a pipe for one, is written as it is when it is put, and so is an open descriptor
// that is named (/dev/stdout, /dev/fd/3).
//
// Until it is put, the new file is ".NAME.chainlint-XXXXXXXX.tmp" in the folder of NAME, and locked (flock). A run that is killed leaves
// it; the next one that writes NAME removes what is not locked. Borrows the content. Reasons are for the end of "'site.pem' cannot be
// written: ".
class StagedFile {
 public:
  static Result<StagedFile, std::string> stage(const std::string& path, std::string_view content,
                                               std::optional<unsigned> mode = std::nullopt);

  // The same in pieces: open(), append() any number of times, and complete() before put(). What is no plain file is written by append(), as
  // it comes. The reason where one of them fails, after which the file must not be put; empty where it worked.
  static Result<StagedFile, std::string> open(const std::string& path, std::optional<unsigned> mode = std::nullopt);
  std::string append(std::string_view content);
  std::string complete();

  // False for a pipe or an open descriptor: what was appended is written.
  bool is_plain() const { return plain_; }

  // Further names of the old file (hard links), which keep the old content.
  unsigned long other_names() const { return other_names_; }

  // Puts the new file in its place and syncs the folder. The reason where it fails, with what is there then; empty where it worked.
  // `keep_old` lets put_back() undo it, until the end of this.
  std::string put(bool keep_old = false);
  // The same, but only where there is nothing yet.
  std::string put_new();
  // False where the old file was not kept, or could not be put back.
  bool put_back();

 private:
  // A file beside the target, which is removed at the end; no path is none.
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
  std::string_view content_;             // of stage(), for what is no plain file
  Descriptor file_, old_file_, folder_;  // of the two temporary files, which they lock, and of the target's folder
  Temporary temporary_, old_;
  unsigned long other_names_ = 0;
  bool was_there_ = false, plain_ = true, done_ = false;
};

// Puts a complete file in its place. The reason where that fails; a note on standard error where the old file has further names.
std::string put_in_place(StagedFile& file, const std::string& path);

// All of it for one file. The reason where it could not be written; a note on standard error where the old file has further names.
std::string replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode = std::nullopt);

// The same, but nothing that is there is replaced.
std::string create_file(const std::string& path, std::string_view content);

// Removes what killed runs left beside the file. Whoever writes it does so anyway.
void remove_leftovers(const std::string& path);

// Whether the path names an open descriptor, which is written as it is.
bool names_descriptor(const std::string& path);

// Why replace_file() cannot work there, as far as it shows before; empty where nothing does: "its folder 'x' is not there".
std::string cannot_replace(const std::string& path);

}  // namespace chainlint::run
