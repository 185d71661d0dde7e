// Bytes in memory as Java's DataInputStream reads them: big-endian numbers, text behind a 16-bit length, bytes behind a 32-bit one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// Reads values from the front. Every length is compared with the rest before it is used. A value that is not all there
// leaves the input where it was; shortage() then says what was wanted. Borrows the bytes, and so do the views that it gives; `what` is a
// literal that names the value in the shortage.
class DataInput {
 public:
  explicit DataInput(ByteView data) : data_(data) {}

  std::size_t offset() const { return at_; }
  std::size_t left() const { return data_.size() - at_; }
  bool at_end() const { return left() == 0; }
  ByteView rest() const { return data_.subspan(at_); }
  ByteView before() const { return data_.first(at_); }

  std::optional<std::uint8_t> u8(const char* what);
  std::optional<std::uint16_t> u16(const char* what);
  std::optional<std::uint32_t> u32(const char* what);
  std::optional<std::uint64_t> u64(const char* what);
  std::optional<ByteView> octets(std::uint64_t count, const char* what);

  // The bytes of a modified UTF-8 text behind its length in 16 bits (DataOutput.writeUTF).
  std::optional<ByteView> text(const char* what);

  // Bytes behind their length in 32 bits.
  std::optional<ByteView> counted(const char* what);

  // "certificate wants 1036 bytes, 402 are left": why the last value was not there.
  std::string shortage() const;

 private:
  std::optional<std::uint64_t> number(std::size_t octets, const char* what);

  ByteView data_;
  std::size_t at_ = 0;
  const char* wanted_what_ = "";
  std::uint64_t wanted_ = 0;
  std::size_t wanted_left_ = 0;
};

}  // namespace chainlint::formats
