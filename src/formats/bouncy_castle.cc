#include "bouncy_castle.h"

namespace chainlint {

void read_bouncy_castle(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::bks;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
