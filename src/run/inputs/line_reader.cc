#include "inputs/line_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

constexpr int kLookMilliseconds = 100;  // between two looks at whether to stop: a signal may come just before the waiting
constexpr std::size_t kPieceBytes = 1 << 16;
constexpr std::size_t kKeptBytes = 1 << 20;  // of the buffer, when a long line was read

std::string problem_of(const char* what, int reason) { return std::string(what) + std::strerror(reason); }

}  // namespace

LineReader::LineReader(const std::string& path, std::uint64_t most) : most_(most) {
  // Opening a pipe without O_NONBLOCK would wait in a way that no signal ends.
  descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status {};
  if (descriptor_ < 0) {
    problem_ = problem_of("cannot be opened: ", errno);
  } else if (::fstat(descriptor_, &status) == 0 && S_ISDIR(status.st_mode)) {
    problem_ = "is a folder; specify a file with one record per line, or - for standard input";
  }
  ended_ = !problem_.empty();
}

LineReader::~LineReader() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

bool LineReader::read_more(const std::function<bool()>& stops) {
  pollfd waiting{descriptor_, POLLIN, 0};
  char piece[kPieceBytes];
  while (!ended_) {
    if (stops()) return false;
    if (::poll(&waiting, 1, kLookMilliseconds) <= 0) continue;  // read() would go on after a signal
    const ssize_t count = ::read(descriptor_, piece, sizeof piece);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) problem_ = problem_of("cannot be read further: ", errno);
    if (count <= 0) {
      ended_ = true;
      return false;
    }
    if (at_ > 0) waiting_.erase(0, std::exchange(at_, 0));
    waiting_.append(piece, static_cast<std::size_t>(count));
    return true;
  }
  return false;
}

std::optional<LineReader::Line> LineReader::next(const std::function<bool()>& stops) {
  for (;;) {
    ++number_;
    Line line;
    line.number = number_;
    std::size_t searched = 0, end;
    while ((end = waiting_.find('\n', at_ + searched)) == std::string::npos) {
      searched = waiting_.size() - at_;
      if (searched > most_) {
        line.too_long = true;
        at_ = waiting_.size();
        searched = 0;
      }
      if (!read_more(stops)) break;
    }
    if (end == std::string::npos && (!ended_ || !problem_.empty())) return std::nullopt;  // half a line
    if (end == std::string::npos) end = waiting_.size();
    line.too_long = line.too_long || end - at_ > most_;
    if (!line.too_long) line.text = waiting_.substr(at_, end - at_);
    at_ = std::min(end + 1, waiting_.size());
    if (at_ == waiting_.size() && waiting_.capacity() > kKeptBytes) waiting_ = {}, at_ = 0;
    if (line.too_long || !trimmed(line.text, " \t\r").empty()) return line;
    if (ended_ && at_ == waiting_.size()) return std::nullopt;
  }
}

}  // namespace chainlint::run
