// Lines of a file or pipe as they arrive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace chainlint::run {

class LineReader {
 public:
  struct Line {
    std::string text;          // without its end; empty where it is too long
    std::uint32_t number = 1;  // in the file
    bool too_long = false;
  };

  // Opens a file; "-" is standard input. A pipe is waited for, whenever a program opens its other end. Lines of more than `most` bytes are
  // skipped.
  LineReader(const std::string& path, std::uint64_t most);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // The next line that is not blank, as soon as it is there; a last one needs no end. Nothing at the end of the file, where it cannot be
  // read, and where `stops` says so, which is asked while the line is waited for.
  std::optional<Line> next(const std::function<bool()>& stops);

  // Why the file could not be opened or read on; empty where it could.
  const std::string& problem() const { return problem_; }
  std::uint32_t line() const { return number_; }  // the last one that was begun

 private:
  // False at the end.
  bool read_more(const std::function<bool()>& stops);

  const std::uint64_t most_;
  int descriptor_ = -1;
  bool ended_ = false;
  std::string waiting_;  // read, from at_ on not given yet
  std::size_t at_ = 0;
  std::uint32_t number_ = 0;
  std::string problem_;
};

}  // namespace chainlint::run
