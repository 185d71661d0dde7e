// Writes files so that readers see the old one or the new one, never half of either.
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct stat;  // of POSIX

namespace chainlint::run {

// A new file beside the one that it is to replace, complete and on the disk. What is not put in its place vanishes.
//
// A file that is there keeps its mode and, where that is allowed, its owner, and a link goes on pointing at it, also at one that is not
// there yet; a new file gets what the umask leaves of `mode`, or of 0666. What is no plain file, a pipe for one, is written as it is when
// it is put. Borrows the content.
class StagedFile {
 public:
  // Nothing where it could not be written, with errno; nothing is left of it then.
  static std::optional<StagedFile> stage(const std::string& path, std::string_view content, std::optional<unsigned> mode = std::nullopt);

  StagedFile(StagedFile&& other) noexcept;
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile();

  // Puts the new file in its place. False with errno; the old one is there then. `keep_old` lets put_back() undo it, until the end of this.
  bool put(bool keep_old = false);
  // False where the old file was not kept, or could not be put back.
  bool put_back();

 private:
  StagedFile(std::string target, std::string_view content) : target_(std::move(target)), content_(content) {}
  bool write_beside(std::optional<unsigned> mode, const struct stat* old);
  bool write_through() const;

  std::string target_, temporary_, old_;  // the last two are empty where there is none
  std::string_view content_;
  bool was_there_ = false, plain_ = true, done_ = false;
};

// The same of one file.
bool replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode = std::nullopt);

// Why replace_file() cannot work there, as far as it shows before; empty where nothing does: "its folder 'x' is not there".
std::string cannot_replace(const std::string& path);

}  // namespace chainlint::run
