#include "chainlint/base/instant.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace chainlint {
namespace {

std::optional<int> digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

struct ClockTime {
  int hour = 0, minute = 0, second = 0;
};

std::optional<ClockTime> take_clock(std::string_view& text) {
  auto hour = digits(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  auto minute = digits(text, 2);
  if (!minute) return std::nullopt;
  if (!take(text, ":")) return ClockTime{*hour, *minute, 0};
  auto second = digits(text, 2);
  if (!second) return std::nullopt;
  if (take(text, ".")) {
    if (!digits(text, 1)) return std::nullopt;
    while (digits(text, 1)) {
    }
  }
  return ClockTime{*hour, *minute, *second};
}

// Seconds east of UTC.
std::optional<int> take_zone(std::string_view& text) {
  if (take(text, "Zz")) return 0;
  if (text.empty()) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, "+-")) return std::nullopt;
  auto hours = digits(text, 2);
  if (!hours || *hours > 23 || !take(text, ":")) return std::nullopt;
  auto minutes = digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

std::chrono::year_month_day civil(std::int64_t seconds) {
  using namespace std::chrono;
  return year_month_day(floor<days>(sys_seconds(std::chrono::seconds(seconds))));
}

}  // namespace

std::optional<Instant> Instant::from_civil(int year, int month, int day, int hour, int minute, int second) {
  using namespace std::chrono;
  if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days_since = sys_days(date).time_since_epoch().count();
  return Instant(days_since * kSecondsPerDay + hour * 3600 + minute * 60 + second);
}

std::optional<Instant> Instant::parse(std::string_view text) {
  auto year = digits(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  auto month = digits(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  auto day = digits(text, 2);
  if (!day) return std::nullopt;
  if (text.empty()) return from_civil(*year, *month, *day);
  if (!take(text, "Tt ")) return std::nullopt;
  auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  auto zone = take_zone(text);
  if (!zone || !text.empty()) return std::nullopt;
  auto local = from_civil(*year, *month, *day, clock->hour, clock->minute, clock->second);
  if (!local) return std::nullopt;
  return local->plus_seconds(-*zone);
}

std::string Instant::date() const {
  const auto ymd = civil(seconds_);
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()));
  return text.data();
}

std::string Instant::to_string() const {
  const std::int64_t in_day = ((seconds_ % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
  std::array<char, 24> clock{};
  std::snprintf(clock.data(), clock.size(), "T%02d:%02d:%02dZ", static_cast<int>(in_day / 3600), static_cast<int>(in_day / 60 % 60),
                static_cast<int>(in_day % 60));
  return date() + clock.data();
}

}  // namespace chainlint
