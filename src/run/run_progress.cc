#include "chainlint/run/run_progress.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace chainlint::run {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kBeforeFirst(1000), kBetween(200);
constexpr const char* kErased = "\r\x1B[K";

std::recursive_mutex g_terminal;
bool g_is_shown = false;  // guarded by it

bool is_wanted(const RunOptions& options) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return !options.quiet && (no_color == nullptr || *no_color == '\0') && terminal != nullptr && *terminal != '\0' &&
         std::string_view(terminal) != "dumb" && ::isatty(STDERR_FILENO) == 1;
}

std::string words_for(const RunProgress& progress) {
  const auto of = [](std::size_t done, std::size_t all) { return std::to_string(done) + " of " + std::to_string(all); };
  if (progress.bundles > 0) return "checking bundles: " + of(progress.bundles_checked, progress.bundles);
  return "reading files: " + of(progress.files_read, progress.files);
}

}  // namespace

ProgressLine::ProgressLine(const RunProgress& progress, const RunOptions& options) : progress_(progress) {
  if (!is_wanted(options)) return;
  try {
    thread_.emplace([this](const std::stop_token& stop) { draw(stop); });
  } catch (const std::system_error&) {
    // The system starts no more threads, and the run can do without the line.
  }
}

ProgressLine::~ProgressLine() {
  thread_.reset();
  const Hidden hidden;
}

void ProgressLine::draw(const std::stop_token& stop) {
  std::unique_lock lock(waiting_);
  for (milliseconds pause = kBeforeFirst;; pause = kBetween) {
    stopped_.wait_for(lock, stop, pause, [] { return false; });
    if (stop.stop_requested()) return;
    const std::lock_guard terminal(g_terminal);
    std::fputs((kErased + words_for(progress_)).c_str(), stderr);
    g_is_shown = true;
  }
}

ProgressLine::Hidden::Hidden() : lock_(g_terminal) {
  if (g_is_shown) std::fputs(kErased, stderr);
  g_is_shown = false;
}

}  // namespace chainlint::run
