#include "inputs/passwords.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

// Everything that the descriptor gives, or nothing where it cannot be read; `errno` then says why.
std::optional<SecretBytes> read_all(int descriptor) {
  SecretBytes content;
  SecretBytes chunk(4096);
  while (content.size() <= PasswordLimits::kFileBytes) {
    const ssize_t count = ::read(descriptor, chunk.data(), chunk.size());
    if (count == 0) return content;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    content.insert(content.end(), chunk.begin(), chunk.begin() + count);
  }
  errno = EFBIG;
  return std::nullopt;
}

// One candidate per line. The line end is LF or CRLF; the last line may lack it. An empty line is the empty password.
void add_text(std::string_view text, std::vector<Password>& passwords) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    passwords.emplace_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
}

// UTF-8, or UTF-16 with a byte order mark, which PowerShell 5 writes.
void add_lines(const SecretBytes& content, std::vector<Password>& passwords) {
  const std::string_view bytes(reinterpret_cast<const char*>(content.data()), content.size());
  const bool big_endian = bytes.starts_with("\xFE\xFF");
  if (big_endian || bytes.starts_with("\xFF\xFE")) {
    std::string text = utf16_to_utf8(bytes.substr(2), big_endian);
    add_text(text, passwords);
    wipe(text.data(), text.size());
  } else {
    add_text(bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes, passwords);
  }
}

void from_environment(const std::string& name, std::vector<Password>& passwords, UsageProblems& problems) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    problems.add("--password-env", name, " names " + in_quotes(name) + ", which is not set in the environment");
  } else {
    passwords.emplace_back(value);
  }
}

void from_file(const std::string& path, std::vector<Password>& passwords, UsageProblems& problems) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::optional<SecretBytes> content;
  if (descriptor >= 0) {
    content = read_all(descriptor);
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
  }
  if (!content) {
    problems.add("--password-file", path, " " + in_quotes(path) + " cannot be read: " + std::strerror(errno));
  } else {
    add_lines(*content, passwords);
  }
}

void from_descriptor(const std::string& text, std::vector<Password>& passwords, UsageProblems& problems) {
  int descriptor = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), descriptor);
  if (error != std::errc() || end != text.data() + text.size() || descriptor < 0) {
    problems.add("--password-fd", text, " is " + in_quotes(text) + "; allowed is the number of an open file descriptor");
    return;
  }
  const std::optional<SecretBytes> content = read_all(descriptor);
  if (!content) {
    problems.add("--password-fd", text, " " + text + " cannot be read: " + std::strerror(errno));
  } else {
    add_lines(*content, passwords);
  }
}

// Switches the echo of a terminal off for as long as it lives.
class SilentTerminal {
 public:
  explicit SilentTerminal(int descriptor) : descriptor_(descriptor) {
    active_ = ::tcgetattr(descriptor, &saved_) == 0;
    if (!active_) return;
    termios silent = saved_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(descriptor, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    if (active_) ::tcsetattr(descriptor_, TCSAFLUSH, &saved_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int descriptor_;
  bool active_ = false;
  termios saved_{};
};

void put(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void from_terminal(std::vector<Password>& passwords, UsageProblems& problems) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) {
    problems.add("--ask-password", "", " needs a terminal, and there is none");
    return;
  }
  put(terminal, "Password: ");
  SecretBytes line;
  line.reserve(PasswordLimits::kFileBytes);
  {
    const SilentTerminal silent(terminal);
    std::uint8_t octet = 0;
    while (line.size() < PasswordLimits::kFileBytes && ::read(terminal, &octet, 1) == 1 && octet != '\n') line.push_back(octet);
  }
  put(terminal, "\n");
  ::close(terminal);
  passwords.emplace_back(std::string_view(reinterpret_cast<const char*>(line.data()), line.size()));
}

}  // namespace

std::vector<Password> collect_passwords(const BundleArguments& arguments, UsageProblems& problems) {
  std::vector<Password> passwords;
  for (const std::string& name : arguments.list("--password-env")) from_environment(name, passwords, problems);
  for (const std::string& path : arguments.list("--password-file")) from_file(path, passwords, problems);
  for (const std::string& text : arguments.list("--password-fd")) from_descriptor(text, passwords, problems);
  if (arguments.flag("--ask-password")) from_terminal(passwords, problems);
  return passwords;
}

}  // namespace chainlint::run
