#include "java/data_input.h"

#include <fmt/format.h>

namespace chainlint::formats {

std::optional<ByteView> DataInput::octets(std::uint64_t count, const char* what) {
  if (count > left()) {
    wanted_what_ = what;
    wanted_ = count;
    wanted_left_ = left();
    return std::nullopt;
  }
  const ByteView taken = data_.subspan(at_, static_cast<std::size_t>(count));
  at_ += taken.size();
  return taken;
}

std::optional<std::uint64_t> DataInput::number(std::size_t count, const char* what) {
  const auto taken = octets(count, what);
  if (!taken) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::uint8_t octet : *taken) value = value << 8 | octet;
  return value;
}

std::optional<std::uint8_t> DataInput::u8(const char* what) {
  const auto value = number(1, what);
  return value ? std::optional(static_cast<std::uint8_t>(*value)) : std::nullopt;
}

std::optional<std::uint16_t> DataInput::u16(const char* what) {
  const auto value = number(2, what);
  return value ? std::optional(static_cast<std::uint16_t>(*value)) : std::nullopt;
}

std::optional<std::uint32_t> DataInput::u32(const char* what) {
  const auto value = number(4, what);
  return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
}

std::optional<std::uint64_t> DataInput::u64(const char* what) { return number(8, what); }

std::optional<ByteView> DataInput::text(const char* what) {
  const std::size_t start = at_;
  const auto length = u16(what);
  if (!length) return std::nullopt;
  const auto taken = octets(*length, what);
  if (!taken) at_ = start;
  return taken;
}

std::optional<ByteView> DataInput::counted(const char* what) {
  const std::size_t start = at_;
  const auto length = u32(what);
  if (!length) return std::nullopt;
  const auto taken = octets(*length, what);
  if (!taken) at_ = start;
  return taken;
}

std::string DataInput::shortage() const {
  return fmt::format("{} needs {} byte{}; {} {} left", wanted_what_, wanted_, wanted_ == 1 ? "" : "s", wanted_left_,
                     wanted_left_ == 1 ? "is" : "are");
}

}  // namespace chainlint::formats
