// Lists of pins. Whatever they contain: pins or mistakes, never neither; within the bounds; and every pin says what it is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "chainlint/base/limits.h"
#include "chainlint/formats/pin_list.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;

std::size_t digits_of(formats::Pin::Kind kind) { return kind == formats::Pin::Kind::certificate_sha1 ? 40 : 64; }

bool is_sound(const formats::Pin& pin) {
  const bool has_value = pin.kind == formats::Pin::Kind::issuer ? !pin.value.empty() : pin.value.size() == digits_of(pin.kind);
  return has_value && !pin.service.empty() && pin.location.line.value_or(0) > 0;
}

}  // namespace

CHAINLINT_FUZZ_TARGET(pin_list) {
  const formats::PinList list = formats::read_pin_list("pins", {data, size});
  if (list.pins.empty() && list.problems.empty()) std::abort();
  if (list.pins.size() > PinLimits::kPins || list.problems.size() > PinLimits::kProblems) std::abort();
  for (const formats::Pin& pin : list.pins) {
    if (!is_sound(pin)) std::abort();
  }
  return 0;
}
