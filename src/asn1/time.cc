#include <string_view>

#include "chainlint/asn1/reader.h"

namespace chainlint::asn1 {

namespace {

// Takes decimal digits off the front of a text.
class DigitReader {
 public:
  explicit DigitReader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }
  void skip() { text_.remove_prefix(1); }
  bool has_digit() const { return !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; }

  // The number of `count` digits; -1 where they are not there.
  int number(std::size_t count) {
    if (text_.size() < count) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!has_digit()) return -1;
      value = value * 10 + (text_.front() - '0');
      skip();
    }
    return value;
  }

 private:
  std::string_view text_;
};

struct CivilTime {
  int year = -1, month = -1, day = -1, hour = -1, minute = 0, second = 0;
  std::int64_t offset_seconds = 0;  // what the text is ahead of UTC
};

// ".5", ",25": read over, since no time in this program is finer than a second.
bool skip_fraction(DigitReader& digits) {
  if (digits.peek() != '.' && digits.peek() != ',') return true;
  digits.skip();
  if (!digits.has_digit()) return false;
  while (digits.has_digit()) digits.skip();
  return true;
}

// "Z", "+0100", "-0530"; nothing at all is local time, for which UTC is the only guess.
bool read_zone(DigitReader& digits, CivilTime& time) {
  const char sign = digits.peek();
  if (digits.at_end()) return true;
  digits.skip();
  if (sign == 'Z') return digits.at_end();
  if (sign != '+' && sign != '-') return false;
  const int hours = digits.number(2);
  const int minutes = digits.at_end() ? 0 : digits.number(2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !digits.at_end()) return false;
  time.offset_seconds = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
  return true;
}

// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: a zone must not lead out of the years that have a text.
constexpr Instant kFirst(-62167219200);
constexpr Instant kLast(253402300799);

std::optional<Instant> to_instant(const CivilTime& time) {
  const auto instant = Instant::from_civil(time.year, time.month, time.day, time.hour, time.minute, time.second);
  if (!instant) return std::nullopt;
  const Instant shifted = instant->plus_seconds(-time.offset_seconds);
  if (shifted < kFirst || shifted > kLast) return std::nullopt;
  return shifted;
}

int utc_time_year(int two_digits) { return two_digits < 0 ? -1 : two_digits + (two_digits < 50 ? 2000 : 1900); }

}  // namespace

Asn1Result<Instant> read_time(const Element& element, Encoding encoding) {
  const bool utc = element.is(tag::kUtcTime);
  if (!utc && !element.is(tag::kGeneralizedTime)) return Asn1Error{"time is neither a UTCTime nor a GeneralizedTime", element.offset};
  const std::string_view text = as_text(element.content);
  if (encoding == Encoding::der && (text.size() != (utc ? 13 : 15) || text.back() != 'Z')) {
    return Asn1Error{utc ? "UTCTime is not of the form YYMMDDHHMMSSZ" : "GeneralizedTime is not of the form YYYYMMDDHHMMSSZ",
                     element.offset};
  }
  DigitReader digits(text);
  CivilTime time;
  time.year = utc ? utc_time_year(digits.number(2)) : digits.number(4);
  time.month = digits.number(2);
  time.day = digits.number(2);
  time.hour = digits.number(2);
  if (digits.has_digit()) time.minute = digits.number(2);
  if (digits.has_digit()) time.second = digits.number(2);
  const Asn1Error error{utc ? "UTCTime is not a valid date and time" : "GeneralizedTime is not a valid date and time", element.offset};
  if (time.year < 0 || time.month < 0 || time.day < 0 || time.hour < 0) return error;
  if (!skip_fraction(digits) || !read_zone(digits, time)) return error;
  const auto instant = to_instant(time);
  if (!instant) return error;
  return *instant;
}

}  // namespace chainlint::asn1
