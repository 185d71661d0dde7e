// A point in time, to the second, in UTC. The only type for times in this program.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chainlint {

inline constexpr std::int64_t kSecondsPerDay = 86400;

// Days in `seconds`, rounded towards the past: what expired an hour ago has -1 days left and not 0.
constexpr std::int64_t whole_days(std::int64_t seconds) { return seconds / kSecondsPerDay - (seconds % kSecondsPerDay < 0 ? 1 : 0); }

// Seconds since 1970-01-01T00:00:00Z in the proleptic Gregorian calendar, without leap seconds. Covers the years 0000 to 9999, the range of
// GeneralizedTime (RFC 5280 section 4.1.2.5.2).
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t seconds) : seconds_(seconds) {}

  // Nothing where a field is out of range (February 30, hour 24, second 60, year 10000).
  static std::optional<Instant> from_civil(int year, int month, int day, int hour = 0, int minute = 0, int second = 0);

  // RFC 3339 ("2026-12-01T22:00:00Z", "2026-12-01T23:00:00+01:00"; fractions of seconds are dropped) or a date, which means 00:00:00Z.
  static std::optional<Instant> parse(std::string_view text);

  constexpr std::int64_t seconds() const { return seconds_; }
  constexpr Instant plus_seconds(std::int64_t seconds) const { return Instant(seconds_ + seconds); }
  constexpr Instant plus_days(std::int64_t days) const { return Instant(seconds_ + days * kSecondsPerDay); }

  // "2026-12-01T22:00:00Z".
  std::string to_string() const;
  // "2026-12-01".
  std::string date() const;

  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  std::int64_t seconds_ = 0;
};

}  // namespace chainlint
