// What the two readers of pin lists share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/formats/pin_list.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::formats {

// One line of the file.
struct PinLine {
  std::uint32_t number = 1;  // counts from 1
  std::string_view text;     // without its end
};

// Splits at LF, CR LF and CR.
std::vector<PinLine> pin_lines(std::string_view text);

// Takes pins and mistakes, no more than the bounds of a list allow.
class PinSink {
 public:
  PinSink(std::string path, PinList& list) : path_(std::move(path)), list_(list) {}

  void add(std::uint32_t line, std::string_view service, Pin::Kind kind, std::string value);
  // Of the pin that was added last.
  void set_application(std::string_view id) { list_.pins.back().application = id; }
  void complain(std::uint32_t line, std::size_t octet, std::string message);
  // A line has the form of one of a pin list, right or wrong: what is wrong with the file may be shown.
  void recognize() { recognized_ = true; }
  bool recognized() const { return recognized_; }
  bool full() const { return list_.pins.size() > PinLimits::kPins || problems_.size() >= PinLimits::kProblems; }
  const yaml::Problems& problems() const { return problems_; }

 private:
  std::string path_;
  PinList& list_;
  yaml::Problems problems_;
  bool recognized_ = false;
};

// Lower-case digits of `text`, which may have colons, blanks or dashes between its bytes; nothing where anything else is in it.
std::optional<std::string> pin_digits(std::string_view text);

// Whether the lines look like what `netsh http show sslcert` prints.
bool are_bindings(const std::vector<PinLine>& lines);

// Reads them as such.
void read_bindings(const std::vector<PinLine>& lines, PinSink& sink);

}  // namespace chainlint::formats
