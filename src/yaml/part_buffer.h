// The text of one document as yaml-cpp may see it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <streambuf>
#include <string_view>

namespace chainlint::yaml {

// Hands out `text` with a line feed for a lone carriage return, which yaml-cpp does not count as a line, and a question mark for control
// characters, of which it takes one for the end of the text and others for the mark of another encoding. Offsets stay those of the text.
//
// yaml-cpp collects all tokens of a flow collection before the first event. So the text ends early where more than YamlLimits::kFlowMarks
// characters that begin or end a token come without an event between them.
class PartBuffer : public std::streambuf {
 public:
  explicit PartBuffer(std::string_view text) : text_(text) {}

  void note_event() { marks_ = 0; }
  bool overrun() const { return overrun_; }                                    // the text was cut
  std::optional<std::size_t> first_control() const { return first_control_; }  // offset of the first control character

 protected:
  int_type underflow() override;

 private:
  char shown(std::size_t at);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t marks_ = 0;
  bool overrun_ = false;
  std::optional<std::size_t> first_control_;
  std::array<char, 2048> chunk_{};
};

}  // namespace chainlint::yaml
