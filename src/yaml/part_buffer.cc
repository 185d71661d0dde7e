#include "part_buffer.h"

#include "chainlint/base/limits.h"

namespace chainlint::yaml {
namespace {

constexpr std::string_view kMarks = ",[]{}:?\"'&*!";

constexpr std::array<bool, 256> make_table() {
  std::array<bool, 256> table{};
  for (char c : kMarks) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr auto kIsMark = make_table();

}  // namespace

char PartBuffer::shown(std::size_t at) {
  const auto c = static_cast<unsigned char>(text_[at]);
  if (c >= 0x20 && c != 0x7F) {
    marks_ += kIsMark[c] ? 1 : 0;
    return text_[at];
  }
  if (c == '\n' || c == '\t') return text_[at];
  if (c == '\r') return at + 1 < text_.size() && text_[at + 1] == '\n' ? '\r' : '\n';
  if (!first_control_) first_control_ = at;
  return '?';
}

PartBuffer::int_type PartBuffer::underflow() {
  overrun_ = overrun_ || (marks_ > YamlLimits::kFlowMarks && at_ < text_.size());
  if (at_ >= text_.size() || overrun_) return traits_type::eof();
  std::size_t size = 0;
  while (size < chunk_.size() && at_ < text_.size()) chunk_[size++] = shown(at_++);
  setg(chunk_.data(), chunk_.data(), chunk_.data() + size);
  return traits_type::to_int_type(chunk_[0]);
}

}  // namespace chainlint::yaml
