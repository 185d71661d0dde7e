#include "p11_kit.h"

namespace chainlint {

void read_p11_kit(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::p11_kit;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
